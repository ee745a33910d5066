"""Exports trained checkpoints as a model pack and checks the graphs against torch.

Usage: python -m training.export --vae vae.pt --unet unet.pt --encoder DIR --out models/pictograms --version 0.1.0
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from . import graphs, pack, vocabulary
from .text import TextEncoder
from .unet import TEXT_WIDTH, TOKENS, UNet
from .vae import LATENT_CHANNELS, Vae


class DecoderGraph(nn.Module):
    """Normalised latents to picture."""

    def __init__(self, vae: Vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample)


class EncoderGraph(nn.Module):
    """Picture to mean and log-variance of normalised latents, stacked as Optimum does."""

    def __init__(self, vae: Vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        mean, logvar = self.vae.moments(sample)
        std = self.vae.latent_std[:, None, None]
        return torch.cat(((mean - self.vae.latent_mean[:, None, None]) / std, logvar - 2 * std.log()), dim=1)


def run(path: Path, feeds: dict[str, np.ndarray]) -> np.ndarray:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options).run(None, feeds)[0]


def write_graph(
    name: str, model: nn.Module, inputs: dict[str, torch.Tensor], output: str, spatial: tuple[str, ...], path: Path
) -> dict:
    """Exports, stores as fp16, and measures the error against torch and the dependence on batch mates."""
    axes = {key: {0: "batch", **({2: "height", 3: "width"} if key in spatial else {})} for key in (*inputs, output)}
    graphs.export(model, inputs, output, axes, path)
    with torch.no_grad():
        expected = model(*inputs.values()).numpy()
    feeds = {key: value.numpy() for key, value in inputs.items()}
    exact = float(np.abs(run(path, feeds) - expected).max())
    graphs.store_half(path)
    both = run(path, feeds)
    alone = run(path, {key: value[1:2] for key, value in feeds.items()})
    return {
        "graph": name,
        "bytes": path.stat().st_size,
        "largest_value": float(np.abs(expected).max()),
        "fp32_error": exact,
        "fp16_stored_error": float(np.abs(both - expected).max()),
        "batch_mate_difference": float(np.abs(both[1:2] - alone).max()),
    }


def rgb_factors(vae: Vae, latents: torch.Tensor) -> tuple[list, list]:
    """Least-squares map from a latent cell to its mean colour, for previews."""
    with torch.no_grad():
        small = nn.functional.avg_pool2d(vae.decode(latents).clamp(-1, 1), 16)
    x = latents.permute(0, 2, 3, 1).reshape(-1, LATENT_CHANNELS)
    x = torch.cat((x, torch.ones(len(x), 1)), 1)
    y = small.permute(0, 2, 3, 1).reshape(-1, 3)
    solved = torch.linalg.lstsq(x, y).solution
    return [[round(v, 5) for v in row] for row in solved[:-1].tolist()], [round(v, 5) for v in solved[-1].tolist()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vae", type=Path, required=True)
    parser.add_argument("--unet", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with the jar's .onnx and -tokenizer.json")
    parser.add_argument("--vocabulary", type=Path, default=Path("vocabulary/shipped.json"))
    parser.add_argument("--latents", type=Path, help="a file of scene latents, for the preview factors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    taught = vocabulary.read(args.vocabulary)
    vae = Vae()
    vae.load_state_dict(torch.load(args.vae, map_location="cpu")["model"])
    saved = torch.load(args.unet, map_location="cpu")
    unet = UNet(**saved["shape"])
    unet.load_state_dict(saved["ema"])
    vae.eval(), unet.eval()
    (args.out / "unet/model_int8.onnx").unlink(missing_ok=True)  # an earlier model's
    torch.manual_seed(0)
    latent = torch.randn(2, LATENT_CHANNELS, 16, 16)
    mask = (torch.arange(TOKENS)[None] < torch.tensor([[7], [12]])).long()
    states = torch.randn(2, TOKENS, TEXT_WIDTH) * mask[..., None]
    report = [
        write_graph(
            "unet",
            unet,
            {
                "sample": latent,
                "timestep": torch.tensor([900.0, 120.0]),
                "encoder_hidden_states": states,
                "encoder_attention_mask": mask,
            },
            "out_sample",
            ("sample", "out_sample"),
            args.out / "unet/model.onnx",
        ),
        write_graph(
            "vae_decoder",
            DecoderGraph(vae),
            {"latent_sample": latent},
            "sample",
            ("latent_sample", "sample"),
            args.out / "vae_decoder/model.onnx",
        ),
        write_graph(
            "vae_encoder",
            EncoderGraph(vae),
            {"sample": torch.rand(2, 3, 256, 256) * 2 - 1},
            "latent_parameters",
            ("sample", "latent_parameters"),
            args.out / "vae_encoder/model.onnx",
        ),
    ]
    pack.write_tokenizer(args.encoder / "all-minilm-l6-v2-tokenizer.json", args.out)
    (args.out / "text_encoder").mkdir(exist_ok=True)
    shutil.copyfile(args.encoder / "all-minilm-l6-v2.onnx", args.out / "text_encoder/model.onnx")
    sample = latent
    if args.latents:
        from safetensors.torch import load_file

        sample = load_file(str(args.latents))["latents"][:128].float()
    factors, bias = rgb_factors(vae, sample)
    shape = {key: list(value) if isinstance(value, tuple) else value for key, value in saved["shape"].items()}
    pack.write_configs(args.out, args.version, taught, factors, bias, {"calotype_shape": shape})
    pack.write_vocabulary(args.out, taught, TextEncoder(args.out))
    pack.write_manifest(args.out)
    pack.write_json(args.out.parent / "docs/export.json", report)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
