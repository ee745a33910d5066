"""Trains the whole pack on one GPU in a few minutes: autoencoder, denoiser, decoder again, image encoder.

Usage: python -m training.gpu.run --data DIR --work DIR --out DIR --seconds 110,330,35,50
--data is what training.bundle packs. With its --unet FILE the denoiser goes on from there. Parts of 0 seconds are none.
"""

import argparse
import itertools
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file, save_file

from .. import vocabulary
from ..contact_sheet import sheet
from ..image_encoder import SIDE, ImageEncoder, augmented, contrast
from ..paint import paint
from ..scenes import SceneMaker
from ..sprites import Sprites, held_out
from ..train_denoiser import SHAPE, flow_loss
from ..train_vae import HELD_OUT_SHARE, crop_scene, psnr
from ..unet import UNet
from ..vae import Vae
from .minilm import MiniLm
from .render import Renderers
from .store import TOKENS, Store, encoded

VALIDATION_SEED = 1 << 30
PART = 15 * 2**20  # bytes of one output file
KL = 1.5e-4


class Phase:
    """The clock of one part of the run, and its learning rate: warm-up, plateau, straight fall to nothing."""

    def __init__(self, seconds: float, peak: float, warm: int, fall_from: float):
        self.seconds, self.peak, self.warm, self.fall_from = seconds, peak, warm, fall_from
        self.began, self.step = time.time(), 0

    @property
    def progress(self) -> float:
        return (time.time() - self.began) / self.seconds

    def rate(self) -> float:
        fall = min(1.0, (1 - self.progress) / (1 - self.fall_from))
        return self.peak * min(1.0, (self.step + 1) / self.warm) * max(0.005, fall)


