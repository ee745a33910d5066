"""The words of prompts that a pack knows, in every form; its user is warned of all others."""

import json
from pathlib import Path

from . import captions
from .settings import SKIES

ENGLISH = Path(__file__).parent.parent / "vocabulary/english.json"


def known_words(vocabulary: dict) -> list[str]:
    """All that a caption of this vocabulary may have, in lower case, and English words without content."""
    function_words = set(json.loads(ENGLISH.read_text())["function_words"])
    names = [name for noun in vocabulary["nouns"] for name in (noun["word"], *noun.get("synonyms", []))]
    names += vocabulary["props"]
    plurals = [captions.plural_of(name) for name in names]
    plurals += [noun["plural"] for noun in vocabulary["nouns"] if "plural" in noun]
    phrases = [
        *names,
        *plurals,
        *vocabulary["styles"],
        *vocabulary["colours"],
        *vocabulary["backgrounds"],
        "white",
        "background",
    ]
    phrases += [way for setting in vocabulary["settings"] for way in captions.PLACES[setting] + captions.NAMES[setting]]
    phrases += ["grey"] if "gray" in vocabulary["backgrounds"] else []
    words = [word for phrase in _wrapping(vocabulary) for word in phrase.split()]
    found = {_without(function_words, phrase.lower()) for phrase in phrases} | {word.lower() for word in words}
    return sorted((found | function_words) - {""})


def _wrapping(vocabulary: dict) -> list[str]:
    """What is said around the things: relations, numbers, sizes, styles, openings and words that say nothing."""
    relations = [
        place for place in captions.PLACES if place not in SKIES and (place != "riding" or vocabulary.get("mounts"))
    ]
    ways = [way for table in (captions.VAGUE, captions.SIZES) for choices in table.values() for way in choices]
    ways += [
        way
        for table in (captions.LEADS, captions.TAILS)
        for style in vocabulary["styles"]
        for way in table.get(style, ())
    ]
    ways += [way for place in relations for way in captions.PLACES[place]]
    return [*ways, *captions.NUMBERS.values(), *captions.OPENINGS, *captions.FILLERS]


def _without(function_words: set[str], phrase: str) -> str:
    """'on the red planet' as 'red planet'."""
    words = phrase.split()
    while words and words[0] in function_words:
        words = words[1:]
    return " ".join(words)
