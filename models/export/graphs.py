"""ONNX files from PyTorch modules, with the names and free axes that Optimum's exports have."""

import torch

OPSET = 18
PLANES = {0: "batch_size", 2: "height", 3: "width"}
PIXELS = {0: "batch_size", 2: "sample_height", 3: "sample_width"}
TOKENS = {0: "batch_size", 1: "sequence_length"}


def write_dynamic(module, folder, inputs, output, axes):
    """Does so for a module whose trace would keep lengths of the examples: torch.export knows them as free."""
    folder.mkdir(parents=True, exist_ok=True)
    free = {name: dict.fromkeys(axes[name], torch.export.Dim.DYNAMIC) for name in inputs}
    program = torch.onnx.export(
        module.eval(),
        kwargs=inputs,
        input_names=list(inputs),
        output_names=[output],
        dynamic_shapes=free,
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    for node in program.model.graph:
        node.metadata_props.clear()  # lines of source, half of a small file
    program.save(folder / "model.onnx")


def write(module, folder, inputs, output, axes):
    """Exports a module; inputs are examples by name, axes are the free ones of inputs and of the output."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(folder / "model.onnx"),  # of more than 2 GiB only by its name
        input_names=list(inputs),
        output_names=[output],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


class VaeDecoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample, return_dict=False)[0]


class VaeEncoder(torch.nn.Module):
    """Gives mean and logarithm of the variance, side by side: whoever runs it draws the sample."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encode(sample, return_dict=False)[0].parameters


class RmsNorm(torch.nn.Module):
    """torch.nn.RMSNorm in operations that this opset has."""

    def __init__(self, norm):
        super().__init__()
        self.weight, self.eps = norm.weight, norm.eps

    def forward(self, states):
        return states * torch.rsqrt(states.square().mean(-1, keepdim=True) + self.eps) * self.weight


def replace_rms_norms(model):
    for module in model.modules():
        for name, child in module.named_children():
            if isinstance(child, torch.nn.RMSNorm):
                setattr(module, name, RmsNorm(child))


def write_vae(vae, folder):
    channels = vae.config.latent_channels
    latents = torch.randn(2, channels, 8, 12)
    axes = {"latent_sample": PLANES, "sample": PIXELS}
    write(VaeDecoder(vae), folder / "vae_decoder", {"latent_sample": latents}, "sample", axes)
    axes = {"latent_parameters": PLANES, "sample": PIXELS}
    write(VaeEncoder(vae), folder / "vae_encoder", {"sample": torch.rand(2, 3, 64, 96)}, "latent_parameters", axes)
    for part in ("vae_decoder", "vae_encoder"):
        vae.save_config(folder / part)
