"""Exports a checkpoint folder of diffusers whose family Optimum does not export, to the layout that Optimum has.

python export.py CHECKPOINT FOLDER
"""

import json
import sys
from pathlib import Path

import flux2_klein
import torch
import z_image
from diffusers import DiffusionPipeline

FAMILIES = {"Flux2KleinPipeline": flux2_klein.write, "ZImagePipeline": z_image.write}


def write(pipe, folder):
    """Writes the components, the configurations and what the graphs need from outside."""
    torch.set_grad_enabled(False)
    pipe.save_config(folder)
    pipe.scheduler.save_pretrained(folder / "scheduler")
    FAMILIES[type(pipe).__name__](pipe, folder)


def main(checkpoint, folder):
    name = json.loads((checkpoint / "model_index.json").read_text())["_class_name"]
    if name not in FAMILIES:
        raise SystemExit(f"{checkpoint}: {name} is none of {', '.join(FAMILIES)}; optimum-cli may export it")
    if folder.exists():
        raise SystemExit(f"{folder}: is there already")
    write(DiffusionPipeline.from_pretrained(checkpoint, torch_dtype=torch.float32), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
