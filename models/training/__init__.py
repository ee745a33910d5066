"""Recipe of Calotype's built-in model: data, networks, training, export and evaluation."""
