"""The autoencoder: 256x256 pictures to 16x16 latents of 16 channels and back, fully convolutional."""

import torch
import torch.nn.functional as F
from torch import nn

LATENT_CHANNELS = 16
SCALE = 16  # pixels per latent cell, each way


class ChannelNorm(nn.Module):
    """LayerNorm over the channels of each pixel, so that a crop is normalised as the whole picture is."""

    def __init__(self, channels: int):
        super().__init__()
        self.shape = (channels,)
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # [B, C, h, w]
        x = x.permute(0, 2, 3, 1)
        x = F.layer_norm(x, self.shape, self.weight.to(x.dtype), self.bias.to(x.dtype))
        return x.permute(0, 3, 1, 2)


class ResBlock(nn.Module):
    """Two 3x3 convolutions with normalisation in front, added to what came in."""

    def __init__(self, channels: int):
        super().__init__()
        self.norm1 = ChannelNorm(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = ChannelNorm(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h)))


class Encoder(nn.Module):
    """Picture [B, 3, 16h, 16w] in -1..1 to latent mean and log-variance, [B, 32, h, w]."""

    def __init__(self, widths=(96, 160, 256), blocks=(1, 2, 2)):
        super().__init__()
        a, b, c = widths
        self.layers = nn.Sequential(
            nn.PixelUnshuffle(4),
            nn.Conv2d(48, a, 3, padding=1),
            *(ResBlock(a) for _ in range(blocks[0])),
            nn.Conv2d(a, b, 2, stride=2),
            *(ResBlock(b) for _ in range(blocks[1])),
            nn.Conv2d(b, c, 2, stride=2),
            *(ResBlock(c) for _ in range(blocks[2])),
            ChannelNorm(c),
            nn.SiLU(),
            nn.Conv2d(c, 2 * LATENT_CHANNELS, 3, padding=1),
        )

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        return self.layers(picture)


class Decoder(nn.Module):
    """Latent [B, 16, h, w] to picture [B, 3, 16h, 16w]."""

    def __init__(self, widths=(96, 160, 256), blocks=(2, 2, 2)):
        super().__init__()
        a, b, c = widths
        self.layers = nn.Sequential(
            nn.Conv2d(LATENT_CHANNELS, c, 3, padding=1),
            *(ResBlock(c) for _ in range(blocks[2])),
            nn.Conv2d(c, 4 * b, 1),
            nn.PixelShuffle(2),
            *(ResBlock(b) for _ in range(blocks[1])),
            nn.Conv2d(b, 4 * a, 1),
            nn.PixelShuffle(2),
            *(ResBlock(a) for _ in range(blocks[0])),
            ChannelNorm(a),
            nn.SiLU(),
            nn.Conv2d(a, 48, 3, padding=1),
            nn.PixelShuffle(4),
        )

    def forward(self, latent: torch.Tensor) -> torch.Tensor:
        return self.layers(latent)


class Vae(nn.Module):
    """Encoder, decoder and the per-channel statistics that bring latents to mean 0 and deviation 1."""

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()
        self.register_buffer("latent_mean", torch.zeros(LATENT_CHANNELS))
        self.register_buffer("latent_std", torch.ones(LATENT_CHANNELS))

    def moments(self, picture: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and log-variance of the posterior, each [B, 16, h, w], not normalised."""
        mean, logvar = self.encoder(picture).float().chunk(2, dim=1)
        return mean, logvar.clamp(-12, 4)

    def encode(self, picture: torch.Tensor) -> torch.Tensor:
        """Normalised latents, the space the denoiser works in."""
        mean, _ = self.moments(picture)
        return (mean - self.latent_mean[:, None, None]) / self.latent_std[:, None, None]

    def decode(self, latent: torch.Tensor) -> torch.Tensor:
        """Picture of normalised latents, not clipped."""
        return self.decoder(latent * self.latent_std[:, None, None] + self.latent_mean[:, None, None])
