"""The judge: which noun and which style an object is, by its nearest sprite. Nothing is trained or downloaded.

An object is cut out by its box and compared at 32x32 with templates of every (noun, style) at three sizes, painted as
scenes are: shape and inner edges decide the noun, whatever its colour; colours, steps and blocks decide the style. Its
accuracy is measured on real scenes before its word counts.
"""

import numpy as np
from PIL import Image
from scipy import ndimage

from .paint import paint
from .scenes import NORMAL, SIDE, SMALL, TINY, Item, Scene
from .segments import Thing, things
from .sprites import Sprites

CELL = 32
SIZES = (NORMAL, SMALL, TINY)


def cut(picture: np.ndarray, thing: Thing) -> tuple[np.ndarray, np.ndarray]:
    """The object in its square box at 32x32: colours on grey and coverage."""
    y0, x0, y1, x1 = thing.box
    side = max(y1 - y0, x1 - x0)
    canvas = np.full((side, side, 3), 128, np.uint8)
    cover = np.zeros((side, side), np.uint8)
    top, left = (side - (y1 - y0)) // 2, (side - (x1 - x0)) // 2
    own = thing.mask[y0:y1, x0:x1]
    canvas[top : top + y1 - y0, left : left + x1 - x0][own] = picture[y0:y1, x0:x1][own]
    cover[top : top + y1 - y0, left : left + x1 - x0][own] = 255
    size = (CELL, CELL)
    return (
        np.asarray(Image.fromarray(canvas).resize(size, Image.BOX), np.float32) / 255,
        np.asarray(Image.fromarray(cover).resize(size, Image.BOX), np.float32) / 255,
    )


