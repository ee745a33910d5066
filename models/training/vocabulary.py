"""Reads a vocabulary: what the pack is taught, in stages, so that each stage is sharp before the next is begun."""

import json
from pathlib import Path


def read(path: Path, stage: int | None = None) -> dict:
    """The vocabulary with the nouns of all stages up to `stage`, every one when none is given."""
    vocabulary = json.loads(Path(path).read_text())
    last = max(noun.get("stage", 0) for noun in vocabulary["nouns"])
    vocabulary["stage"] = last if stage is None else stage
    vocabulary["nouns"] = [noun for noun in vocabulary["nouns"] if noun.get("stage", 0) <= vocabulary["stage"]]
    words = {noun["word"] for noun in vocabulary["nouns"]}
    for role in ("riders", "mounts"):
        vocabulary[role] = [word for word in vocabulary.get(role, []) if word in words]
    return vocabulary
