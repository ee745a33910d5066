"""Styles that are a way to paint the whole picture: oil on canvas and a pencil sketch.

Their textures repeat every 16 pixels, so that one sprite gives the same latents wherever it lies on their grid.
"""

import numpy as np
from scipy import ndimage

REACH = 4  # pixels from a brush stroke's middle to its end


def _tile(side: int) -> tuple[np.ndarray, np.ndarray]:
    return np.mgrid[0:side, 0:side].astype(np.float32)


def oil(picture: np.ndarray) -> np.ndarray:
    """Kuwahara's filter: each pixel takes the mean of the calmest of four squares around it; then the canvas."""
    image = picture.astype(np.float32)
    light = image @ np.float32((0.299, 0.587, 0.114))
    width = 2 * REACH + 1
    mean = np.stack([ndimage.uniform_filter(image[..., c], width, mode="nearest") for c in range(3)], -1)
    spread = (
        ndimage.uniform_filter(light * light, width, mode="nearest")
        - ndimage.uniform_filter(light, width, mode="nearest") ** 2
    )
    side = picture.shape[0]
    spread, mean = (
        np.pad(spread, REACH, mode="edge"),
        np.pad(mean, ((REACH, REACH), (REACH, REACH), (0, 0)), mode="edge"),
    )
    best, out = np.full((side, side), np.inf, np.float32), np.zeros_like(image)
    for y in (0, 2 * REACH):
        for x in (0, 2 * REACH):
            near = spread[y : y + side, x : x + side]
            calmer = near < best
            best = np.where(calmer, near, best)
            out[calmer] = mean[y : y + side, x : x + side][calmer]
    y, x = _tile(side)
    bristles = 6 * np.sin((x + 2 * y) * np.pi / 4) * np.sin((3 * x - y) * np.pi / 8) + 3 * np.sin(y * np.pi / 2 + 0.8)
    inked = out @ np.float32((0.299, 0.587, 0.114))
    relief = 0.9 * (inked - ndimage.gaussian_filter(inked, 2))
    rich = inked[..., None] + 1.15 * (out - inked[..., None])
    return (rich * 0.95 + (bristles + relief)[..., None] + 2).clip(0, 255).astype(np.uint8)


def sketch(picture: np.ndarray, colour: float) -> np.ndarray:
    """Graphite: dark where the lightness changes, hatched where it is low; `colour` 0..1 keeps some of the hue."""
    image = picture.astype(np.float32)
    light = image @ np.float32((0.299, 0.587, 0.114))
    blurred = ndimage.gaussian_filter(light, 3)
    line = np.clip(light / np.maximum(blurred, 12), 0.15, 1.0) ** 2.2
    y, x = _tile(picture.shape[0])
    strokes = 0.5 + 0.5 * np.sin((x + y) * np.pi / 4)
    crossed = 0.5 + 0.5 * np.sin((x - y) * np.pi / 4)
    shade = 1 - 0.36 * strokes * np.clip((190 - light) / 120, 0, 1) - 0.30 * crossed * np.clip((110 - light) / 90, 0, 1)
    gray = (247 * line * shade * (0.82 + 0.18 * light / 255))[..., None] * np.float32((1, 0.995, 0.98))
    hue = image / np.maximum(light, 24)[..., None]
    return (gray * ((1 - colour) + colour * hue.clip(0.25, 1.9))).clip(0, 255).astype(np.uint8)


def finish(picture: np.ndarray, style: str, coloured: bool) -> np.ndarray:
    """The picture in its style; a sketch keeps its colours only where the caption names one."""
    if style == "oil painting":
        return oil(picture)
    if style == "pencil sketch":
        return sketch(picture, 0.75 if coloured else 0.0)
    return picture
