"""Exports a ControlNet or T2I-Adapter of diffusers, so that `./calotype model add-control` takes it.

python controlnet.py CHECKPOINT FOLDER

CHECKPOINT is a folder with config.json and weights, as `hf download` leaves it.
"""

import json
import sys
from pathlib import Path

import graphs
import torch
from diffusers import ControlNetModel, T2IAdapter

PICTURE = {0: "batch_size", 2: "sample_height", 3: "sample_width"}
ROWS = {0: "batch_size"}


class Control(torch.nn.Module):
    """One timestep for each row; gives what is added to each skip connection, and last to the middle."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, controlnet_cond, sample, timestep, encoder_hidden_states, text_embeds=None, time_ids=None):
        added = None if text_embeds is None else {"text_embeds": text_embeds, "time_ids": time_ids}
        skips, middle = self.net(
            sample,
            timestep,
            encoder_hidden_states,
            controlnet_cond,
            added_cond_kwargs=added,
            return_dict=False,
        )
        return (*skips, middle)


class Adapter(torch.nn.Module):
    """Gives what is added behind each block down, and for XL, which has one block less, last to the middle."""

    def __init__(self, adapter):
        super().__init__()
        self.adapter = adapter

    def forward(self, control):
        return tuple(self.adapter(control))


def unet_inputs(config):
    """Examples of what UNets and ControlNets take, and their free axes."""
    inputs = {
        "sample": torch.randn(2, config.in_channels, 16, 24),
        "timestep": torch.tensor([981.0, 1.0]),
        "encoder_hidden_states": torch.randn(2, 77, config.cross_attention_dim),
    }
    axes = {"sample": graphs.PLANES, "timestep": ROWS, "encoder_hidden_states": graphs.TOKENS}
    if config.addition_embed_type == "text_time":
        pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        inputs |= {"text_embeds": torch.randn(2, pooled), "time_ids": torch.ones(2, 6)}
        axes |= {"text_embeds": ROWS, "time_ids": ROWS}
    return inputs, axes


def write_controlnet(net, folder):
    inputs, axes = unet_inputs(net.config)
    names = [f"skip.{number}" for number in range(len(net.controlnet_down_blocks))] + ["middle"]
    inputs = {"controlnet_cond": torch.rand(2, 3, 128, 192), **inputs}
    export(Control(net), folder, inputs, names, axes | {"controlnet_cond": PICTURE})


def write_adapter(adapter, folder):
    config = adapter.config
    inputs = {"control": torch.rand(2, config.in_channels, 128, 192)}
    names = [f"block.{number}" for number in range(len(adapter(inputs["control"])))]
    if config.adapter_type == "full_adapter_xl":
        names[-1] = "middle"
    export(Adapter(adapter), folder, inputs, names, {"control": PICTURE})


def export(module, folder, inputs, names, axes):
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(folder / "model.onnx"),
        input_names=list(inputs),
        output_names=names,
        dynamic_axes=axes | {name: {0: "batch_size", 2: f"height.{name}", 3: f"width.{name}"} for name in names},
        opset_version=graphs.OPSET,
        dynamo=False,
    )


KINDS = {"ControlNetModel": (ControlNetModel, write_controlnet), "T2IAdapter": (T2IAdapter, write_adapter)}


def write(model, folder):
    """Writes model and configuration."""
    torch.set_grad_enabled(False)
    KINDS[type(model).__name__][1](model, folder)
    model.save_config(folder)


def main(checkpoint, folder):
    name = json.loads((checkpoint / "config.json").read_text()).get("_class_name")
    if name not in KINDS:
        raise SystemExit(f"{checkpoint}: {name} is none of {', '.join(KINDS)}")
    if folder.exists():
        raise SystemExit(f"{folder}: is there already")
    write(KINDS[name][0].from_pretrained(checkpoint, torch_dtype=torch.float32), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
