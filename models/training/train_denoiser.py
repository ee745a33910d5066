"""Trains the denoiser on cached latents. One command, CPU (bf16) or CUDA, resumable; the schedule follows the clock.

Usage: python -m training.train_denoiser --latents DIR --vae vae.pt --encoder PACK --out DIR --minutes 90
       [--resume | --continue-from PACK] [--shares single=0.3,pair=0.7]
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from . import graphs
from .parallel import Workers, join
from .pool import Pool
from .sampling import PROMPTS, grid
from .text import TextEncoder
from .unet import UNet
from .vae import Vae

SHAPE = {"widths": (128, 256), "heads": (4, 4), "blocks": (3, 1), "refiner": 2}
OBJECT_WEIGHT = 1.5
FIRST = {"single": 0.55, "colour": 0.3, "count": 0.15}
LATER = {"single": 0.12, "colour": 0.09, "count": 0.07, "pair": 0.58, "prop": 0.1, "setting": 0.04}
# Share of samples with a sigma above 0.9: what lies where is decided there; below, it can be read off the latents.
EARLY = 0.4


def parts(text: str) -> dict[str, float]:
    """'single=0.3,pair=0.7' as a dict."""
    return {name: float(value) for name, value in (part.split("=") for part in text.split(","))}


def shares(progress: float, continued: bool) -> dict[str, float]:
    """Singles first; several things together from a fifth of the run on, or at once in a continued run."""
    blend = 1.0 if continued else min(1.0, max(0.0, (progress - 0.12) / 0.18))
    return {kind: (1 - blend) * FIRST.get(kind, 0) + blend * share for kind, share in LATER.items()}


def rate(progress: float, step: int, peak: float, decay_from: float) -> float:
    """Warm-up, a plateau, and a straight fall to the floor at the end."""
    return peak * min(1.0, (step + 1) / 150) * max(0.02, min(1.0, (1 - progress) / (1 - decay_from)))


def draw_sigma(rng: np.random.Generator, count: int, share: float) -> torch.Tensor:
    """Logit-normal, and a share of the batch where nothing but the prompt says what comes out."""
    early = rng.random(count) < share
    sigma = np.where(early, rng.uniform(0.9, 1.0, count), 1 / (1 + np.exp(-rng.normal(0.2, 1.1, count))))
    return torch.from_numpy(sigma).float()


def flow_loss(unet, latents, masks, states, keep, sigma, noise) -> torch.Tensor:
    """Weighted squared error of the velocity, per sample; cells with an object in them count more."""
    at = sigma[:, None, None, None]
    velocity = unet(at * noise + (1 - at) * latents, sigma * 1000, states, keep).float()
    weight = 1 + OBJECT_WEIGHT * masks
    error = (velocity - (noise - latents)).square().mean(1) * weight
    return error.sum((1, 2)) / weight.sum((1, 2))


class Validation:
    """The same scenes, noise and sigmas every time."""

    def __init__(self, folder: Path, device: str):
        generator = torch.Generator().manual_seed(5)
        self.data = [t.to(device) for t in Pool(folder, "validation").everything()]
        count = len(self.data[0])
        self.sigma = ((torch.arange(count) * 0.618) % 1).clamp(0.02, 0.98).to(device)
        self.noise = torch.randn(self.data[0].shape, generator=generator).to(device)

    @torch.no_grad()
    def __call__(self, unet, device: str) -> float:
        with torch.autocast(device, torch.bfloat16):
            losses = [
                flow_loss(unet, *(t[at : at + 50] for t in (*self.data, self.sigma, self.noise)))
                for at in range(0, len(self.sigma), 50)
            ]
        return float(torch.cat(losses).mean())


def start(args, device: str):
    """Model, its moving average, and the state of an earlier run if one is continued."""
    shape, weights, state = SHAPE, None, None
    if args.resume:
        state = torch.load(args.out / "unet.pt", map_location="cpu")
        shape, weights = state["shape"], state["model"]
    elif args.continue_from:
        config = json.loads((args.continue_from / "unet/config.json").read_text())["calotype_shape"]
        shape = {**SHAPE, **{key: tuple(value) if isinstance(value, list) else value for key, value in config.items()}}
        weights = graphs.read_weights(args.continue_from / "unet/model.onnx")
    unet = UNet(**shape)
    if weights is not None:  # a pack from before the refiner has none of its weights
        unet.load_state_dict(
            {
                key: weights[key] if key in weights or not key.startswith("refiner.") else fresh
                for key, fresh in unet.state_dict().items()
            }
        )
    average = UNet(**shape)
    average.load_state_dict(state["ema"] if state else unet.state_dict())
    place = {"device": device, "memory_format": torch.channels_last}
    return shape, unet.to(**place), average.to(**place).eval(), state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("latents", "vae", "encoder", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--report", type=float, default=4, help="minutes between checkpoints, metrics and grids")
    parser.add_argument("--decay-from", type=float, default=0.7, help="share of the run after which the rate falls")
    parser.add_argument("--settle", type=float, help="go on for so many minutes, while the rate falls to nothing")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the moving average of the weights")
    parser.add_argument(
        "--early",
        type=float,
        default=EARLY,
        help="share of samples with a sigma above 0.9; less at the end for style and detail",
    )
    parser.add_argument(
        "--shares",
        type=parts,
        help="what part of the samples is of which kind, single=0.3,pair=0.7; by default the curriculum",
    )
    parser.add_argument(
        "--vocabulary",
        type=Path,
        default=Path("vocabulary/shipped.json"),
        help="whose grid prompts are drawn at every report",
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on with the run in --out, optimiser and clock included"
    )
    parser.add_argument("--continue-from", type=Path, help="start from the weights of an exported pack")
    parser.add_argument(
        "--compile", action="store_true", help="through the compiler of torch: a third faster, needs a C++ compiler"
    )
    parser.add_argument("--ranks", type=int, default=1, help="processes that train together, each on --batch samples")
    parser.add_argument("--rank", type=int, default=0, help="which of them this one is; 0 keeps the clock and writes")
    parser.add_argument("--threads", type=int, help="cores of this process; all by default")
    parser.add_argument("--meeting", default="/tmp/calotype-ranks", help="a file that no earlier run has used")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    join(args.rank, args.ranks, args.meeting)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(3)  # the same weights in every process
    shape, unet, average, state = start(args, device)
    step, before = (state["step"], state["minutes"]) if state else (0, 0.0)
    if args.settle:
        args.minutes = before + args.settle
        args.decay_from = before / args.minutes
    network = torch.compile(unet) if args.compile else unet
    workers = Workers(list(unet.parameters()), device, args.threads)
    optimiser = torch.optim.AdamW(unet.parameters(), args.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    if state:
        optimiser.load_state_dict(state["optimiser"])
    vae = Vae()
    vae.load_state_dict(torch.load(args.vae, map_location="cpu")["model"])
    vae.eval().to(device, memory_format=torch.channels_last)
    encoder, prompts = (
        TextEncoder(args.encoder, threads=1),
        json.loads(args.vocabulary.read_text()).get("grid", PROMPTS),
    )
    torch.manual_seed(3 + step + 100003 * args.rank)
    pool, validation = Pool(args.latents, "train"), Validation(args.latents, device)
    rngs = np.random.default_rng([3, step, args.rank]).spawn(workers.count)
    share = args.batch // workers.count

    def loss(worker: int) -> torch.Tensor:
        batch = [
            t.to(device)
            for t in pool.draw(
                args.shares or shares(progress, args.continue_from is not None), share, rngs[worker], 0.1
            )
        ]
        sigma = draw_sigma(rngs[worker], share, args.early).to(device)
        with torch.autocast(device, torch.bfloat16):
            return flow_loss(network, *batch, sigma, torch.randn_like(batch[0])).mean()

    began, spoken, recent = time.time(), time.time(), []
    samples = first_samples = state.get("samples", step * 16) if state else 0
    progress = before / args.minutes
    log = (args.out / "log.jsonl").open("a", buffering=1)

    def report() -> None:
        minutes = before + (time.time() - began) / 60
        line = {
            "minutes": round(minutes, 2),
            "step": step,
            "samples": samples,
            "loss": round(float(np.mean(recent)), 4) if recent else None,
            "validation": round(validation(average, device), 4),
            "rate": optimiser.param_groups[0]["lr"],
            "scenes": len(pool),
            "samples_per_second": round((samples - first_samples) / (time.time() - began), 1),
        }
        log.write(json.dumps(line) + "\n")
        torch.save(
            {
                "shape": shape,
                "model": unet.state_dict(),
                "ema": average.state_dict(),
                "optimiser": optimiser.state_dict(),
                "step": step,
                "samples": samples,
                "minutes": minutes,
            },
            args.out / "unet.tmp",
        )
        (args.out / "unet.tmp").rename(args.out / "unet.pt")
        grid(average, vae, encoder, args.out / f"grid-{step:06d}.png", device, prompts=prompts)

    while progress < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate(progress, step, args.rate, args.decay_from)
        mine = (before + (time.time() - began) / 60) / args.minutes if args.rank == 0 else 0.0
        value, progress = workers.backward(loss, mine)  # all processes go by the clock of the first
        recent = [*recent[-99:], value]
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
        optimiser.step()
        step += 1
        samples += args.batch * args.ranks
        decay = min(args.average, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(unet.parameters()), 1 - decay)
        if step % 50 == 0:
            pool.scan()
        if args.rank == 0 and time.time() - spoken > 60 * args.report:
            report()
            spoken = time.time()
    if args.rank == 0:
        report()


if __name__ == "__main__":
    main()
