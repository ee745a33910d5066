"""Draws prompts with nothing but a pack's ONNX files; the plain reference of what the services do.

Usage: python -m training.generate --pack DIR --out picture.png "a red apple" [--seed 1 --steps 20 --guidance 3]
"""

import argparse
import itertools
import json
import os
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from PIL import Image

from .text import TextEncoder, pad


def session(path: Path, threads: int | None = None) -> onnxruntime.InferenceSession:
    """A CPU session that does not spin, so that it shares the machine."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or os.cpu_count() or 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def noise(seed: int, side: int = 16) -> np.ndarray:
    """PyTorch's CPU noise of a seed, [16, side, side]."""
    return torch.randn(16, side, side, generator=torch.Generator("cpu").manual_seed(seed)).numpy()


class Generator:
    """Text encoder, UNet and decoder of a pack folder."""

    def __init__(self, pack: Path, threads: int | None = None, variant: str = ""):
        pack = Path(pack)
        self.text = TextEncoder(pack, threads)
        self.unet = session(pack / f"unet/model{'_' + variant if variant else ''}.onnx", threads)
        self.decoder = session(pack / "vae_decoder/model.onnx", threads)
        self.defaults = json.loads((pack / "pack.json").read_text())["defaults"]
        self.shift = json.loads((pack / "scheduler/scheduler_config.json").read_text())["shift"]
        self.null = self.text.states([""])[0]

    def latents(self, prompts: list[str], seeds: list[int], steps: int, guidance: float) -> np.ndarray:
        """Euler from noise to latents [B, 16, 16, 16]."""
        states, mask = pad([*self.text.states(prompts), *[self.null] * len(prompts)])
        x = np.stack([noise(seed) for seed in seeds]).astype(np.float32)
        sigmas = np.linspace(1, 1 / 1000, steps)  # as diffusers spaces them
        sigmas = np.append(self.shift * sigmas / (1 + (self.shift - 1) * sigmas), 0).astype(np.float32)
        half = len(prompts)
        rows = 2 * half if guidance != 1 else half
        for now, following in itertools.pairwise(sigmas):
            velocity = self.unet.run(
                None,
                {
                    "sample": np.concatenate([x] * (rows // half)),
                    "timestep": np.full(rows, now * 1000, np.float32),
                    "encoder_hidden_states": states[:rows],
                    "encoder_attention_mask": mask[:rows],
                },
            )[0]
            if rows > half:
                velocity = velocity[half:] + guidance * (velocity[:half] - velocity[half:])
            x = x + (following - now) * velocity
        return x

    def decode(self, latents: np.ndarray) -> np.ndarray:
        """Pictures [B, 256, 256, 3] uint8."""
        pictures = [self.decoder.run(None, {"latent_sample": part[None]})[0][0] for part in latents]
        return np.stack(
            [np.rint((np.clip(p, -1, 1) + 1) * 127.5).astype(np.uint8).transpose(1, 2, 0) for p in pictures]
        )

    def draw(
        self,
        prompts: list[str],
        seeds: list[int],
        steps: int | None = None,
        guidance: float | None = None,
        batch: int = 8,
    ) -> np.ndarray:
        """Pictures of prompts, one seed each, in batches."""
        steps, guidance = steps or self.defaults["steps"], guidance or self.defaults["guidance_scale"]
        parts = [
            self.decode(self.latents(prompts[at : at + batch], seeds[at : at + batch], steps, guidance))
            for at in range(0, len(prompts), batch)
        ]
        return np.concatenate(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prompt")
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--variant", default="", help="int8: the int8 UNet")
    args = parser.parse_args()
    Image.fromarray(
        Generator(args.pack, variant=args.variant).draw([args.prompt], [args.seed], args.steps, args.guidance)[0]
    ).save(args.out)


if __name__ == "__main__":
    main()
