"""Z-Image: the transformer as one graph over a batch, with patches, positions and padding inside."""

import graphs
import qwen3
import torch
import torch.nn.functional as F

MULTIPLE = 32  # sequences are padded to it with a token that the model has learned
PATCH = 2
STEPS = 1000


class RealAttention:
    """The blocks' attention with rotations as pairs of real numbers, which ONNX has in place of complex ones."""

    def __call__(self, attn, hidden_states, attention_mask=None, freqs_cis=None, **_):
        heads = [part(hidden_states).unflatten(-1, (attn.heads, -1)) for part in (attn.to_q, attn.to_k, attn.to_v)]
        query = rotated(attn.norm_q(heads[0]), *freqs_cis)
        key = rotated(attn.norm_k(heads[1]), *freqs_cis)
        mask = None if attention_mask is None else attention_mask[:, None, None]
        found = F.scaled_dot_product_attention(
            query.transpose(1, 2), key.transpose(1, 2), heads[2].transpose(1, 2), attn_mask=mask
        )
        return attn.to_out[0](found.transpose(1, 2).flatten(2, 3))


def rotated(heads, cos, sin):
    even, odd = heads.float().unflatten(-1, (-1, 2)).unbind(-1)
    cos, sin = cos.unsqueeze(2), sin.unsqueeze(2)
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], -1).flatten(3).type_as(heads)


def padded(length):
    return (length + MULTIPLE - 1) // MULTIPLE * MULTIPLE


class Transformer(torch.nn.Module):
    """Takes latents and timesteps as the scheduler has them, and predicts as it expects: from data to noise."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        patch = f"{PATCH}-1"
        self.embed, self.final = model.all_x_embedder[patch], model.all_final_layer[patch]
        for block in (*model.noise_refiner, *model.context_refiner, *model.layers):
            block.attention.set_processor(RealAttention())
        rope = model.rope_embedder
        tables = rope.precompute_freqs_cis(rope.axes_dims, rope.axes_lens, theta=rope.theta)
        for axis, table in enumerate(tables):
            self.register_buffer(f"cos{axis}", table.real.contiguous())
            self.register_buffer(f"sin{axis}", table.imag.contiguous())

    def turns(self, *places):
        """Cosines and sines of places on the three axes, each [batch, length]."""
        cos = [getattr(self, f"cos{axis}")[place] for axis, place in enumerate(places)]
        sin = [getattr(self, f"sin{axis}")[place] for axis, place in enumerate(places)]
        return torch.cat(cos, -1), torch.cat(sin, -1)

    def text(self, states, lengths):
        """Embedded tokens, their turns, and which of them are there: those of the text and its padding."""
        places = torch.arange(states.shape[1])[None].expand(states.shape[0], -1)
        zeros = torch.zeros_like(places)
        embedded = self.model.cap_embedder(states)
        embedded = torch.where((places < lengths)[..., None], embedded, self.model.cap_pad_token)
        turns = self.turns(torch.minimum(places, padded(lengths)) + 1, zeros, zeros)
        return embedded, turns, places < padded(lengths)

    def squares(self, latents, lengths):
        """Embedded patches of 2 x 2 latents behind each other and their turns, filled up to the multiple."""
        batch, channels, height, width = latents.shape
        rows, columns = height // PATCH, width // PATCH
        patches = latents.reshape(batch, channels, rows, PATCH, columns, PATCH).permute(0, 2, 4, 3, 5, 1)
        patches = patches.reshape(batch, rows * columns, PATCH * PATCH * channels)
        filling = self.model.x_pad_token[None].expand(batch, MULTIPLE, -1)
        length = padded(rows * columns)
        embedded = torch.cat([self.embed(patches), filling], 1)[:, :length]
        place = torch.arange(length)[None].expand(batch, -1)
        there = place < rows * columns
        row = torch.where(there, place // columns, 0)
        column = torch.where(there, place % columns, 0)
        behind_text = torch.where(there, padded(lengths) + 1, 0)
        return embedded, self.turns(behind_text, row, column), there

    def forward(self, hidden_states, timestep, encoder_hidden_states, encoder_attention_mask):
        model = self.model
        lengths = encoder_attention_mask.sum(1, keepdim=True)
        time = model.t_embedder((STEPS - timestep) / STEPS * model.t_scale).type_as(hidden_states)
        squares, square_turns, _ = self.squares(hidden_states, lengths)
        for layer in model.noise_refiner:
            squares = layer(squares, None, square_turns, time)
        text, text_turns, text_there = self.text(encoder_hidden_states, lengths)
        for layer in model.context_refiner:
            text = layer(text, text_there, text_turns)
        there = torch.cat([torch.ones_like(squares[..., 0], dtype=torch.bool), text_there], 1)
        turns = [torch.cat(parts, 1) for parts in zip(square_turns, text_turns, strict=True)]
        states = torch.cat([squares, text], 1)
        for layer in model.layers:
            states = layer(states, there, turns, time)
        return -self.planes(self.final(states, c=time), hidden_states)

    def planes(self, squares, latents):
        batch, channels, height, width = latents.shape
        rows, columns = height // PATCH, width // PATCH
        squares = squares[:, : rows * columns].reshape(batch, rows, columns, PATCH, PATCH, channels)
        return squares.permute(0, 5, 1, 3, 2, 4).reshape(batch, channels, height, width)


def write_transformer(model, folder):
    texts = torch.randn(2, 64, model.config.cap_feat_dim)
    mask = torch.ones(2, 64, dtype=torch.int64)
    mask[0, 20:] = 0
    inputs = {
        "hidden_states": torch.randn(2, model.config.in_channels, 8, 12),
        "timestep": torch.tensor([700.0, 20.0]),
        "encoder_hidden_states": texts,
        "encoder_attention_mask": mask,
    }
    axes = {
        "hidden_states": graphs.PLANES,
        "timestep": {0: "batch_size"},
        "encoder_hidden_states": graphs.TOKENS,
        "encoder_attention_mask": graphs.TOKENS,
        "out_hidden_states": graphs.PLANES,
    }
    model.save_config(folder / "transformer")
    graphs.write(Transformer(model), folder / "transformer", inputs, "out_hidden_states", axes)


def write(pipe, folder):
    layers = pipe.text_encoder.config.num_hidden_layers
    qwen3.write_tokenizer(pipe.tokenizer, True, folder)
    qwen3.write_encoder(pipe.text_encoder, (layers - 1,), folder)
    write_transformer(pipe.transformer, folder)
    graphs.write_vae(pipe.vae, folder)
