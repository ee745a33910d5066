"""Pixel rules: which objects a picture on a plain background has, where they are and which colour."""

import colorsys
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .recolour import COLOURS, PAPERS

SMALLEST = 0.004  # of the picture's area
GREYS = (("black", 0.0, 0.36), ("gray", 0.36, 0.72), ("white", 0.72, 1.01))


@dataclass
class Thing:
    """One connected object: its box (y0, x0, y1, x1) and mask [256, 256]."""

    box: tuple[int, int, int, int]
    mask: np.ndarray

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def background(picture: np.ndarray) -> np.ndarray:
    """Median colour of the border."""
    border = np.concatenate(
        (
            picture[:6].reshape(-1, 3),
            picture[-6:].reshape(-1, 3),
            picture[:, :6].reshape(-1, 3),
            picture[:, -6:].reshape(-1, 3),
        )
    )
    return np.median(border, axis=0)


def things(picture: np.ndarray) -> list[Thing]:
    """Objects apart from the background, largest first; gaps of up to 4 pixels are bridged."""
    ground = background(picture)
    mask = np.abs(picture.astype(np.float32) - ground).max(-1) > 38
    mask = ndimage.binary_opening(mask, iterations=1)
    joined = ndimage.binary_dilation(mask, iterations=2)
    labels, _ = ndimage.label(joined)
    found = []
    for index in range(1, labels.max() + 1):
        own = mask & (labels == index)
        if own.sum() < SMALLEST * mask.size:
            continue
        rows, columns = np.where(own.any(1))[0], np.where(own.any(0))[0]
        found.append(Thing((rows[0], columns[0], rows[-1] + 1, columns[-1] + 1), own))
    return sorted(found, key=lambda thing: -int(thing.mask.sum()))


def colour_of(picture: np.ndarray, thing: Thing, names: list[str]) -> str | None:
    """The colour word most of the object's coloured pixels are nearest to; by lightness where few have a colour."""
    pixels = picture[thing.mask].astype(np.float32) / 255
    saturation = (pixels.max(1) - pixels.min(1)) / np.maximum(pixels.max(1), 1e-3)
    coloured = pixels[(saturation > 0.28) & (pixels.max(1) > 0.2)]
    if len(coloured) < (0.25 if "black" in names else 0.1) * thing.mask.sum():
        light = float(np.median(pixels.mean(1)))
        return next((name for name, low, high in GREYS if name in names and low <= light < high), None)
    hues = [name for name in names if name not in ("black", "white", "gray")]
    targets = np.array([_feature(np.array(COLOURS[name]) / 255) for name in hues])
    features = np.array([_feature(p) for p in coloured[:: max(1, len(coloured) // 400)]])
    nearest = np.argmin(((features[:, None] - targets[None]) ** 2).sum(-1), axis=1)
    return hues[int(np.bincount(nearest, minlength=len(hues)).argmax())]


def _feature(rgb: np.ndarray) -> np.ndarray:
    """Hue as a direction, with lightness beside it: pink and red differ by both."""
    hue, light, _ = colorsys.rgb_to_hls(*[float(v) for v in rgb])
    return np.array([np.cos(2 * np.pi * hue), np.sin(2 * np.pi * hue), 0.9 * light])


def paper_of(picture: np.ndarray) -> str:
    """The background word nearest to the border's colour."""
    ground = background(picture)
    return min(PAPERS, key=lambda name: float(np.abs(np.array(PAPERS[name]) - ground).sum()))
