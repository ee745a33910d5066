"""What makes a sprite's style: the drawn ones as they come, the filter styles computed from them."""

import numpy as np
from PIL import Image
from scipy import ndimage

DRAWN = ("3D", "flat")
DRAWN_AS = {"oil painting": "3D", "pencil sketch": "3D"}  # the whole picture goes through a filter afterwards
PIXEL = 4  # pixels of the picture per pixel of the pixel-art style

# Icons whose inner ink is a hatching, not a detail: their silhouette is the bare shape.
BARE_SHAPES = {"2764", "1F34E", "2764-FE0F"}


def resize(rgba: np.ndarray, size: int) -> np.ndarray:
    """Premultiplied resize of a square sprite, so that no dark fringe appears at its border."""
    image = Image.fromarray(rgba, "RGBA").convert("RGBa").resize((size, size), Image.LANCZOS)
    return np.asarray(image.convert("RGBA"))


def silhouette(flat: np.ndarray, icon: np.ndarray, hexcode: str) -> np.ndarray:
    """Solid black shape; inner details of the icon stay open, so that a pizza keeps its toppings."""
    alpha = np.maximum(flat[..., 3], icon[..., 3]).astype(np.float32) / 255
    shape = ndimage.binary_fill_holes(alpha > 0.5)
    ink = icon[..., 3].astype(np.float32) / 255
    if hexcode in BARE_SHAPES:
        opening = np.zeros_like(ink)
    elif ink[shape].mean() > 0.55:
        opening = np.where(shape, 1 - ink, 0)
    else:
        depth = ndimage.distance_transform_edt(shape)
        opening = np.where(depth > 22, ink, 0)
    out = np.zeros_like(flat)
    out[..., 3] = np.clip(np.maximum(alpha, shape) * (1 - opening) * 255, 0, 255).astype(np.uint8)
    return out


def pixel_art(flat: np.ndarray, size: int) -> np.ndarray:
    """The flat sprite at `size` (a multiple of 4) in blocks of 4x4 with few colours and a dark outline."""
    side = size // PIXEL
    small = np.asarray(
        Image.fromarray(flat, "RGBA").convert("RGBa").resize((side - 2, side - 2), Image.BOX).convert("RGBA")
    )
    small = np.pad(small, ((1, 1), (1, 1), (0, 0)))
    solid = small[..., 3] > 110
    rgb = np.clip(np.round(small[..., :3] / 36.4) * 36.4, 0, 255)
    outline = ndimage.binary_dilation(solid) & ~solid
    out = np.zeros((side, side, 4), np.uint8)
    out[solid, :3] = rgb[solid]
    out[outline, :3] = (45, 35, 60)
    out[solid | outline, 3] = 255
    return out.repeat(PIXEL, 0).repeat(PIXEL, 1)


def cartoon(flat: np.ndarray, size: int) -> np.ndarray:
    """The flat sprite with a dark line around it and along its inner borders of colour."""
    width = max(2.0, size / 48)
    inner = resize(flat, size - 8)
    rgba = np.pad(inner, ((4, 4), (4, 4), (0, 0))).astype(np.float32)
    alpha = rgba[..., 3] / 255
    solid = alpha > 0.5
    colour = ndimage.gaussian_filter(rgba[..., :3] * alpha[..., None], (1, 1, 0))
    change = np.hypot(ndimage.sobel(colour, 0), ndimage.sobel(colour, 1)).max(-1)
    away = ndimage.distance_transform_edt(~solid)
    line = np.clip(width + 0.5 - away, 0, 1) * ~solid
    seam = np.clip((change - 120) / 160, 0, 1) * solid
    ink = np.maximum(line, seam)[..., None]
    out = rgba.copy()
    out[..., :3] = rgba[..., :3] * (1 - ink) + np.float32((24, 20, 30)) * ink
    out[..., 3] = np.maximum(np.where(solid, 1.0, alpha), line) * 255
    return out.clip(0, 255).astype(np.uint8)
