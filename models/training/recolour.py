"""Gives a sprite another main colour, keeping its shading, whites and darks."""

import numpy as np

COLOURS = {
    "red": (226, 38, 44),
    "orange": (250, 134, 28),
    "yellow": (252, 212, 40),
    "green": (58, 172, 66),
    "blue": (44, 110, 232),
    "purple": (134, 62, 196),
    "pink": (250, 122, 184),
    "black": (36, 34, 40),
    "gray": (140, 142, 148),
    "white": (255, 255, 255),
    "dark blue": (24, 36, 100),
    "light blue": (150, 208, 250),
    "brown": (140, 88, 52),
}
PAPERS = {  # backgrounds: softer than the objects' colours where a name is shared
    "white": (255, 255, 255),
    "black": (18, 18, 22),
    "gray": (150, 152, 158),
    "dark blue": (24, 36, 100),
    "light blue": (168, 216, 250),
    "green": (112, 196, 112),
    "yellow": (255, 226, 110),
    "pink": (255, 178, 208),
    "red": (222, 70, 70),
}
DARK_PAPERS = {"black", "dark blue"}
GREY_BODY = 0.6  # a sprite with less colour than this is recoloured in its greys and whites too
GLOSS = {"black": 0.3}  # how far highlights go towards white; a black thing that shines as others do reads as gray


def recolour(rgba: np.ndarray, colour: str) -> np.ndarray:
    """Maps every coloured pixel to the colour, lighter or darker as the pixel was; greys stay, but for grey things."""
    rgb = rgba[..., :3].astype(np.float32) / 255
    solid = rgba[..., 3] > 60
    high, low = rgb.max(-1), rgb.min(-1)
    saturation = (high - low) / np.maximum(high, 1e-3)
    strength = np.clip((saturation - 0.12) / 0.2, 0, 1)
    light = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    if strength[solid].mean() < GREY_BODY:
        strength = np.maximum(strength, np.clip((light - 0.25) / 0.15, 0, 1))
    strength = strength[..., None]
    coloured = solid & (strength[..., 0] > 0.5)
    middle = float(np.median(light[coloured])) if coloured.any() else 0.5
    target = np.array(COLOURS[colour], np.float32) / 255
    ratio = (light / max(middle, 0.05))[..., None]
    dark = target * np.clip(0.25 + 0.75 * ratio, 0, 1)
    gloss = GLOSS.get(colour, 0.75)
    bright = target + (1 - target) * np.clip((light[..., None] - middle) / max(1 - middle, 0.1), 0, 1) * gloss
    out = rgba.copy()
    mixed = np.where(ratio < 1, dark, bright) * strength + rgb * (1 - strength)
    out[..., :3] = np.clip(mixed * 255, 0, 255).astype(np.uint8)
    return out


def tint(silhouette: np.ndarray, colour: str) -> np.ndarray:
    """A silhouette in one colour."""
    out = silhouette.copy()
    out[..., :3] = COLOURS[colour]
    return out
