"""Exports a VAE decoder of Stable Diffusion 1.5's size, 49 M parameters, with random weights: to measure without a hub.

python vae_of_size.py FOLDER
"""

import sys
from pathlib import Path

import graphs
import torch
from diffusers import AutoencoderKL


class Vae(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
            latent_channels=4,
        )

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample, return_dict=False)[0]


def main(folder):
    torch.manual_seed(0)
    torch.set_grad_enabled(False)
    axes = {"latent_sample": graphs.PLANES, "sample": graphs.PLANES}
    graphs.write(Vae(), folder, {"latent_sample": torch.randn(1, 4, 64, 64)}, "sample", axes)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
