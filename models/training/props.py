"""Things to put other things on, under or into, drawn in each style."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .recolour import COLOURS
from .styles import PIXEL

SIDE, ZOOM = 256, 4
NATURAL = {"mat": (196, 74, 70), "table": (166, 106, 60), "box": (206, 156, 98)}
SILHOUETTE = (128, 128, 132)


def shade(colour, factor):
    """Lighter for a factor above 1, darker below."""
    return tuple(int(min(255, c * factor if factor <= 1 else c + (255 - c) * (factor - 1))) for c in colour)


def zoomed(points):
    return [tuple(v * ZOOM for v in point) for point in points]


def draw_mat(draw, colour, plain):
    draw.ellipse(zoomed([(12, 178), (244, 246)]), fill=colour)
    if not plain:
        draw.ellipse(zoomed([(26, 184), (230, 238)]), outline=shade(colour, 1.5), width=5 * ZOOM)


def draw_table(draw, colour, plain, top):
    dark = colour if plain else shade(colour, 0.72)
    for x in (34, 206):
        draw.rectangle(zoomed([(x, top + 12), (x + 16, 250)]), fill=dark)
    draw.rounded_rectangle(zoomed([(12, top), (244, top + 18)]), 6 * ZOOM, fill=colour)


def draw_box(draw, colour, plain):
    if not plain:
        draw.polygon(zoomed([(46, 140), (16, 118), (34, 104), (70, 140)]), fill=shade(colour, 1.3))
        draw.polygon(zoomed([(210, 140), (240, 118), (222, 104), (186, 140)]), fill=shade(colour, 1.3))
    draw.rectangle(zoomed([(46, 138), (210, 244)]), fill=colour)
    if not plain:
        draw.rectangle(zoomed([(46, 138), (210, 146)]), fill=shade(colour, 0.8))
        draw.rectangle(zoomed([(118, 146), (138, 180)]), fill=shade(colour, 0.85))


DRAWINGS = {
    "mat": draw_mat,
    "table": lambda d, c, p: draw_table(d, c, p, 150),
    "table above": lambda d, c, p: draw_table(d, c, p, 56),
    "box": draw_box,
}


def pixelate(rgba: np.ndarray) -> np.ndarray:
    """Blocks of 4x4 with hard edges."""
    small = np.asarray(
        Image.fromarray(rgba, "RGBA").convert("RGBa").resize((SIDE // PIXEL,) * 2, Image.BOX).convert("RGBA")
    ).copy()
    small[..., 3] = np.where(small[..., 3] > 127, 255, 0)
    return small.repeat(PIXEL, 0).repeat(PIXEL, 1)


@lru_cache(maxsize=200)
def prop(name: str, style: str, colour: str | None) -> np.ndarray:
    """One prop on the whole canvas, [256, 256, 4] uint8."""
    plain = style == "silhouette"
    fill = COLOURS[colour] if colour else SILHOUETTE if plain else NATURAL[name.split()[0]]
    image = Image.new("RGBA", (SIDE * ZOOM,) * 2)
    DRAWINGS[name](ImageDraw.Draw(image), fill, plain)
    picture = np.asarray(image.resize((SIDE, SIDE), Image.LANCZOS)).copy()
    if style == "3D":
        solid = Image.fromarray(picture[..., 3])
        inner = np.asarray(solid.filter(ImageFilter.GaussianBlur(7)), np.float32) / 255
        light = 0.62 + 0.42 * inner + np.linspace(0.1, -0.06, SIDE)[:, None]
        picture[..., :3] = np.clip(picture[..., :3] * light[..., None], 0, 255).astype(np.uint8)
    return pixelate(picture) if style == "pixel art" else picture
