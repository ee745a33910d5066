"""The image encoder: a picture's vector in the space of the prompts' vectors."""

import torch
import torch.nn.functional as F
from torch import nn

from .unet import TEXT_WIDTH
from .vae import ChannelNorm, ResBlock

SIDE = 128  # pixels; larger pictures are averaged down to it


class ImageEncoder(nn.Module):
    """Picture [B, 3, 128, 128] in -1..1 to an L2-normalised vector [B, 384]."""

    def __init__(self, widths=(48, 96, 160, 224), blocks=(1, 1, 2, 2)):
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, widths[0], 4, stride=4)]
        for at, (width, count) in enumerate(zip(widths, blocks, strict=True)):
            layers += [ResBlock(width) for _ in range(count)]
            if at + 1 < len(widths):
                layers.append(nn.Conv2d(width, widths[at + 1], 2, stride=2))
        self.layers = nn.Sequential(*layers, ChannelNorm(widths[-1]), nn.SiLU())
        self.head = nn.Sequential(nn.Linear(2 * widths[-1], 512), nn.SiLU(), nn.Linear(512, TEXT_WIDTH))
        self.temperature = nn.Parameter(torch.tensor(0.05).log())

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        x = self.layers(pixel_values)
        both = torch.cat((x.mean((2, 3)), x.amax((2, 3))), 1)
        return F.normalize(self.head(both).float(), dim=1)


def contrast(images: torch.Tensor, texts: torch.Tensor, temperature: torch.Tensor) -> torch.Tensor:
    """Cross entropy both ways; rows whose texts are the same are all right answers. Everything in float32."""
    same = (texts @ texts.T > 0.995).float().fill_diagonal_(1)
    target = same / same.sum(1, keepdim=True)
    logits = images @ texts.T / temperature.exp().clamp(0.01, 0.2)
    loss = F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)
    return loss / 2 + 0.3 * (1 - (images * texts).sum(1)).mean()


def augmented(x: torch.Tensor) -> torch.Tensor:
    """Another crop, brightness and a little noise for each picture."""
    count = len(x)
    scale = 1 - 0.15 * torch.rand(count, device=x.device)
    shift = (torch.rand(count, 2, device=x.device) - 0.5) * 0.16
    theta = torch.zeros(count, 2, 3, device=x.device)
    theta[:, 0, 0] = theta[:, 1, 1] = scale
    theta[:, :, 2] = shift
    moved = F.grid_sample(
        x, F.affine_grid(theta, x.shape, align_corners=False), padding_mode="border", align_corners=False
    )
    light = 1 + 0.1 * torch.randn(count, 1, 1, 1, device=x.device)
    return (moved * light + 0.04 * torch.randn_like(moved)).clamp(-1, 1)
