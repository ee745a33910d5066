"""Trains the image encoder on scenes and on what the pack draws. One command, CPU or CUDA, resumable.

Usage: python -m training.train_image_encoder --pack pictograms --sprites DIR --vocabulary FILE --out DIR --minutes 60
       [--drawn DIR]   (pictures with captions written by --draw COUNT)
"""

import argparse
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from . import vocabulary
from .generate import Generator
from .image_encoder import ImageEncoder, augmented, contrast
from .paint import paint
from .scenes import SceneMaker
from .sprites import Sprites
from .text import TextEncoder

KINDS = {"single": 0.5, "colour": 0.15, "pair": 0.1, "setting": 0.1, "riding": 0.05, "prop": 0.05, "count": 0.05}
FRESH_SEED = 1 << 29


class Pictures:
    """Scenes at 128x128 with the vectors of their neutral captions; every second one names its style as well."""

    def __init__(self, maker: SceneMaker, text: TextEncoder, drawn: Path | None):
        self.maker, self.text = maker, text
        self.drawn = np.load(drawn) if drawn and drawn.exists() else None

    def _one(self, rng: np.random.Generator) -> tuple[np.ndarray, str]:
        if self.drawn is not None and rng.random() < 0.3:
            at = rng.integers(len(self.drawn["pictures"]))
            return self.drawn["pictures"][at], neutral(*self.drawn["bodies"][at], rng)
        scene = self.maker.scene(rng.choice(list(KINDS), p=list(KINDS.values())), int(rng.integers(1 << 28)))
        return small(paint(scene, self.maker.sprites)[0]), neutral(scene.body, scene.style, rng)

    def batch(self, count: int, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Pictures [count, 3, 128, 128] in -1..1 and vectors [count, 384]."""
        pictures, said = zip(*(self._one(rng) for _ in range(count)), strict=True)
        pixels = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
        return pixels, torch.from_numpy(self.text.pooled(list(said))).float()


def neutral(body: str, style: str, rng: np.random.Generator) -> str:
    return body if rng.random() < 0.6 else f"{body}, {style}"


def small(picture: np.ndarray) -> np.ndarray:
    """A picture at half its size, by means of four pixels."""
    side = picture.shape[0] // 2
    return picture.reshape(side, 2, side, 2, 3).mean((1, 3)).round().astype(np.uint8)


@torch.no_grad()
def retrieval(model: ImageEncoder, pictures: torch.Tensor, nouns: list[int], texts: torch.Tensor) -> float:
    """Share of pictures whose nearest noun is their own."""
    answers = torch.cat([(model(part) @ texts.T).argmax(1) for part in pictures.split(50)])
    return float((answers == torch.tensor(nouns)).float().mean())


def draw(args, maker: SceneMaker) -> None:
    """Writes pictures that the pack itself draws, with what they should show."""
    rng, generator = np.random.default_rng(21), Generator(args.pack, 1)
    scenes = [
        maker.scene(rng.choice(list(KINDS), p=list(KINDS.values())), int(rng.integers(1 << 28)))
        for _ in range(args.draw)
    ]
    pictures = [
        small(picture)
        for at in range(0, len(scenes), 8)
        for picture in generator.draw(
            [s.caption for s in scenes[at : at + 8]], list(range(at, at + 8))[: len(scenes) - at], 10
        )
    ]
    np.savez(args.drawn, pictures=np.stack(pictures), bodies=np.array([(s.body, s.style) for s in scenes]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pack", "sprites", "vocabulary", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--drawn", type=Path)
    parser.add_argument("--draw", type=int, default=0, help="only write so many pictures of the pack to --drawn")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    taught = vocabulary.read(args.vocabulary)
    maker = SceneMaker(taught, Sprites(args.sprites))
    if args.draw:
        draw(args, maker)
        return
    text = TextEncoder(args.pack, threads=1)
    pictures = Pictures(maker, text, args.drawn)
    model, path = ImageEncoder(), args.out / "image_encoder.pt"
    model = model.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), args.rate, betas=(0.9, 0.98), weight_decay=0.01)
    before = step = 0
    if path.exists():
        state = torch.load(path)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        before, step = state["minutes"], state["step"]
    average = ImageEncoder()
    average.load_state_dict(state["ema"] if before else model.state_dict())
    words = [noun["word"] for noun in taught["nouns"]]
    texts = torch.from_numpy(text.pooled([f"a {word}" for word in words])).float()
    fresh = [maker.scene("single", FRESH_SEED + n) for n in range(300)]
    test = (
        torch.from_numpy(np.stack([small(paint(s, maker.sprites)[0]) for s in fresh])).permute(0, 3, 1, 2) / 127.5 - 1
    )
    nouns = [words.index(s.items[0].noun["word"]) for s in fresh]
    rng, ahead = np.random.default_rng([5, step]), ThreadPoolExecutor(1)
    began = spoken = time.time()
    coming = ahead.submit(pictures.batch, args.batch, rng)
    while (minutes := before + (time.time() - began) / 60) < args.minutes:
        x, said = coming.result()
        coming = ahead.submit(pictures.batch, args.batch, rng)
        progress = minutes / args.minutes
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / 100) * max(0.01, min(1, (1 - progress) / 0.5))
        with torch.autocast("cpu", torch.bfloat16):
            vectors = model(augmented(x).contiguous(memory_format=torch.channels_last))
        loss = contrast(vectors, said, model.temperature)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        with torch.no_grad():
            keep = min(0.995, step / (step + 10))
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - keep)
        if time.time() - spoken > 120 or step == 10:
            spoken = time.time()
            line = {
                "minutes": round(minutes, 1),
                "step": step,
                "samples": step * args.batch,
                "loss": round(float(loss.detach()), 3),
            }
            print(json.dumps({**line, "retrieval": round(retrieval(average, test, nouns, texts), 4)}), flush=True)
            save(path, model, average, optimiser, minutes, step)
    save(path, model, average, optimiser, minutes, step)


def save(path: Path, model, average, optimiser, minutes: float, step: int) -> None:
    state = {"model": model.state_dict(), "ema": average.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({**state, "minutes": minutes, "step": step}, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


if __name__ == "__main__":
    main()
