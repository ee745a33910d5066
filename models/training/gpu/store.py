"""The scenes that a run draws from, on the device: a ring of latents and captions, and pictures for the autoencoder."""

import queue

import torch

from ..vae import Vae
from .minilm import MiniLm
from .render import Renderers

TOKENS = 40
GROUP = 512


class Store:
    """Takes in what the renderers made; the newest scenes replace the oldest when it is full."""

    def __init__(self, renderers: Renderers, text: MiniLm, device: str, scenes: int, pictures: int):
        self.renderers, self.text, self.device = renderers, text, device
        byte = {"device": device, "dtype": torch.uint8}
        half = {"device": device, "dtype": torch.float16}
        self.pictures = torch.empty(pictures, 3, 256, 256, **byte)
        self.picture_targets = torch.zeros(pictures, 384, **half)  # the neutral caption's vector; 0 without words
        self.latents = torch.empty(scenes, 16, 16, 16, **half)
        self.masks = torch.empty(scenes, 16, 16, **byte)
        self.states = torch.empty(scenes, TOKENS, 384, **half)
        self.keep = torch.empty(scenes, TOKENS, **byte)
        self.held = {"pictures": 0, "scenes": 0}
        self.written = 0
        self.waiting: list[tuple] = []
        null, keep = text.states([""], TOKENS)
        self.null, self.null_keep = null[0].half(), keep[0].byte()
        self.pending: list[tuple] = []  # captions and masks of pictures that have no latents yet

    def take_in(self, vae: Vae | None, limit: int = 8) -> int:
        """Takes at most `limit` chunks; without an autoencoder only pictures are kept. Gives how many came."""
        came = 0
        while came < limit:
            try:
                chunk = self.renderers.full.get_nowait()
            except queue.Empty:
                break
            pictures, masks = self.renderers.views(chunk.worker)
            picture = torch.from_numpy(pictures[chunk.slot]).to(self.device).permute(0, 3, 1, 2)
            mask = torch.from_numpy(masks[chunk.slot]).to(self.device, copy=True)
            self._keep_picture(picture, mask, chunk, vae)
            self.renderers.free[chunk.worker].put(chunk.slot)
            came += 1
        if vae is not None and self.waiting:
            self._encode(vae)
        return came

    def _keep_picture(self, picture, mask, chunk, vae) -> None:
        at, room = self.held["pictures"], len(self.pictures) - self.held["pictures"]
        count = min(room, len(picture))
        if count:
            self.pictures[at : at + count] = picture[:count]
            self.held["pictures"] += count
            said = [row for row in range(count) if chunk.bodies[row] is not None]
            if said:
                bodies = [chunk.bodies[row] if row % 2 else f"{chunk.bodies[row]}, {chunk.styles[row]}" for row in said]
                self.picture_targets[torch.tensor(said, device=self.device) + at] = self.text.pooled(bodies).half()
        rows = [row for row, caption in enumerate(chunk.captions) if caption is not None]
        captions = [chunk.captions[row] for row in rows]
        index = torch.tensor(rows, device=self.device)
        if vae is not None:
            self.waiting.append((picture[index].clone(), mask[index], captions))
        elif count == len(picture):
            self.pending.append((index + at, mask[index], captions))

    def _encode(self, vae: Vae) -> None:
        """Latents and token states of everything that waits."""
        pictures, masks = torch.cat([w[0] for w in self.waiting]), torch.cat([w[1] for w in self.waiting])
        captions = [caption for w in self.waiting for caption in w[2]]
        self.waiting = []
        for first in range(0, len(captions), GROUP):
            part = slice(first, first + GROUP)
            self._write(encoded(vae, pictures[part]), masks[part], captions[part])

    def _write(self, latents, masks, captions) -> None:
        states, keep = self.text.states(captions, TOKENS)
        place = (self.written + torch.arange(len(captions), device=self.device)) % len(self.latents)
        self.latents[place], self.masks[place] = latents.half(), masks
        self.states[place], self.keep[place] = states.half(), keep.byte()
        self.written += len(captions)
        self.held["scenes"] = min(self.written, len(self.latents))

    def encode_pictures(self, vae: Vae) -> None:
        """Once the autoencoder is trained: latents of all pictures that came before."""
        for index, masks, captions in self.pending:
            self.waiting.append((self.pictures[index], masks, captions))
            if len(self.waiting) == GROUP // 64:
                self._encode(vae)
        self.pending = []
        if self.waiting:
            self._encode(vae)

    def draw(self, count: int, dropout: float = 0.1):
        """Latents, object masks 0..1, token states and their mask of `count` scenes at random."""
        at = torch.randint(self.held["scenes"], (count,), device=self.device)
        states, keep = self.states[at], self.keep[at]
        gone = torch.rand(count, device=self.device) < dropout
        states = torch.where(gone[:, None, None], self.null, states)
        keep = torch.where(gone[:, None], self.null_keep, keep)
        return self.latents[at].float(), self.masks[at].float() / 255, states.float(), keep.float()

    def crops(self, count: int, side: int) -> torch.Tensor:
        """Pieces of pictures in -1..1, a half mirrored, some with their colours exchanged."""
        at = torch.randint(self.held["pictures"], (count,), device=self.device)
        y, x = (torch.randint((256 - side) // 4 + 1, (2,)) * 4).tolist()
        piece = self.pictures[at, :, y : y + side, x : x + side].float() / 127.5 - 1
        piece[: count // 2] = piece[: count // 2].flip(3)
        some = count // 6
        piece[-some:] = piece[-some:, torch.randperm(3, device=self.device)]
        return piece.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def encoded(vae: Vae, pictures: torch.Tensor) -> torch.Tensor:
    """Normalised latents of uint8 pictures [B, 3, 256, 256]."""
    out = []
    for part in pictures.split(256):
        pixels = (part.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        with torch.autocast(pixels.device.type, torch.bfloat16):
            out.append(vae.encode(pixels).float())
    return torch.cat(out)
