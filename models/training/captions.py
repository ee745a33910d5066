"""Says what a scene shows. What a caption leaves out is always drawn the same way: 3D, on white, in its own colour.

White things lie on light blue, since nobody would see them on white.
"""

import re

import numpy as np

NUMBERS = {1: "a", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
DIGITS = {2: "2", 3: "3", 4: "4", 5: "5", 6: "6"}
VAGUE = {
    2: ("", "a pair of"),
    3: ("", "some", "a few", "several"),
    4: ("some", "several", "many"),
    5: ("many", "several"),
    6: ("many", "lots of", "half a dozen"),
}
LEADS = {
    "3D": ("3D render of", "a 3D render of", "3D icon of", "glossy 3D"),
    "flat": ("flat icon of", "a flat icon of", "flat design of", "flat vector of", "flat"),
    "silhouette": ("silhouette of", "a silhouette of", "black silhouette of", "the silhouette of"),
    "pixel art": ("pixel art of", "a pixel art of", "pixel art", "8-bit pixel art of"),
    "oil painting": ("oil painting of", "an oil painting of", "a painting of", "painting of"),
    "pencil sketch": ("pencil sketch of", "a pencil sketch of", "sketch of", "a sketch of", "pencil drawing of"),
    "cartoon": ("cartoon of", "a cartoon of", "cartoon", "comic drawing of"),
}
TAILS = {
    "3D": ("3D render", "3D style", "in 3D"),
    "flat": ("flat style", "flat design", "in flat style", "flat icon"),
    "silhouette": ("as a silhouette", "silhouette style"),
    "pixel art": ("pixel art style", "in pixel art style", "as pixel art", "8-bit pixel art"),
    "oil painting": ("oil painting style", "as an oil painting", "painted in oil", "oil on canvas"),
    "pencil sketch": ("pencil sketch style", "as a pencil sketch", "pencil drawing", "sketch"),
    "cartoon": ("cartoon style", "in cartoon style", "as a cartoon", "comic style"),
}
OPENINGS = (
    "a picture of",
    "picture of",
    "an image of",
    "image of",
    "a drawing of",
    "drawing of",
    "a photo of",
    "photo of",
    "an illustration of",
    "icon of",
    "an icon of",
    "draw",
    "show me",
    "I want",
)
FILLERS = (
    "highly detailed",
    "high quality",
    "beautiful",
    "cute",
    "simple",
    "4k",
    "masterpiece",
    "digital art",
    "centered",
    "clean",
    "trending",
    "icon",
    "best quality",
    "minimalist",
    "colorful",
    "colourful",
    "nice",
)
SIZES = {"small": ("small", "little", "tiny"), "large": ("large", "big", "huge")}
PLACES = {
    "and": ("and", "and", "and", "next to", "beside", "with"),
    "to the left of": ("to the left of", "to the left of", "left of", "on the left of"),
    "to the right of": ("to the right of", "to the right of", "right of", "on the right of"),
    "above": ("above", "above", "over"),
    "below": ("below", "below", "under", "beneath"),
    "riding": ("riding", "riding", "riding on", "on", "rides"),
    "on": ("on", "on", "sitting on", "lying on", "on top of"),
    "under": ("under", "below", "beneath"),
    "in": ("in", "inside"),
    "behind": ("behind", "behind", "hiding behind", "in back of"),
    "in front of": ("in front of", "in front of", "before"),
    "on a meadow": ("on a meadow", "in a meadow", "in a field", "on the grass", "on grass"),
    "under a night sky": ("under a night sky", "at night", "under the stars", "under a starry sky"),
    "at sunset": ("at sunset", "in the sunset", "at dusk"),
    "on a beach": ("on a beach", "on the beach", "at the beach", "by the sea"),
    "in the snow": ("in the snow", "in snow", "in winter", "on a snowy field"),
    "in space": ("in space", "in outer space", "floating in space", "in the universe"),
    "on Mars": ("on Mars", "on mars", "on the red planet"),
    "in a city": ("in a city", "in the city", "in a town", "downtown"),
    "under water": ("under water", "underwater", "in the ocean", "in the sea", "under the sea"),
    "in a forest": ("in a forest", "in the forest", "in the woods"),
    "in the desert": ("in the desert", "in a desert", "on sand dunes"),
}
NAMES = {
    "on a meadow": ("a meadow", "a green field", "grass"),
    "under a night sky": ("a night sky", "the night sky", "a starry sky", "stars at night"),
    "at sunset": ("a sunset", "sunset", "the sky at sunset"),
    "on a beach": ("a beach", "the beach", "the sea", "a beach by the ocean"),
    "in the snow": ("a snowy landscape", "snow", "a winter landscape"),
    "in space": ("space", "outer space", "the universe"),
    "on Mars": ("Mars", "the surface of Mars", "the red planet"),
    "in a city": ("a city", "a city skyline", "the city", "skyscrapers"),
    "under water": ("the sea floor", "an underwater world", "underwater"),
    "in a forest": ("a forest", "the forest", "woods"),
    "in the desert": ("a desert", "the desert", "sand dunes"),
}


def with_article(phrase: str) -> str:
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def plural_of(word: str) -> str:
    """A regular plural."""
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")


def phrase(noun: dict, count: int, colour: str | None, size: str | None, rng: np.random.Generator) -> str:
    """One thing or several: 'a small red car', 'two green fish'."""
    words = [noun["word"], *noun.get("synonyms", [])]
    word = words[0] if rng.random() < 0.85 else words[rng.integers(len(words))]
    if count > 1:
        plural = noun.get("plural") if word == noun["word"] else None
        word = plural or plural_of(word)
    full = " ".join(part for part in (size, colour, word) if part)
    return f"{NUMBERS[count]} {full}" if count > 1 else with_article(full)


def place(relation: str, rng: np.random.Generator) -> str:
    """One of the ways to say where something is."""
    return _one(PLACES[relation], rng)


def place_name(setting: str, rng: np.random.Generator) -> str:
    """One of the names of a place that is drawn for itself."""
    return _one(NAMES[setting], rng)


def size_word(size: str | None, rng: np.random.Generator) -> str | None:
    """One of the words for a size."""
    return size and _one(SIZES[size], rng)


def loosely(body: str, rng: np.random.Generator) -> str:
    """The same things as people type them: without articles, with 'the', with digits, or only in the plural."""
    for count in DIGITS:
        if body.startswith(NUMBERS[count] + " ") and (luck := rng.random()) < 0.35:
            said = DIGITS[count] if luck < 0.15 else _one(VAGUE[count], rng)
            body = f"{said} {body.split(' ', 1)[1]}".strip()
    luck = rng.random()
    if luck < 0.12:
        return re.sub(r"\b(a|an) ", "", body)
    if luck < 0.22:
        return re.sub(r"^(a|an) ", "", body)
    if luck < 0.30:
        return re.sub(r"\b(a|an) ", "the ", body)
    if luck < 0.36:
        return re.sub(r"(?<=.)\b(a|an) ", "the ", body)
    return body


def caption(body: str, style: str, default_style: str, paper: str | None, rng: np.random.Generator, plain: bool) -> str:
    """The whole prompt: an opening, things, then style, then background, with words that say nothing at either end.

    A `plain` paper, which goes without saying, is named in one of ten.
    """
    body = loosely(body, rng)
    led = rng.random() < (0.08 if style == default_style else 0.25)
    said = style != default_style or rng.random() < 0.3
    if led:
        body = f"{_one(LEADS[style], rng)} {body}"
    elif rng.random() < 0.15:
        body = f"{_one(OPENINGS, rng)} {body}"
    parts = [body]
    if said and not led:
        parts.append(style if rng.random() < 0.7 else _one(TAILS[style], rng))
    if paper and (not plain or rng.random() < 0.1):
        if rng.random() < 0.25:
            parts[-1] += f" on a {paper} background" if len(parts) == 1 else f", {paper} background"
        else:
            parts.append(f"{paper} background")
    for _ in range(rng.integers(1, 4) if rng.random() < 0.12 else 0):
        parts.insert(len(parts) if rng.random() < 0.8 else 0, _one(FILLERS, rng))
    return ", ".join(parts)


def _one(choices: tuple[str, ...], rng: np.random.Generator) -> str:
    return choices[rng.integers(len(choices))]
