"""Composes scenes, encodes them once and keeps normalised latents with their captions' token states in shards.

Usage: python -m training.latents --sprites DIR --vae vae.pt --encoder PACK --out DIR [--plan single=6000,pair=5000]
Shards are written one after the other, so that training can begin on the first while the rest are made.
"""

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from . import vocabulary
from .paint import paint
from .scenes import SceneMaker
from .sprites import Sprites
from .text import TextEncoder
from .vae import Vae

SHARD = 500
VALIDATION_SEED = 1 << 30
PLAN = "single=5000,colour=5000,count=4000,prop=4000,setting=2000,pair=29000"


class Maker:
    """Makes one shard at a time, over as many threads as there are workers."""

    def __init__(self, vocabulary: dict, sprites: Path, vae: Path, encoder: Path, workers: int):
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.sprites = Sprites(sprites)
        self.scenes = SceneMaker(vocabulary, self.sprites)
        self.vae = Vae()
        self.vae.load_state_dict(torch.load(vae, map_location="cpu")["model"])
        self.vae.eval().to(self.device, memory_format=torch.channels_last)
        self.text = TextEncoder(encoder, threads=1)
        self.pool = ThreadPoolExecutor(workers)

    @torch.no_grad()
    def _encode(self, kind: str, seeds: list[int]):
        scenes = [self.scenes.scene(kind, seed) for seed in seeds]
        painted = [paint(scene, self.sprites) for scene in scenes]
        pixels = torch.from_numpy(np.stack([picture for picture, _ in painted])).to(self.device).permute(0, 3, 1, 2)
        pixels = (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device, torch.bfloat16):
            latents = self.vae.encode(pixels)
        masks = np.stack([mask.reshape(16, 16, 16, 16).mean((1, 3)) for _, mask in painted])
        states = self.text.states([scene.caption for scene in scenes])
        return latents.half().cpu().numpy(), (masks * 255).astype(np.uint8), states, [scene.caption for scene in scenes]

    def shard(self, kind: str, first: int, count: int, path: Path) -> None:
        """Scenes of seeds first .. first + count in one file."""
        pieces = [list(range(at, min(at + 10, first + count))) for at in range(first, first + count, 10)]
        done = list(self.pool.map(lambda seeds: self._encode(kind, seeds), pieces))
        states = [state for piece in done for state in piece[2]]
        # safetensors writes memory as it lies: channels-last arrays must be brought into the order of their shape first
        tensors = {
            "latents": np.ascontiguousarray(np.concatenate([d[0] for d in done])),
            "masks": np.concatenate([d[1] for d in done]),
            "states": np.concatenate(states).astype(np.float16),
            "offsets": np.cumsum([0] + [len(s) for s in states]).astype(np.int64),
        }
        temporary = path.with_suffix(".tmp")
        save_file(tensors, str(temporary), {"kind": kind, "captions": json.dumps([c for d in done for c in d[3]])})
        temporary.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, default=Path("vocabulary/shipped.json"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--plan", default=PLAN)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    maker = Maker(vocabulary.read(args.vocabulary), args.sprites, args.vae, args.encoder, args.workers)
    save_file({"states": maker.text.states([""])[0].astype(np.float16)}, str(args.out / "null.safetensors"))
    plan = {kind: int(count) for kind, count in (part.split("=") for part in args.plan.split(","))}
    for kind in maker.scenes.kinds():
        if not (path := args.out / f"validation-{kind}.safetensors").exists():
            maker.shard(kind, VALIDATION_SEED, 50, path)
    for first in range(0, max(plan.values()), SHARD):
        for kind, total in plan.items():
            path = args.out / f"train-{kind}-{first:06d}.safetensors"
            if first < total and not path.exists():
                maker.shard(kind, first, min(SHARD, total - first), path)
                print(path.name, flush=True)


if __name__ == "__main__":
    main()
