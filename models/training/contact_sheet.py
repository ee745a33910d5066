"""Draws eight scenes of each kind with their captions on one sheet, to be looked at.

Usage: python -m training.contact_sheet --sprites DIR --out docs/scenes.png [--seed 0]
"""

import argparse
import textwrap
from pathlib import Path

from PIL import Image, ImageDraw

from . import vocabulary
from .paint import paint
from .scenes import SceneMaker
from .sprites import Sprites


def sheet(pictures: list[Image.Image], labels: list[str], columns: int, side: int = 160) -> Image.Image:
    """A grid of pictures with their labels below."""
    rows = -(-len(pictures) // columns)
    out = Image.new("RGB", (columns * (side + 8), rows * (side + 44)), "white")
    draw = ImageDraw.Draw(out)
    for at, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        x, y = at % columns * (side + 8) + 4, at // columns * (side + 44) + 4
        out.paste(picture.resize((side, side), Image.LANCZOS), (x, y))
        draw.rectangle([x - 1, y - 1, x + side, y + side], outline=(205, 205, 205))
        draw.text((x, y + side + 2), textwrap.fill(label, side // 6), fill="black", spacing=0)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, default=Path("vocabulary/shipped.json"))
    parser.add_argument("--out", type=Path, default=Path("docs/scenes.png"))
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    sprites = Sprites(args.sprites)
    maker = SceneMaker(vocabulary.read(args.vocabulary), sprites)
    scenes = [maker.scene(kind, args.seed * 8 + n) for kind in maker.kinds() for n in range(8)]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    sheet([Image.fromarray(paint(s, sprites)[0]) for s in scenes], [s.caption for s in scenes], 8).quantize(128).save(
        args.out, optimize=True
    )


if __name__ == "__main__":
    main()
