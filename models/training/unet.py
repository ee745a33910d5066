"""The denoiser: a small UNet on 16x16 latents with cross-attention to the prompt's token states."""

import math

import torch
import torch.nn.functional as F
from torch import nn

TEXT_WIDTH = 384
TOKENS = 48


class RowLinear(nn.Linear):
    """A linear layer on [B, width]; exported as a convolution, whose rows ORT computes apart from each other.

    As a Gemm, one row alone and the same row in a batch differ in the last bits.
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if torch.onnx.is_in_onnx_export():
            return F.conv2d(x[:, :, None, None], self.weight[:, :, None, None], self.bias)[:, :, 0, 0]
        return super().forward(x)


class ResBlock(nn.Module):
    """Convolutions whose second normalisation is scaled and shifted by the time embedding."""

    def __init__(self, inputs: int, outputs: int, time_width: int):
        super().__init__()
        self.norm1 = nn.GroupNorm(32, inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.time = RowLinear(time_width, 2 * outputs)
        self.norm2 = nn.GroupNorm(32, outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.time(time)[:, :, None, None].chunk(2, dim=1)
        h = self.norm2(h) * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Multi-head attention from x to a context, which is x itself when none is given."""

    def __init__(self, width: int, context_width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width, bias=False)
        self.kv = nn.Linear(context_width, 2 * width, bias=False)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: torch.Tensor, context: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
        b, n, c = x.shape
        q = self.q(x).view(b, n, self.heads, c // self.heads).transpose(1, 2)
        k, v = self.kv(context).view(b, context.shape[1], 2, self.heads, c // self.heads).unbind(2)
        scores = q @ k.permute(0, 2, 3, 1) * (c // self.heads) ** -0.5
        if bias is not None:
            scores = scores + bias
        mixed = scores.softmax(-1).to(v.dtype) @ v.transpose(1, 2)
        return self.out(mixed.transpose(1, 2).reshape(b, n, c))


class TextBlock(nn.Module):
    """Cross-attention to the prompt; with `whole`, self-attention before it and an MLP after it."""

    def __init__(self, width: int, text_width: int, heads: int, whole: bool):
        super().__init__()
        self.whole = whole
        self.norm_cross = nn.LayerNorm(width)
        self.cross = Attention(width, text_width, heads)
        if whole:
            self.norm_self = nn.LayerNorm(width)
            self.self_attention = Attention(width, width, heads)
            self.norm_mlp = nn.LayerNorm(width)
            self.mlp = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))

    def forward(self, x: torch.Tensor, text: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        b, c, h, w = x.shape
        y = x.permute(0, 2, 3, 1).reshape(b, h * w, c)
        if self.whole:
            z = self.norm_self(y)
            y = y + self.self_attention(z, z, None)
        y = y + self.cross(self.norm_cross(y), text, bias)
        if self.whole:
            y = y + self.mlp(self.norm_mlp(y))
        return y.reshape(b, h, w, c).permute(0, 3, 1, 2)


class Refiner(nn.Module):
    """Learnt order and self-attention over the token states: a word learns which thing it names and where that lies.

    Everything that it adds starts at zero: a model that was trained without it is unchanged by it.
    """

    def __init__(self, width: int, heads: int, blocks: int):
        super().__init__()
        self.order = nn.Parameter(torch.zeros(TOKENS, width))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(blocks))
        self.attentions = nn.ModuleList(Attention(width, width, heads) for _ in range(blocks))
        self.mlp_norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(blocks))
        self.mlps = nn.ModuleList(
            nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)) for _ in range(blocks)
        )
        for mlp in self.mlps:
            nn.init.zeros_(mlp[2].weight)
            nn.init.zeros_(mlp[2].bias)

    def forward(self, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:  # [B, S, width]
        x = states + self.order[: states.shape[1]]
        for norm, attention, mlp_norm, mlp in zip(self.norms, self.attentions, self.mlp_norms, self.mlps, strict=True):
            y = norm(x)
            x = x + attention(y, y, bias)
            x = x + mlp(mlp_norm(x))
        return x


class UNet(nn.Module):
    """Predicts the velocity noise - x0 of normalised latents.

    sample [B, 16, h, w], timestep [B] in 0..1000 (sigma * 1000), encoder_hidden_states [B, 48, 384] zero-padded,
    encoder_attention_mask [B, 48] with 1 for a token; gives [B, 16, h, w]. h and w are even.
    """

    def __init__(
        self,
        widths: tuple[int, int] = (128, 256),
        heads: tuple[int, int] = (4, 4),
        blocks: tuple[int, int] = (2, 1),
        channels: int = 16,
        refiner: int = 0,
    ):
        super().__init__()
        a, b = widths
        time = 4 * a
        self.frequencies = a
        self.time = nn.Sequential(RowLinear(a, time), nn.SiLU(), RowLinear(time, time))
        self.pooled = nn.Sequential(
            nn.LayerNorm(TEXT_WIDTH), RowLinear(TEXT_WIDTH, time), nn.SiLU(), RowLinear(time, time)
        )
        self.text = nn.Sequential(nn.LayerNorm(TEXT_WIDTH), nn.Linear(TEXT_WIDTH, TEXT_WIDTH))
        self.conv_in = nn.Conv2d(channels, a, 3, padding=1)
        self.down0 = nn.ModuleList(ResBlock(a, a, time) for _ in range(blocks[0]))
        self.down0_text = nn.ModuleList(TextBlock(a, TEXT_WIDTH, heads[0], False) for _ in range(blocks[0]))
        self.shrink = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.down1 = nn.ModuleList(ResBlock(b, b, time) for _ in range(blocks[1]))
        self.down1_text = nn.ModuleList(TextBlock(b, TEXT_WIDTH, heads[1], True) for _ in range(blocks[1]))
        self.mid0 = ResBlock(b, b, time)
        self.mid_text = TextBlock(b, TEXT_WIDTH, heads[1], True)
        self.mid1 = ResBlock(b, b, time)
        self.up1 = nn.ModuleList(ResBlock(2 * b, b, time) for _ in range(blocks[1]))
        self.up1_text = nn.ModuleList(TextBlock(b, TEXT_WIDTH, heads[1], True) for _ in range(blocks[1]))
        self.grow = nn.Conv2d(b, 4 * a, 1)
        self.up0 = nn.ModuleList(ResBlock(2 * a, a, time) for _ in range(blocks[0]))
        self.up0_text = nn.ModuleList(TextBlock(a, TEXT_WIDTH, heads[0], False) for _ in range(blocks[0]))
        self.norm_out = nn.GroupNorm(32, a)
        self.conv_out = nn.Conv2d(a, channels, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)
        self.refiner = Refiner(TEXT_WIDTH, 6, refiner) if refiner else None

    def embed(self, timestep: torch.Tensor, text: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Time embedding, with the mean of the prompt's token states added."""
        half = self.frequencies // 2
        rates = torch.exp(-math.log(1000.0) * torch.arange(half, device=timestep.device, dtype=torch.float32) / half)
        angles = timestep.float()[:, None] * rates
        share = mask / mask.sum(1, keepdim=True).clamp(min=1)
        mean = (share[:, None, :] @ text)[:, 0]  # as a product, because ORT adds up a lone row in another order
        return F.silu(self.time(torch.cat((angles.cos(), angles.sin()), dim=1)) + self.pooled(mean))

    def forward(self, sample, timestep, encoder_hidden_states, encoder_attention_mask):
        mask = encoder_attention_mask.to(encoder_hidden_states.dtype)
        time = self.embed(timestep, encoder_hidden_states, mask)
        bias = ((1 - mask) * -10000.0)[:, None, None, :]
        text = self.text(self.refiner(encoder_hidden_states, bias) if self.refiner else encoder_hidden_states)
        x = self.conv_in(sample)
        skips0, skips1 = [], []
        for block, words in zip(self.down0, self.down0_text, strict=True):
            x = words(block(x, time), text, bias)
            skips0.append(x)
        x = self.shrink(x)
        for block, words in zip(self.down1, self.down1_text, strict=True):
            x = words(block(x, time), text, bias)
            skips1.append(x)
        x = self.mid1(self.mid_text(self.mid0(x, time), text, bias), time)
        for block, words in zip(self.up1, self.up1_text, strict=True):
            x = words(block(torch.cat((x, skips1.pop()), dim=1), time), text, bias)
        x = F.pixel_shuffle(self.grow(x), 2)
        for block, words in zip(self.up0, self.up0_text, strict=True):
            x = words(block(torch.cat((x, skips0.pop()), dim=1), time), text, bias)
        return self.conv_out(F.silu(self.norm_out(x)))
