"""Joins the pieces that a run on a GPU wrote into the checkpoints that training.export reads.

Usage: python -m training.gpu.collect --parts build/out --out build/gpu
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file

from ..train_denoiser import SHAPE


def joined(folder: Path, name: str) -> dict[str, torch.Tensor]:
    """All tensors of name-0.safetensors, name-1.safetensors and so on, in fp32."""
    pieces = sorted(folder.glob(f"{name}-[0-9].safetensors"))
    return {key: value.float() for piece in pieces for key, value in load_file(str(piece)).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    unet = joined(args.parts, "unet")
    torch.save({"shape": SHAPE, "model": unet, "ema": unet}, args.out / "unet.pt")
    torch.save({"model": joined(args.parts, "vae")}, args.out / "vae.pt")


if __name__ == "__main__":
    main()
