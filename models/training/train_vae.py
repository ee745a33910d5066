"""Trains the autoencoder on crops of composed sprites. One command, CPU (bf16) or CUDA, resumable.

Usage: python -m training.train_vae --sprites DIR --out DIR --minutes 20 [--vocabulary FILE] [--resume]
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .paint import paint
from .parallel import Workers
from .scenes import KINDS, SceneMaker
from .sprites import STYLES, Sprites, held_out
from .vae import Vae

HELD_OUT_SHARE = 0.1


def crop_scene(sprites: Sprites, hexes: list[str], rng: np.random.Generator, side: int) -> np.ndarray:
    """A piece of a random scene, [side, side, 3] uint8."""
    shade = rng.random()
    ground = np.full(3, 255.0) if shade < 0.4 else rng.uniform(0, 255, 3)
    picture = np.broadcast_to(ground, (side, side, 3)).copy()
    if shade > 0.85:
        picture += (rng.uniform(0, 255, 3) - ground) * np.linspace(0, 1, side)[:, None, None]
    for _ in range(rng.integers(1, 4) if side <= 128 else rng.integers(1, 6)):
        size = int(rng.choice((80, 112, 112, 144, 192, 192, 240)))
        style = STYLES[rng.integers(len(STYLES))]
        sprite = sprites.styled(hexes[rng.integers(len(hexes))], style, size)
        if rng.random() < 0.5:
            sprite = sprite[:, ::-1]
        if rng.random() < 0.3 and style != "silhouette":
            sprite = np.concatenate((sprite[..., rng.permutation(3)], sprite[..., 3:]), -1)
        margin = size // 2
        x, y = rng.integers(-margin, side - margin, 2) // 4 * 4
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + size, side), min(y + size, side)
        piece = sprite[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
        alpha = piece[..., 3:] / 255
        picture[y0:y1, x0:x1] = picture[y0:y1, x0:x1] * (1 - alpha) + piece[..., :3] * alpha
    return picture.clip(0, 255).astype(np.uint8)


def crop_vocabulary(maker: SceneMaker, rng: np.random.Generator, side: int) -> np.ndarray:
    """A piece of a scene of the vocabulary that has an object in it."""
    scene = maker.scene(KINDS[rng.integers(len(KINDS))], int(rng.integers(1 << 29)))
    picture, _ = paint(scene, maker.sprites)
    item = scene.items[rng.integers(len(scene.items))]
    middle = np.array([item.y, item.x]) + item.size // 2 + rng.integers(-56, 57, 2)
    y, x = (middle - side // 2).clip(0, picture.shape[0] - side) // 4 * 4
    return picture[y : y + side, x : x + side]


def batch(sprites, hexes, rng, count, side, device, maker=None):
    crops = np.stack(
        [
            crop_vocabulary(maker, rng, side)
            if maker and rng.random() < 0.65
            else crop_scene(sprites, hexes, rng, side)
            for _ in range(count)
        ]
    )
    tensor = torch.from_numpy(crops).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
    return tensor.contiguous(memory_format=torch.channels_last)


def loss_of(vae: Vae, x: torch.Tensor, frozen: bool) -> torch.Tensor:
    with torch.set_grad_enabled(not frozen):
        mean, logvar = vae.moments(x)
    z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
    y = vae.decoder(z).float()
    kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean()
    dx = F.l1_loss(y.diff(dim=3), x.diff(dim=3)) + F.l1_loss(y.diff(dim=2), x.diff(dim=2))
    return F.l1_loss(y, x) + 0.5 * dx + 0.3 * F.mse_loss(y, x) + 3e-4 * kl


@torch.no_grad()
def psnr(vae: Vae, x: torch.Tensor) -> float:
    """Mean PSNR in dB over pictures, by way of the posterior mean."""
    y = vae.decoder(vae.moments(x)[0]).float().clamp(-1, 1)
    mse = (y - x).square().mean((1, 2, 3)) / 4
    return float((-10 * torch.log10(mse)).mean())


@torch.no_grad()
def measure_latents(vae: Vae, pictures: torch.Tensor) -> None:
    """Sets the per-channel mean and deviation from a sample of pictures."""
    mean = torch.cat([vae.moments(p)[0] for p in pictures.split(16)])
    vae.latent_mean.copy_(mean.mean((0, 2, 3)))
    vae.latent_std.copy_(mean.std((0, 2, 3)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--favour", default="", help="comma-separated hexcodes shown four times as often")
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--decay-from", type=float, default=0.5, help="share of the run after which the rate falls")
    parser.add_argument("--vocabulary", type=Path, help="show scenes of this vocabulary most of the time")
    parser.add_argument("--resume", action="store_true", help="start from the weights in --out")
    parser.add_argument(
        "--decoder-only",
        action="store_true",
        help="with --resume: latents stay as they are, so a trained denoiser still fits",
    )
    parser.add_argument("--threads", type=int, help="cores; all by default")
    parser.add_argument("--seed", type=int, default=0, help="of the crops; another one for a continued run")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    sprites = Sprites(args.sprites)
    favoured = args.favour.split(",") if args.favour else []
    unseen = [h for h in sprites.complete if held_out(h, HELD_OUT_SHARE) and h not in favoured]
    seen = [h for h in sprites.complete if h not in unseen]
    seen = list(rng.permutation(seen)[:360]) + favoured * 4
    test = batch(sprites, unseen, np.random.default_rng(2), 32, 256, device)
    maker = SceneMaker(json.loads(args.vocabulary.read_text()), sprites) if args.vocabulary else None
    vae = Vae().to(device, memory_format=torch.channels_last)
    path = args.out / "vae.pt"
    if args.resume:
        vae.load_state_dict(torch.load(path, map_location=device)["model"])
    trained = vae.decoder if args.decoder_only else vae
    workers = Workers(list(trained.parameters()), device, args.threads)
    rngs = np.random.default_rng([1, args.seed]).spawn(workers.count)

    def loss(worker: int) -> torch.Tensor:
        x = batch(sprites, seen, rngs[worker], args.batch // workers.count, 128, device, maker)
        with torch.autocast(device, torch.bfloat16):
            return loss_of(vae, x, args.decoder_only)

    opt = torch.optim.AdamW(trained.parameters(), 8e-4, betas=(0.9, 0.98), weight_decay=1e-3)
    ema = {k: v.clone() for k, v in vae.state_dict().items()}
    start, spoken, step = time.time(), time.time(), 0
    while (progress := (time.time() - start) / (60 * args.minutes)) < 1:
        rate = args.rate * min(1, (step + 1) / 100) * max(0.01, min(1, (1 - progress) / (1 - args.decay_from)))
        for group in opt.param_groups:
            group["lr"] = rate
        value, _ = workers.backward(loss)
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
        opt.step()
        step += 1
        decay = min(0.998, step / (step + 20))
        for k, v in vae.state_dict().items():
            ema[k].lerp_(v, 1 - decay)
        if time.time() - spoken > 60 or step == 20:
            spoken = time.time()
            live = {k: v.clone() for k, v in vae.state_dict().items()}
            vae.load_state_dict(ema)
            if not args.decoder_only:
                measure_latents(vae, test)
            torch.save({"model": vae.state_dict()}, path.with_suffix(".tmp"))
            path.with_suffix(".tmp").rename(path)
            with torch.autocast(device, torch.bfloat16):
                quality = psnr(vae, test)
            vae.load_state_dict(live)
            print(
                f"{(time.time() - start) / 60:5.1f} min step {step} loss {value:.4f} unseen PSNR {quality:.2f} dB "
                f"{step * args.batch / (time.time() - start):.1f} crops/s",
                flush=True,
            )
    vae.load_state_dict(ema)
    if not args.decoder_only:
        measure_latents(vae, test)
    torch.save({"model": vae.state_dict()}, path)
    print(f"done: unseen PSNR {psnr(vae, test):.2f} dB", flush=True)


if __name__ == "__main__":
    main()
