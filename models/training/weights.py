"""Reads the autoencoder's weights back out of a pack, so that training can go on from it.

Usage: python -m training.weights --pack pictograms --vae build/vae/vae.pt
"""

import argparse
from pathlib import Path

import torch

from . import graphs
from .vae import Vae


def vae_of(pack: Path) -> Vae:
    """The pack's autoencoder as a torch module."""
    found = {}
    for part in ("vae_encoder", "vae_decoder"):
        for name, value in graphs.read_weights(pack / part / "model.onnx").items():
            found.setdefault(name.removeprefix("vae."), value)
    vae = Vae()
    vae.load_state_dict({key: found[key] for key in vae.state_dict()})
    return vae.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--vae", type=Path, required=True)
    args = parser.parse_args()
    args.vae.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"model": vae_of(args.pack).state_dict()}, args.vae)


if __name__ == "__main__":
    main()
