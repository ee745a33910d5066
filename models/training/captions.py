"""Says what a scene shows. What a caption leaves out is always drawn the same way: 3D, on white, in its own colour."""

import numpy as np

NUMBERS = {1: "a", 2: "two", 3: "three", 4: "four"}
LEADS = {"3D": "3D render of", "flat": "flat icon of", "silhouette": "silhouette of", "pixel art": "pixel art of"}


def with_article(phrase: str) -> str:
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def phrase(noun: dict, count: int, colour: str | None, size: str | None, rng: np.random.Generator) -> str:
    """One thing or several: 'a small red car', 'two green fish'."""
    words = [noun["word"], *noun.get("synonyms", [])]
    word = words[0] if rng.random() < 0.85 else words[rng.integers(len(words))]
    if count > 1:
        plural = noun.get("plural") if word == noun["word"] else None
        word = plural or word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "ies" if word.endswith("nny") else "s")
        word = word.replace("bunnyies", "bunnies").replace("puppys", "puppies")
    full = " ".join(part for part in (size, colour, word) if part)
    return f"{NUMBERS[count]} {full}" if count > 1 else with_article(full)


def caption(body: str, style: str, default_style: str, paper: str | None, rng: np.random.Generator) -> str:
    """The whole prompt: things, then style, then background."""
    lead = style != default_style and rng.random() < 0.2 or style == default_style and rng.random() < 0.08
    said = style != default_style or rng.random() < 0.4
    if not lead and body.startswith(("a ", "an ")) and rng.random() < 0.12:
        body = body.split(" ", 1)[1]
    parts = [f"{LEADS[style]} {body}" if lead else body]
    if said and not lead:
        parts.append(style)
    if paper and (paper != "white" or rng.random() < 0.15):
        if rng.random() < 0.25:
            parts[-1] += f" on a {paper} background" if not parts[-1] == style else f", {paper} background"
        else:
            parts.append(f"{paper} background")
    return ", ".join(parts)
