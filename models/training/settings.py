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
    "in a city": ((150, 200, 244), (232, 240, 250)),
    "under water": ((70, 178, 226), (12, 78, 150)),
    "in a forest": ((176, 216, 190), (208, 236, 190)),
    "in the desert": ((96, 180, 240), (252, 232, 190)),
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


def city(draw: ImageDraw.ImageDraw) -> None:
    for x, top, wide, fill in (
        (0, 96, 40, (128, 146, 176)),
        (36, 56, 36, (104, 122, 158)),
        (70, 116, 44, (140, 156, 184)),
        (112, 76, 38, (112, 130, 166)),
        (150, 104, 42, (132, 150, 180)),
        (188, 44, 36, (100, 118, 154)),
        (222, 92, 34, (124, 142, 174)),
    ):
        draw.rectangle([x, top, x + wide, 206], fill=fill)
        for y in range(top + 10, 196, 18):
            for window in range(x + 6, x + wide - 6, 11):
                draw.rectangle([window, y, window + 5, y + 8], fill=(250, 232, 160))
    draw.rectangle([0, 204, SIDE, SIDE], fill=(96, 100, 110))
    for x in range(8, SIDE, 48):
        draw.rectangle([x, 228, x + 24, 233], fill=(240, 240, 240))


def under_water(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([(60, 0), (96, 0), (60, 200), (10, 200)], fill=(88, 188, 230))
    draw.polygon([(150, 0), (196, 0), (210, 200), (150, 200)], fill=(88, 188, 230))
    draw.ellipse([-60, 204, 180, 300], fill=(222, 200, 142))
    draw.ellipse([90, 212, 330, 300], fill=(232, 210, 152))
    for x, height in ((14, 84), (30, 60), (222, 92), (240, 66)):
        for step in range(0, height, 8):
            side = 4 if step // 8 % 2 else -4
            draw.ellipse([x + side - 6, 228 - step, x + side + 6, 240 - step], fill=(28, 128, 92))
    for x, y, size in np.random.default_rng(3).integers((6, 6, 3), (250, 190, 7), (22, 3)):
        draw.ellipse([x - size, y - size, x + size, y + size], outline=(210, 240, 255), width=2)


def forest(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle([0, 190, SIDE, SIDE], fill=(92, 140, 70))
    for x, top, wide, fill in (
        (20, 50, 44, (54, 116, 74)),
        (76, 34, 48, (44, 104, 66)),
        (132, 56, 44, (58, 122, 78)),
        (184, 30, 50, (46, 108, 68)),
        (238, 52, 44, (54, 116, 74)),
    ):
        draw.rectangle([x - 6, 160, x + 6, 208], fill=(98, 70, 48))
        for step in range(3):
            y = top + 38 * step
            spread = wide * (0.5 + 0.22 * step)
            draw.polygon([(x, y), (x - spread, y + 60), (x + spread, y + 60)], fill=fill)


def desert(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse([184, 22, 232, 70], fill=(255, 240, 170))
    draw.ellipse([-120, 140, 170, 340], fill=(234, 186, 112))
    draw.ellipse([60, 156, 380, 360], fill=(222, 170, 96))
    draw.ellipse([-160, 200, 230, 380], fill=(242, 200, 128))


DRAWINGS = {
    "on a meadow": meadow,
    "under a night sky": stars,
    "at sunset": sunset,
    "on a beach": beach,
    "in the snow": snow,
    "in space": space,
    "on Mars": mars,
    "in a city": city,
    "under water": under_water,
    "in a forest": forest,
    "in the desert": desert,
}


@lru_cache(maxsize=100)
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
