"""Turns a scene into a picture and the mask of its objects."""

import numpy as np

from . import filters, props, settings
from .recolour import DARK_PAPERS, PAPERS, recolour, tint
from .scenes import SIDE, Item, Scene
from .sprites import Sprites


def sprite_of(item: Item, scene: Scene, sprites: Sprites) -> np.ndarray:
    """The item's sprite, styled and coloured, [size, size, 4]."""
    styled = sprites.styled(sprites.hex_of_label[item.noun["label"]], scene.style, item.size)
    if scene.style == "silhouette":
        dark = scene.paper in DARK_PAPERS or scene.setting in settings.DARK
        styled = tint(styled, item.colour or ("white" if dark else "black")) if item.colour or dark else styled
    elif item.colour:
        styled = recolour(styled, item.colour)
    return styled


def lay(picture: np.ndarray, mask: np.ndarray, layer: np.ndarray, x: int, y: int) -> None:
    """Lays one layer over the picture and marks what it covers."""
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + layer.shape[1], SIDE), min(y + layer.shape[0], SIDE)
    piece = layer[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
    alpha = piece[..., 3:] / 255
    picture[y0:y1, x0:x1] = picture[y0:y1, x0:x1] * (1 - alpha) + piece[..., :3] * alpha
    mask[y0:y1, x0:x1] = np.maximum(mask[y0:y1, x0:x1], alpha[..., 0])


def paint(scene: Scene, sprites: Sprites) -> tuple[np.ndarray, np.ndarray]:
    """Picture [256, 256, 3] uint8 and object mask [256, 256] float32."""
    if scene.setting:
        picture = settings.setting(scene.setting, scene.style).astype(np.float32)
    else:
        picture = np.broadcast_to(np.float32(PAPERS[scene.paper]), (SIDE, SIDE, 3)).copy()
    mask = np.zeros((SIDE, SIDE), np.float32)
    behind = scene.prop and scene.prop != "box"
    if behind:
        lay(picture, mask, props.prop(scene.prop, scene.style, scene.prop_colour), 0, 0)
    for item in scene.items:
        lay(picture, mask, sprite_of(item, scene, sprites), item.x, item.y)
    if scene.prop and not behind:
        lay(picture, mask, props.prop(scene.prop, scene.style, scene.prop_colour), 0, 0)
    named = scene.prop_colour or scene.paper not in ("white", None) or any(item.colour for item in scene.items)
    return filters.finish(picture.clip(0, 255).astype(np.uint8), scene.style, bool(named)), mask