def shape_feature(rgb: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """Coverage and edges of lightness, free of colour."""
    light = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    edges = np.hypot(ndimage.sobel(light, 0), ndimage.sobel(light, 1)) * cover
    parts = [ndimage.gaussian_filter(part, 0.8) for part in (cover, edges)]
    return np.concatenate(
        [(p - p.mean()).ravel() / (p.std() + 1e-3) * weight for p, weight in zip(parts, (1.0, 0.6), strict=True)]
    )


def blockiness(picture: np.ndarray, thing: Thing) -> float:
    """Share of an object's colour changes on the 4-pixel lattice: about 0.25 by chance, 1 for pixel art."""
    image = picture.astype(np.float32)
    total = lattice = 1e-3
    for axis in (0, 1):
        change = np.abs(np.diff(image, axis=axis)).sum(-1) * (thing.mask[1:] if axis == 0 else thing.mask[:, 1:])
        lines = change.sum(1 - axis)
        total += lines.sum()
        lattice += lines[3::4].sum()
    return float(lattice / total)


def smoothness(picture: np.ndarray, thing: Thing) -> float:
    """Share of an object's inside where the colour changes slowly but does change, as shading does."""
    inner = ndimage.binary_erosion(thing.mask, iterations=4)
    if not inner.any():
        return 0.0
    light = ndimage.gaussian_filter(picture.astype(np.float32).mean(-1), 1.5)
    slope = np.hypot(ndimage.sobel(light, 0), ndimage.sobel(light, 1))[inner]
    return float(((slope > 1.2) & (slope < 40)).mean())


def grayness(picture: np.ndarray, thing: Thing) -> float:
    """Spread of colours inside the object's core: near 0 for a silhouette."""
    inner = ndimage.binary_erosion(thing.mask, iterations=3)
    pixels = picture[inner if inner.sum() > 30 else thing.mask].astype(np.float32)
    return float(np.abs(pixels - np.median(pixels, axis=0)).sum(1).mean() / 255)


def saturation(picture: np.ndarray, thing: Thing) -> float:
    """Mean saturation of the object: 0 for a black or white silhouette."""
    pixels = picture[thing.mask].astype(np.float32)
    return float(((pixels.max(1) - pixels.min(1)) / np.maximum(pixels.max(1), 40)).mean())


def darkness(picture: np.ndarray, thing: Thing) -> float:
    """How dark the object's rim is: near 1 where a line is drawn around it."""
    rim = thing.mask & ~ndimage.binary_erosion(thing.mask, iterations=3)
    return float((picture[rim].mean(-1) < 70).mean())


def paper_grain(picture: np.ndarray, thing: Thing) -> tuple[float, float]:
    """Texture of the paper around the object, 0 where it is even, and how far it is from pure white or its colour."""
    paper = ~ndimage.binary_dilation(thing.mask, iterations=6)
    if not paper.any():
        return 0.0, 0.0
    light = picture.astype(np.float32).mean(-1)
    grain = np.abs(light - ndimage.uniform_filter(light, 5))[paper]
    return float(np.minimum(grain, 6).mean()), float((np.median(light[paper]) < 252) * (np.median(light[paper]) > 225))


def hatching(picture: np.ndarray, thing: Thing) -> float:
    """Strength of diagonal strokes eight pixels apart."""
    light = picture.astype(np.float32).mean(-1)
    fine = light - ndimage.uniform_filter(light, 9)
    y, x = np.mgrid[0 : light.shape[0], 0 : light.shape[1]]
    waves = np.exp(1j * np.pi / 4 * (x + y)), np.exp(1j * np.pi / 4 * (x - y))
    return float(max(abs((fine * wave)[thing.mask].mean()) for wave in waves))


def template(noun: dict, style: str, size: int, sprites: Sprites) -> np.ndarray:
    """The feature, of length 1, of a noun alone on white; 0 where nothing of it can be seen there."""
    place = (SIDE - size) // 2
    scene = Scene("single", style, "", [Item(noun, None, size, place, place)])
    picture = paint(scene, sprites)[0]
    found = things(picture)
    if not found:
        return np.zeros(2 * CELL * CELL, np.float32)
    feature = shape_feature(*cut(picture, merged(found)))
    return (feature / (np.linalg.norm(feature) + 1e-6)).astype(np.float32)


class Judge:
    """Templates of every noun in every style, and a style rule fitted on real scenes."""

    def __init__(self, vocabulary: dict, sprites: Sprites):
        self.vocabulary, self.styles = vocabulary, vocabulary["styles"]
        self.names = [(n["word"], style) for n in vocabulary["nouns"] for style in self.styles]
        self.shapes = np.stack(
            [
                template(noun, style, size, sprites)
                for noun in vocabulary["nouns"]
                for style in self.styles
                for size in SIZES
            ]
        )
        self.centres: np.ndarray | None = None

    def similarity(self, picture: np.ndarray, thing: Thing) -> np.ndarray:
        """Correlation of the object's shape with every (noun, style), at the size where it is closest."""
        feature = shape_feature(*cut(picture, thing))
        each = self.shapes @ (feature / (np.linalg.norm(feature) + 1e-6))
        return each.reshape(-1, len(SIZES)).max(1)

    def noun(self, picture: np.ndarray, thing: Thing) -> str:
        return self.names[int(self.similarity(picture, thing).argmax())][0]

    def rank(self, picture: np.ndarray, thing: Thing) -> list[tuple[str, str]]:
        """(noun, style) from most to least alike: shape, less the distance of the style."""
        score = self.similarity(picture, thing)
        distance = np.sqrt(self.style_distance(picture, thing)).clip(max=8)
        score = score - 0.04 * np.array([distance[self.styles.index(style)] for _, style in self.names])
        return [self.names[i] for i in np.argsort(-score)]

    def style_feature(self, picture: np.ndarray, thing: Thing) -> np.ndarray:
        return np.array(
            [
                4 * (blockiness(picture, thing) - 0.25),
                2.5 * smoothness(picture, thing),
                1.5 * min(8 * grayness(picture, thing), 1.0),
                2.5 * saturation(picture, thing),
                2 * darkness(picture, thing),
                *paper_grain(picture, thing),
                0.3 * hatching(picture, thing),
            ]
        )

    def fit_style(self, examples: list[tuple[np.ndarray, str]]) -> None:
        """Means of the style features over real pictures, seen through the features' common covariance."""
        rows = {style: [] for style in self.styles}
        for picture, style in examples:
            found = things(picture)
            if found:
                rows[style].append(self.style_feature(picture, found[0]))
        apart = np.concatenate([np.array(found) - np.mean(found, axis=0) for found in rows.values()])
        spread = np.cov(apart.T) + 0.01 * np.eye(apart.shape[1])
        self.whiten = np.linalg.cholesky(np.linalg.inv(spread))
        self.centres = np.stack([np.mean(rows[style], axis=0) for style in self.styles])

    def style_distance(self, picture: np.ndarray, thing: Thing) -> np.ndarray:
        """Squared distance to every style's mean, in units of the features' own spread."""
        return (((self.centres - self.style_feature(picture, thing)) @ self.whiten) ** 2).sum(1)

    def style(self, picture: np.ndarray, thing: Thing) -> str:
        return self.styles[int(self.style_distance(picture, thing).argmin())]


def merged(found: list[Thing]) -> Thing:
    """All parts of one sprite as one thing."""
    mask = np.any([t.mask for t in found], axis=0)
    rows, columns = np.where(mask.any(1))[0], np.where(mask.any(0))[0]
    return Thing((rows[0], columns[0], rows[-1] + 1, columns[-1] + 1), mask)