class Run:
    """Everything that the parts share."""

    def __init__(self, args):
        self.args = args
        taught = vocabulary.read(args.data / "vocabulary.json")
        self.renderers = Renderers(taught, args.data / "sprites", args.workers)  # before the GPU is touched
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
        torch.manual_seed(1)
        self.text = MiniLm(args.data / "minilm.safetensors", self.device)
        self.store = Store(self.renderers, self.text, self.device, args.scenes, args.pictures)
        self.taught, self.sprites = taught, Sprites(args.data / "sprites")
        self.maker = SceneMaker(taught, self.sprites)
        self.log = (args.out / "log.jsonl").open("a", buffering=1)
        self.began = time.time()
        self.vae = Vae().to(self.device, memory_format=torch.channels_last)
        self.vae.load_state_dict({k: v.float() for k, v in load_file(str(args.data / "vae.safetensors")).items()})
        scenes = [self.maker.scene(kind, VALIDATION_SEED + n) for kind in self.maker.kinds() for n in range(24)]
        painted = [paint(scene, self.sprites) for scene in scenes]
        self.test = torch.from_numpy(np.stack([p for p, _ in painted])).to(self.device).permute(0, 3, 1, 2)
        self.test_masks = torch.from_numpy(np.stack([m.reshape(16, 16, 16, 16).mean((1, 3)) for _, m in painted])).to(
            self.device
        )
        self.test_text = self.text.states([scene.caption for scene in scenes], TOKENS)
        known = {self.sprites.hex_of_label[n["label"]] for n in taught["nouns"]}
        unseen = [h for h in self.sprites.complete if held_out(h, HELD_OUT_SHARE) and h not in known]
        rng = np.random.default_rng(2)
        cut_ups = np.stack([crop_scene(self.sprites, unseen, rng, 256) for _ in range(40)])
        self.cut_ups = torch.from_numpy(cut_ups).to(self.device).permute(0, 3, 1, 2)

    def say(self, **what) -> None:
        line = json.dumps({"at": round(time.time() - self.began, 1), **what})
        self.log.write(line + "\n")
        print(line, flush=True)

    def compiled(self, what):
        return torch.compile(what, dynamic=False) if self.args.compile else what

    def save(self, name: str, tensors: dict[str, torch.Tensor]) -> None:
        """Half precision, in pieces that are small enough to be carried away one by one."""
        pieces, size = [{}], 0
        for key, value in tensors.items():
            half = value.detach().half().contiguous().cpu()
            if size + half.numel() * 2 > PART:
                pieces, size = [*pieces, {}], 0
            pieces[-1][key] = half
            size += half.numel() * 2
        for at, piece in enumerate(pieces):
            save_file(piece, str(self.args.out / f"{name}-{at}.safetensors"))

    @torch.no_grad()
    def quality(self) -> dict:
        """PSNR over fresh scenes, and over cut-ups of concepts never shown."""
        one = lambda pictures: np.mean(  # noqa: E731
            [psnr(self.vae, part.float() / 127.5 - 1) for part in pictures.split(40)]
        )
        return {"scenes_db": round(float(one(self.test)), 2), "unseen_db": round(float(one(self.cut_ups)), 2)}

    def train(self, phase: Phase, model, loss, name: str, each=None, decay: float = 0.998) -> dict:
        """Runs one part to the end of its time; leaves the moving average in the model."""
        parameters = [p for p in model.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(
            parameters, phase.peak, betas=(0.9, 0.99), weight_decay=0.005, fused=self.device == "cuda"
        )
        average = [p.detach().clone() for p in parameters]
        total, count, spoken = torch.zeros((), device=self.device), 0, time.time()
        while phase.progress < 1:
            for group in optimiser.param_groups:
                group["lr"] = phase.rate()
            value = loss()
            value.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            phase.step += 1
            with torch.no_grad():
                keep = min(decay, (1 + phase.step) / (10 + phase.step))
                torch._foreach_lerp_(average, parameters, 1 - keep)
                total += value.detach()
            count += 1
            if each:
                each(phase)
            if time.time() - spoken > self.args.report or phase.step == 20:
                self.say(
                    part=name,
                    step=phase.step,
                    loss=round(float(total / count), 4),
                    rate=optimiser.param_groups[0]["lr"],
                    **self.store.held,
                    written=self.store.written,
                    seconds=round(time.time() - phase.began, 1),
                )
                total.zero_()
                count, spoken = 0, time.time()
        with torch.no_grad():
            torch._foreach_copy_(parameters, average)
        return {"steps": phase.step, "seconds": round(time.time() - phase.began, 1)}

    def first_pictures(self, vae: Vae | None) -> None:
        while self.store.held["pictures"] < self.args.first:
            self.store.take_in(vae)
            time.sleep(0.02)
        self.say(part="pictures", **self.store.held, **self.quality())

    def autoencoder(self, seconds: float) -> None:
        if not seconds:
            self.renderers.arrangements.value = 0.05  # for the decoder
            self.first_pictures(self.vae)
            return
        self.first_pictures(None)
        vae = self.vae

        def of(x):
            mean, logvar = vae.moments(x)
            z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
            y = vae.decoder(z).float()
            kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean()
            return reconstruction(y, x) + KL * kl

        step = self.compiled(of)

        def loss():
            with torch.autocast(self.device, torch.bfloat16):
                return step(self.store.crops(self.args.crops, 128))

        def each(phase):
            if phase.step % 4 == 0:
                self.store.take_in(None, 2)

        done = self.train(Phase(seconds, 6e-4, 100, 0.4), vae, loss, "autoencoder", each)
        sample = self.store.pictures[torch.randint(self.store.held["pictures"], (1024,), device=self.device)]
        with torch.no_grad():
            mean = torch.cat([vae.moments(p.float() / 127.5 - 1)[0] for p in sample.split(128)])
            vae.latent_mean.copy_(mean.mean((0, 2, 3)))
            vae.latent_std.copy_(mean.std((0, 2, 3)))
        self.say(part="autoencoder", **done, **self.quality())
        self.save("vae", vae.state_dict())
        self.renderers.arrangements.value = 0.0
        self.store.encode_pictures(vae)
        self.say(part="encoded", **self.store.held)

    def denoiser(self, seconds: float) -> None:
        self.unet = UNet(**SHAPE)
        if self.args.unet:
            halves = load_file(str(self.args.unet))
            self.unet.load_state_dict({key: halves[key].float() for key in self.unet.state_dict()})
        self.unet.to(self.device, memory_format=torch.channels_last)
        validation = (encoded(self.vae, self.test), self.test_masks, *self.test_text)
        count = len(validation[0])
        sigmas = ((torch.arange(count) * 0.618) % 1).clamp(0.02, 0.98).to(self.device)
        noise = torch.randn(validation[0].shape, generator=torch.Generator().manual_seed(5)).to(self.device)
        step = self.compiled(lambda *batch: flow_loss(self.unet, *batch).mean())
        batch = self.args.batch

        def loss():
            latents, masks, states, keep = self.store.draw(batch)
            latents = latents.contiguous(memory_format=torch.channels_last)
            early = torch.rand(batch, device=self.device) < early_share(phase.progress)
            sigma = torch.sigmoid(torch.randn(batch, device=self.device) * 1.1 + 0.2)
            sigma = torch.where(early, torch.rand(batch, device=self.device) * 0.1 + 0.9, sigma)
            with torch.autocast(self.device, torch.bfloat16):
                return step(latents, masks, states, keep, sigma, torch.randn_like(latents))

        checkpoints = iter((0.7, 0.9, 2.0))
        following = next(checkpoints)

        def each(phase):
            nonlocal following
            if phase.step % 8 == 0:
                self.store.take_in(self.vae, 16)
            if phase.progress > following:
                self.save("unet-early", self.unet.state_dict())
                following = next(checkpoints)

        phase = Phase(seconds, self.args.rate, 300, 0.6)
        done = self.train(phase, self.unet, loss, "denoiser", each, 0.999)
        with torch.no_grad(), torch.autocast(self.device, torch.bfloat16):
            error = flow_loss(self.unet, *validation, sigmas, noise).mean()
        self.say(part="denoiser", **done, samples=done["steps"] * batch, validation=round(float(error), 4))
        self.save("unet", self.unet.state_dict())
        torch.save(self.unet.state_dict(), self.args.work / "unet.pt")
        self.draw_grid()

    @torch.no_grad()
    def sample(self, prompts: list[str], seed: int, steps: int = 20, guidance: float = 3.0) -> torch.Tensor:
        """Latents of prompts."""
        generator = torch.Generator(self.device).manual_seed(seed)
        out = []
        for at in range(0, len(prompts), 1024):
            states, keep = self.text.states(prompts[at : at + 1024], TOKENS)
            count = len(states)
            text = torch.cat((states, self.store.null.float().expand(count, -1, -1)))
            both = torch.cat((keep, self.store.null_keep.float().expand(count, -1)))
            x = torch.randn(count, 16, 16, 16, generator=generator, device=self.device)
            sigmas = torch.linspace(1, 0, steps + 1).tolist()
            for now, following in itertools.pairwise(sigmas):
                with torch.autocast(self.device, torch.bfloat16):
                    time_ = torch.full((2 * count,), now * 1000, device=self.device)
                    v = self.unet(torch.cat((x, x)), time_, text, both).float()
                with_text, without = v.chunk(2)
                x = x + (following - now) * (without + guidance * (with_text - without))
            out.append(x)
        return torch.cat(out)

    @torch.no_grad()
    def pictures_of(self, latents: torch.Tensor) -> torch.Tensor:
        """uint8 pictures [B, 3, 256, 256]."""
        decoded = [self.vae.decode(part).float().clamp(-1, 1) for part in latents.split(128)]
        return ((torch.cat(decoded) + 1) * 127.5).round().byte()

    def draw_grid(self, name: str = "grid.png") -> None:
        prompts = self.taught["grid"]
        pixels = self.pictures_of(self.sample(prompts, 1)).permute(0, 2, 3, 1).cpu().numpy()
        sheet([Image.fromarray(p) for p in pixels], prompts, 8).quantize(256).save(self.args.out / name)

    def finish_decoder(self, seconds: float) -> None:
        """The decoder alone, on latents as the denoiser leaves them: a little noisy."""
        for parameter in self.vae.encoder.parameters():
            parameter.requires_grad_(False)

        def of(z, x):
            return reconstruction(self.vae.decode(z).float(), x)

        step = self.compiled(of)

        def loss():
            x = self.store.crops(self.args.crops, 128)
            with torch.autocast(self.device, torch.bfloat16):
                with torch.no_grad():
                    z = self.vae.encode(x).float()
                    z = z + torch.randn_like(z) * (torch.rand(len(z), 1, 1, 1, device=self.device) ** 2 * 0.2)
                return step(z, x)

        done = self.train(Phase(seconds, 3e-4, 50, 0.3), self.vae, loss, "decoder")
        self.say(part="decoder", **done, **self.quality())
        self.save("vae", self.vae.state_dict())
        self.draw_grid()

    def image_encoder(self, seconds: float) -> None:
        """Pictures with words, a third of them drawn by the model itself."""
        kinds = ("single", "colour", "pair", "setting", "riding", "prop", "count")
        rng = np.random.default_rng(9)
        scenes = [
            self.maker.scene(kinds[rng.integers(len(kinds))], int(rng.integers(1 << 28)))
            for _ in range(self.args.drawn)
        ]
        drawn = self.pictures_of(self.sample([s.caption for s in scenes], 3, 10))
        bodies = [s.body if at % 2 else f"{s.body}, {s.style}" for at, s in enumerate(scenes)]
        targets = torch.cat([self.text.pooled(bodies[at : at + 512]) for at in range(0, len(bodies), 512)])
        self.say(part="drawn", count=len(drawn))
        said = self.store.picture_targets[: self.store.held["pictures"]].float().square().sum(1).nonzero()[:, 0]
        model = ImageEncoder().to(self.device, memory_format=torch.channels_last)
        step = self.compiled(model)
        batch = self.args.image_batch
        third = batch // 3

        def loss():
            real = said[torch.randint(len(said), (batch - third,), device=self.device)]
            made = torch.randint(len(drawn), (third,), device=self.device)
            x = torch.cat((self.store.pictures[real], drawn[made])).float() / 127.5 - 1
            x = F.avg_pool2d(augmented(x), 256 // SIDE).contiguous(memory_format=torch.channels_last)
            text = torch.cat((self.store.picture_targets[real].float(), targets[made]))
            with torch.autocast(self.device, torch.bfloat16):
                vectors = step(x)
            return contrast(vectors, text, model.temperature)  # in bf16 a vector's product with itself is not 1

        done = self.train(Phase(seconds, 1e-3, 100, 0.4), model, loss, "image encoder")
        self.say(part="image encoder", **done, **self.retrieval(model))
        self.save("image-encoder", model.state_dict())

    @torch.no_grad()
    def retrieval(self, model) -> dict:
        """Picture to noun, the first answer, over fresh real scenes and over pictures that the model drew."""
        words = [noun["word"] for noun in self.taught["nouns"]]
        texts = self.text.pooled([f"a {word}" for word in words])
        scenes = [self.maker.scene("single", VALIDATION_SEED + 500 + n) for n in range(400)]
        right = torch.tensor([words.index(s.items[0].noun["word"]) for s in scenes], device=self.device)
        real = torch.from_numpy(np.stack([paint(s, self.sprites)[0] for s in scenes]))
        made = self.pictures_of(self.sample([s.caption for s in scenes], 11))
        out = {}
        for name, pictures in (("real", real.permute(0, 3, 1, 2)), ("generated", made)):
            x = F.avg_pool2d(pictures.to(self.device).float() / 127.5 - 1, 256 // SIDE)
            out[f"retrieval_{name}"] = round(float((model(x) @ texts.T).argmax(1).eq(right).float().mean()), 4)
        return out


def reconstruction(y: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Absolute and squared error, and the error of the slopes, which keeps edges sharp."""
    slopes = F.l1_loss(y.diff(dim=3), x.diff(dim=3)) + F.l1_loss(y.diff(dim=2), x.diff(dim=2))
    return F.l1_loss(y, x) + 0.5 * slopes + F.mse_loss(y, x)


def early_share(progress: float) -> float:
    """Share of samples above a sigma of 0.9: 0.4 until things are in their places, then less, for detail."""
    return 0.4 - 0.26 * min(1.0, max(0.0, (progress - 0.5) / 0.3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--unet", type=Path, help="a file of training.bundle's, to go on from")
    parser.add_argument("--seconds", default="110,330,35,50", help="of the four parts")
    parser.add_argument("--workers", type=int, default=15)
    parser.add_argument("--scenes", type=int, default=600_000)
    parser.add_argument("--pictures", type=int, default=110_000)
    parser.add_argument("--first", type=int, default=12_000, help="pictures before the training begins")
    parser.add_argument("--drawn", type=int, default=12_000)
    parser.add_argument("--crops", type=int, default=256)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--image-batch", type=int, default=768)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--report", type=float, default=15)
    parser.add_argument("--compile", action="store_true")
    args = parser.parse_args()
    for folder in (args.work, args.out):
        folder.mkdir(parents=True, exist_ok=True)
    run = Run(args)
    run.say(part="ready", device=run.device, cores=args.workers)
    seconds = [float(part) for part in args.seconds.split(",")]
    try:
        for part, time_ in zip(
            (run.autoencoder, run.denoiser, run.finish_decoder, run.image_encoder), seconds, strict=True
        ):
            if time_ or part == run.autoencoder:
                part(time_)
    finally:
        run.renderers.close()


if __name__ == "__main__":
    main()
