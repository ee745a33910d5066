"""Reads the rasterised sprites and gives each in any of the styles."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from . import styles

STYLES = ("3D", "flat", "silhouette", "pixel art", "cartoon")


def held_out(key: str, share: float) -> bool:
    """Whether a key belongs to the held-out share; depends on nothing but the key."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32 < share


class Sprites:
    """The sprite folder written by rasterise.mjs."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.entries = json.loads((self.folder / "manifest.json").read_text())
        self.files = {(entry["hex"], entry["style"]): entry["file"] for entry in self.entries}
        files = {}
        for entry in self.entries:
            files.setdefault(entry["hex"], set()).add(entry["style"])
        self.complete = sorted(h for h, found in files.items() if found == {"3D", "flat", "silhouette"})
        whole = set(self.complete)  # a label may stand for several concepts, not all of which every set has drawn
        self.hex_of_label = {e["label"]: e["hex"] for e in sorted(self.entries, key=lambda e: e["hex"] in whole)}
        self.image = lru_cache(maxsize=2000)(self._read)
        self.styled = lru_cache(maxsize=12000)(self._draw)

    def _read(self, hexcode: str, folder: str) -> np.ndarray:
        """One rasterised picture, [256, 256, 4] uint8."""
        return np.asarray(Image.open(self.folder / self.files[hexcode, folder]).convert("RGBA"))

    def _draw(self, hexcode: str, style: str, size: int) -> np.ndarray:
        """A concept in a style at a size in pixels, [size, size, 4] uint8."""
        style = styles.DRAWN_AS.get(style, style)
        if style in styles.DRAWN:
            return styles.resize(self.image(hexcode, style), size)
        flat = self.image(hexcode, "flat")
        if style == "cartoon":
            return styles.cartoon(flat, size)
        if style == "pixel art":
            return styles.pixel_art(flat, size)
        return styles.resize(styles.silhouette(flat, self.image(hexcode, "silhouette"), hexcode), size)
