"""Composes scenes in processes of their own and hands them over in shared memory, a chunk at a time."""

import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np

from ..paint import paint
from ..scenes import SIDE, SceneMaker
from ..sprites import Sprites, held_out
from ..train_vae import HELD_OUT_SHARE, crop_scene

CHUNK, SLOTS, CELLS = 64, 3, 16
SHARES = {
    "single": 0.22,
    "colour": 0.14,
    "count": 0.13,
    "pair": 0.26,
    "prop": 0.05,
    "setting": 0.05,
    "riding": 0.04,
    "depth": 0.05,
    "trio": 0.04,
    "place": 0.02,
}


@dataclass
class Chunk:
    """What one slot holds: captions and neutral captions; both are None for an arrangement that has no words."""

    worker: int
    slot: int
    captions: list[str | None]
    bodies: list[str | None]
    styles: list[str]


class Renderers:
    """The processes; `arrangements` is the share of pictures that are cut-ups of any concepts, for the autoencoder."""

    def __init__(self, vocabulary: dict, sprites: Path, count: int):
        self.vocabulary, self.sprites = vocabulary, sprites
        context = mp.get_context("fork")
        self.arrangements = context.Value("d", 0.3)
        self.full = context.Queue()
        self.free = [context.Queue() for _ in range(count)]
        self.pictures, self.masks = [], []
        for worker in range(count):
            self.pictures.append(SharedMemory(create=True, size=SLOTS * CHUNK * SIDE * SIDE * 3))
            self.masks.append(SharedMemory(create=True, size=SLOTS * CHUNK * CELLS * CELLS))
            for slot in range(SLOTS):
                self.free[worker].put(slot)
        self.processes = [context.Process(target=self._work, args=(w,), daemon=True) for w in range(count)]
        for process in self.processes:
            process.start()

    def views(self, worker: int) -> tuple[np.ndarray, np.ndarray]:
        """Pictures [slots, chunk, 256, 256, 3] and object masks [slots, chunk, 16, 16], uint8."""
        return (
            np.ndarray((SLOTS, CHUNK, SIDE, SIDE, 3), np.uint8, self.pictures[worker].buf),
            np.ndarray((SLOTS, CHUNK, CELLS, CELLS), np.uint8, self.masks[worker].buf),
        )

    def _work(self, worker: int) -> None:
        sprites = Sprites(self.sprites)
        maker = SceneMaker(self.vocabulary, sprites)
        known = {sprites.hex_of_label[noun["label"]] for noun in maker.nouns}
        seen = [h for h in sprites.complete if h in known or not held_out(h, HELD_OUT_SHARE)]
        rng = np.random.default_rng([77, worker])
        kinds, odds = list(SHARES), np.array(list(SHARES.values()))
        pictures, masks = self.views(worker)
        while True:
            slot = self.free[worker].get()
            chunk = Chunk(worker, slot, [], [], [])
            for at in range(CHUNK):
                if rng.random() < self.arrangements.value:
                    pictures[slot, at] = crop_scene(sprites, seen, rng, SIDE)
                    masks[slot, at] = 0
                    said, body, style = None, None, ""
                else:
                    scene = maker.scene(kinds[rng.choice(len(kinds), p=odds / odds.sum())], int(rng.integers(1 << 28)))
                    pictures[slot, at], mask = paint(scene, sprites)
                    masks[slot, at] = mask.reshape(CELLS, 16, CELLS, 16).mean((1, 3)) * 255
                    said, body, style = scene.caption, scene.body, scene.style
                chunk.captions.append(said)
                chunk.bodies.append(body)
                chunk.styles.append(style)
            self.full.put(chunk)

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        for memory in (*self.pictures, *self.masks):
            memory.unlink()
