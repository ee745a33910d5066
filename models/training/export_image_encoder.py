"""Exports a trained image encoder into a model pack, in the layout of Optimum's CLIP vision models; checks it by torch.

Usage: python -m training.export_image_encoder --checkpoint image_encoder.pt --out models/pictograms
"""

import argparse
import json
from pathlib import Path

import torch

from . import pack
from .export import write_graph
from .image_encoder import SIDE, ImageEncoder
from .unet import TEXT_WIDTH

COMPONENT = "image_encoder"
BOX = 4  # Pillow's number of the filter


def write_configs(folder: Path) -> None:
    """What a picture is brought to before the graph, and that its vector lies in the space of the prompts' vectors."""
    pack.write_json(
        folder / "preprocessor_config.json",
        {
            "image_processor_type": "CLIPImageProcessor",
            "do_resize": True,
            "size": {"shortest_edge": SIDE},
            "resample": BOX,
            "do_center_crop": True,
            "crop_size": {"height": SIDE, "width": SIDE},
            "do_rescale": True,
            "rescale_factor": 1 / 255,
            "do_normalize": True,
            "image_mean": [0.5, 0.5, 0.5],
            "image_std": [0.5, 0.5, 0.5],
        },
    )
    pack.write_json(
        folder / "config.json",
        {"image_size": SIDE, "projection_dim": TEXT_WIDTH, "shares_space_of_pooled_prompt_embeds": True},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    args = parser.parse_args()
    model = ImageEncoder()
    model.load_state_dict(torch.load(args.checkpoint, map_location="cpu")["ema"])
    torch.manual_seed(0)
    report = write_graph(
        COMPONENT,
        model.eval(),
        {"pixel_values": torch.rand(2, 3, SIDE, SIDE) * 2 - 1},
        "image_embeds",
        (),
        args.out / COMPONENT / "model.onnx",
    )
    write_configs(args.out / COMPONENT)
    pack.write_manifest(args.out)
    path = args.out.parent / "docs/export.json"
    others = [graph for graph in json.loads(path.read_text()) if graph["graph"] != COMPONENT] if path.exists() else []
    pack.write_json(path, [*others, report])
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
