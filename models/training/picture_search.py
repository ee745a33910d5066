"""Measures the pack's image encoder from its ONNX file: pictures to words, and how near right and wrong words are."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from .generate import Generator, session
from .paint import paint
from .scenes import SceneMaker
from .text import TextEncoder

STEPS = 10  # of a generated picture; the thing is decided by then
FIRST_SEED = (1 << 28) + 12000  # training scenes have seeds below 2^28


class PictureEncoder:
    """The image encoder of a pack folder, with the preprocessing that its configuration describes."""

    def __init__(self, pack: Path):
        folder = Path(pack) / "image_encoder"
        self.session = session(folder / "model.onnx")
        settings = json.loads((folder / "preprocessor_config.json").read_text())
        self.side, self.resample = settings["size"]["shortest_edge"], settings["resample"]
        self.mean, self.std = (np.array(settings[f"image_{key}"], np.float32) for key in ("mean", "std"))

    def vectors(self, pictures: list[np.ndarray]) -> np.ndarray:
        """Square pictures [side, side, 3] uint8 to vectors [pictures, 384]."""
        small = [Image.fromarray(p).resize((self.side, self.side), self.resample) for p in pictures]
        pixels = (np.stack(small).astype(np.float32) / 255 - self.mean) / self.std
        parts = np.array_split(pixels.transpose(0, 3, 1, 2), max(1, len(pixels) // 50))
        return np.concatenate([self.session.run(["image_embeds"], {"pixel_values": part})[0] for part in parts])


def retrieval(vectors: np.ndarray, texts: np.ndarray, nouns: list[int]) -> dict:
    """How often the nearest of all nouns is the right one, and the mean cosine to the right and to every other noun."""
    near = vectors @ texts.T
    right = np.zeros_like(near, bool)
    right[np.arange(len(nouns)), nouns] = True
    return {
        "retrieval": float((near.argmax(1) == np.array(nouns)).mean()),
        "right": float(near[right].mean()),
        "wrong": float(near[~right].mean()),
        "n": len(nouns),
    }


def measure(pack: Path, generator: Generator, maker: SceneMaker, count: int) -> dict:
    """Retrieval over all nouns on fresh real scenes of one thing, and on one generated picture of every noun."""
    words, rng = [noun["word"] for noun in maker.nouns], np.random.default_rng(3)
    encoder = PictureEncoder(pack)
    texts = TextEncoder(pack).pooled([f"a {word}" for word in words])
    scenes = [maker.scene("single", FIRST_SEED + n) for n in range(count)]
    real = encoder.vectors([paint(scene, maker.sprites)[0] for scene in scenes])
    styles = maker.vocabulary["styles"]
    prompts = [f"a {word}" + (f", {styles[rng.integers(len(styles))]}" if rng.random() < 0.5 else "") for word in words]
    drawn = encoder.vectors(list(generator.draw(prompts, [int(rng.integers(1 << 30)) for _ in words], STEPS)))
    return {
        "fresh real scenes": retrieval(real, texts, [words.index(s.items[0].noun["word"]) for s in scenes]),
        "generated pictures": retrieval(drawn, texts, list(range(len(words)))),
    }
