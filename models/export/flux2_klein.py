"""FLUX.2 klein: a transformer over latents as they are drawn, with positions inside; a VAE decoder with statistics."""

import json

import graphs
import qwen3
import torch

LAYERS = (9, 18, 27)
STEPS = 1000
PATCH = 2


class Transformer(torch.nn.Module):
    """Takes [batch, 128, h, w], a square of 2 x 2 of the VAE's latents at each place, and the scheduler's timesteps."""

    def __init__(self, model):
        super().__init__()
        graphs.replace_rms_norms(model)
        self.model = model

    def forward(self, hidden_states, timestep, encoder_hidden_states):
        batch, channels, height, width = hidden_states.shape
        rows = torch.arange(height)[:, None].expand(height, width).flatten()
        columns = torch.arange(width)[None].expand(height, width).flatten()
        tokens = torch.arange(encoder_hidden_states.shape[1])
        found = self.model(
            hidden_states=hidden_states.flatten(2).transpose(1, 2),
            encoder_hidden_states=encoder_hidden_states,
            timestep=timestep / STEPS,
            img_ids=ids(rows * 0, rows, columns, rows * 0),
            txt_ids=ids(tokens * 0, tokens * 0, tokens * 0, tokens),
            return_dict=False,
        )[0]
        return found.transpose(1, 2).reshape(batch, channels, height, width)


def ids(*axes):
    """Places on the four axes: time, row, column and layer."""
    return torch.stack(axes, -1)


class VaeDecoder(torch.nn.Module):
    """Undoes the normalisation of the latents, whose statistics are weights, and takes the squares apart."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae
        self.register_buffer("mean", vae.bn.running_mean.view(1, -1, 1, 1))
        spread = torch.sqrt(vae.bn.running_var + vae.config.batch_norm_eps)
        self.register_buffer("spread", spread.view(1, -1, 1, 1))

    def forward(self, latent_sample):
        batch, channels, height, width = latent_sample.shape
        latents = latent_sample * self.spread + self.mean
        squares = latents.reshape(batch, channels // PATCH**2, PATCH, PATCH, height, width).permute(0, 1, 4, 2, 5, 3)
        latents = squares.reshape(batch, channels // PATCH**2, PATCH * height, PATCH * width)
        return self.vae.decode(latents, return_dict=False)[0]


def write_vae_decoder(vae, folder):
    part = folder / "vae_decoder"
    channels = len(vae.bn.running_mean)
    latents = torch.randn(2, channels, 4, 6)
    axes = {"latent_sample": graphs.PLANES, "sample": graphs.PIXELS}
    graphs.write(VaeDecoder(vae), part, {"latent_sample": latents}, "sample", axes)
    vae.save_config(part)
    config = json.loads((part / "config.json").read_text())
    config["latent_channels"] = channels  # of the graph, not of the VAE inside
    (part / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def write_transformer(model, folder):
    inputs = {
        "hidden_states": torch.randn(2, model.config.in_channels, 4, 6),
        "timestep": torch.tensor([700.0, 20.0]),
        "encoder_hidden_states": torch.randn(2, 24, model.config.joint_attention_dim),
    }
    axes = {
        "hidden_states": graphs.PLANES,
        "timestep": {0: "batch_size"},
        "encoder_hidden_states": graphs.TOKENS,
        "out_hidden_states": graphs.PLANES,
    }
    model.save_config(folder / "transformer")
    graphs.write_dynamic(Transformer(model), folder / "transformer", inputs, "out_hidden_states", axes)


def write(pipe, folder):
    qwen3.write_tokenizer(pipe.tokenizer, False, folder)
    qwen3.write_padded_encoder(pipe.text_encoder, LAYERS, pipe.tokenizer.pad_token_id, folder)
    write_transformer(pipe.transformer, folder)
    write_vae_decoder(pipe.vae, folder)
