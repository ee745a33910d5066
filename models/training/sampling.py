"""Euler sampling with guidance in torch, for the grids drawn while training."""

import itertools

import numpy as np
import torch
from PIL import Image

from .contact_sheet import sheet
from .text import TextEncoder, pad

PROMPTS = [
    "a red apple",
    "a cat on a mat",
    "three green balloons",
    "a blue car to the left of a house, flat",
    "an astronaut",
    "a pizza, silhouette",
    "a queen",
    "a rocket and a moon, 3D, dark blue background",
    "a cat",
    "a dog, pixel art",
    "a car",
    "a house, flat",
    "a purple house, pixel art",
    "two yellow stars",
    "a fish, silhouette",
    "a tree on a meadow",
    "a king",
    "a red heart, flat",
    "four bananas",
    "a green flower above a blue book",
    "a robot, light blue background",
    "a blue cat in a box",
    "a boat at sunset",
    "a pink umbrella, pixel art",
]


@torch.no_grad()
def sample(
    unet, states: np.ndarray, mask: np.ndarray, null: np.ndarray, steps: int, guidance: float, seed: int, device: str
) -> torch.Tensor:
    """Latents [B, 16, 16, 16] of zero-padded token states [B, S, 384]."""
    count = len(states)
    empty = torch.zeros(count, *states.shape[1:])
    empty[:, : len(null)] = torch.from_numpy(null)
    keep = torch.zeros(count, states.shape[1])
    keep[:, : len(null)] = 1
    text = torch.cat((torch.from_numpy(states), empty)).to(device)
    both = torch.cat((torch.from_numpy(mask).float(), keep)).to(device)
    x = torch.randn(count, 16, 16, 16, generator=torch.Generator().manual_seed(seed)).to(device)
    sigmas = torch.linspace(1, 0, steps + 1)
    for now, following in itertools.pairwise(sigmas):
        with torch.autocast(device, torch.bfloat16):
            v = unet(torch.cat((x, x)), torch.full((2 * count,), float(now) * 1000, device=device), text, both).float()
        v_text, v_null = v.chunk(2)
        x = x + (following - now) * (v_null + guidance * (v_text - v_null))
    return x


@torch.no_grad()
def grid(
    unet,
    vae,
    encoder: TextEncoder,
    path,
    device: str,
    steps: int = 10,
    guidance: float = 3.0,
    prompts=PROMPTS,
    seed: int = 1,
) -> None:
    """Draws the prompts with the model as it is and saves them as one sheet."""
    states = encoder.states([*prompts, ""])
    padded, mask = pad(states[:-1], 24)
    latents = sample(unet, padded, mask, states[-1], steps, guidance, seed, device)
    pictures = torch.cat([vae.decode(part).float() for part in latents.split(8)]).clamp(-1, 1)
    pixels = ((pictures + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    sheet([Image.fromarray(p) for p in pixels], list(prompts), 8).save(path)
