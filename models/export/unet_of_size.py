"""Exports a UNet of Stable Diffusion 1.5's size, 860 M parameters, with random weights: to measure without a hub.

python unet_of_size.py FOLDER
"""

import sys
from pathlib import Path

import graphs
import onnx
import torch
from diffusers import UNet2DConditionModel

WEIGHTS = "model.onnx_data"


class Unet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.unet = UNet2DConditionModel(
            sample_size=64,
            cross_attention_dim=768,
            attention_head_dim=8,
            block_out_channels=(320, 640, 1280, 1280),
        )

    def forward(self, sample, timestep, encoder_hidden_states):
        return self.unet(sample, timestep, encoder_hidden_states, return_dict=False)[0]


def main(folder):
    torch.manual_seed(0)
    torch.set_grad_enabled(False)
    inputs = {
        "sample": torch.randn(2, 4, 64, 64),
        "timestep": torch.tensor(981),
        "encoder_hidden_states": torch.randn(2, 77, 768),
    }
    axes = {
        "sample": graphs.PLANES,
        "encoder_hidden_states": graphs.TOKENS,
        "out_sample": graphs.PLANES,
    }
    graphs.write(Unet(), folder, inputs, "out_sample", axes)
    model = onnx.load(folder / "model.onnx")
    for file in folder.iterdir():
        file.unlink()  # a file for each tensor
    onnx.save(
        model,
        folder / "model.onnx",
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=WEIGHTS,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
