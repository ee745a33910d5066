"""The evaluation's pictures, which are there to be looked at."""

from pathlib import Path

from PIL import Image

from .contact_sheet import sheet
from .generate import Generator
from .sampling import PROMPTS

ACCEPTANCE = PROMPTS[:8]
NOUNS = 100


def draw(generator: Generator, out: Path, suffix: str, taught: dict) -> None:
    """Draws grid.png and nouns.jpg, with the variant's suffix."""
    prompts(generator, out / f"grid{suffix}.png", taught.get("grid", PROMPTS))
    nouns(generator, out / f"nouns{suffix}.jpg", taught)


def prompts(generator: Generator, path: Path, others: list[str]) -> None:
    """The eight acceptance prompts at seeds 1 to 4, then others at seeds 1 and 2; 96 pictures at most."""
    more = [p for p in others if p not in ACCEPTANCE]
    cases = [(prompt, seed) for prompt in ACCEPTANCE for seed in (1, 2, 3, 4)] + [
        (prompt, seed) for prompt in more for seed in (1, 2)
    ]
    said, seeds = zip(*cases[:96], strict=True)
    pictures = generator.draw(list(said), list(seeds))
    sheet([Image.fromarray(p) for p in pictures], list(said), 8).quantize(256).save(path, optimize=True)


def nouns(generator: Generator, path: Path, taught: dict) -> None:
    """A hundred nouns, spread evenly over the vocabulary, in every style at seed 1: two nouns a row."""
    words = [n["word"] for n in taught["nouns"]]
    chosen = [words[at * len(words) // NOUNS] for at in range(min(NOUNS, len(words)))]
    said = [f"{word}, {style}" for word in chosen for style in taught["styles"]]
    pictures = generator.draw(said, [1] * len(said))
    sheet([Image.fromarray(p) for p in pictures], said, 2 * len(taught["styles"]), side=96).save(path, quality=80)
