"""The places behind things, drawn in each style."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from .styles import PIXEL

SIDE = 256
SKIES = {
    "on a meadow": ((120, 192, 248), (214, 238, 255)),
    "under a night sky": ((14, 20, 66), (56, 62, 128)),
    "at sunset": ((122, 74, 160), (255, 176, 92)),
    "on a beach": ((92, 186, 250), (206, 240, 255)),
    "in the snow": ((160, 190, 224), (232, 242, 252)),
    "in space": ((6, 6, 18), (20, 10, 44)),
    "on Mars": ((196, 120, 84), (244, 196, 150)),
}
DARK = {"under a night sky", "in space"}


def meadow(draw: ImageDraw.ImageDraw) -> None:
    for x in range(-8, SIDE, 24):
        draw.ellipse([x, 138, x + 40, 190], fill=(62, 140, 84))
    draw.rectangle([0, 166, SIDE, SIDE], fill=(116, 200, 92))


def stars(draw: ImageDraw.ImageDraw, count: int = 26, seed: int = 4, fill=(255, 244, 200)) -> None:
    for x, y in np.random.default_rng(seed).integers(6, 250, (count, 2)):
        draw.ellipse([x - 2, y - 2, x + 2, y + 2], fill=fill)


def sunset(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse([88, 132, 168, 212], fill=(255, 226, 130))
    draw.rectangle([0, 186, SIDE, SIDE], fill=(86, 54, 110))


def beach(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle([0, 128, SIDE, 192], fill=(40, 140, 214))
    draw.rectangle([0, 184, SIDE, 194], fill=(236, 250, 255))
    draw.rectangle([0, 192, SIDE, SIDE], fill=(244, 218, 158))


def snow(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse([-80, 150, 170, 300], fill=(246, 250, 255))
    draw.rectangle([0, 192, SIDE, SIDE], fill=(250, 252, 255))
    draw.ellipse([110, 168, 340, 300], fill=(238, 245, 253))
    for x, y in np.random.default_rng(8).integers(6, 250, (30, 2)):
        draw.ellipse([x - 3, y - 3, x + 3, y + 3], fill="white")


def space(draw: ImageDraw.ImageDraw) -> None:
    stars(draw, 60, 6, (232, 236, 255))
    draw.ellipse([176, 16, 240, 80], fill=(70, 120, 216))
    draw.ellipse([190, 26, 222, 52], fill=(86, 176, 110))


def mars(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(
        [(0, 176), (56, 120), (120, 180), (190, 128), (SIDE, 186), (SIDE, SIDE), (0, SIDE)], fill=(172, 78, 48)
    )
    draw.rectangle([0, 184, SIDE, SIDE], fill=(204, 96, 58))
    for x, y, w in ((24, 216, 52), (150, 204, 40), (196, 232, 56)):
        draw.ellipse([x, y, x + w, y + w // 3], fill=(168, 70, 42))


DRAWINGS = {
    "on a meadow": meadow,
    "under a night sky": stars,
    "at sunset": sunset,
    "on a beach": beach,
    "in the snow": snow,
    "in space": space,
    "on Mars": mars,
}


@lru_cache(maxsize=40)
def setting(name: str, style: str) -> np.ndarray:
    """A painted background, [256, 256, 3] uint8."""
    image = Image.new("RGB", (SIDE, SIDE))
    draw = ImageDraw.Draw(image)
    top, bottom = SKIES[name]
    for y in range(SIDE):
        draw.line(
            [(0, y), (SIDE, y)], fill=tuple(int(a + (b - a) * y / SIDE) for a, b in zip(top, bottom, strict=True))
        )
    DRAWINGS[name](draw)
    picture = np.asarray(image)
    return picture[::PIXEL, ::PIXEL].repeat(PIXEL, 0).repeat(PIXEL, 1) if style == "pixel art" else picture
