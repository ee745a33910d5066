"""Evaluates a pack from its ONNX files: autoencoder, tasks, styles, retrieval, image encoder, held-out combinations.

Usage: python -m training.evaluate --pack DIR --sprites DIR --out docs [--prompts 60 --seeds 4] [--parts tasks grid]
Writes evaluation.json, evaluation.md, grid.png and nouns.jpg. The judge is first measured on unseen real scenes.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
from PIL import Image

from . import picture_grids, picture_search, report, vocabulary
from .generate import Generator, session
from .judge import Judge
from .paint import paint
from .scenes import KINDS, Scene, SceneMaker, plain_paper
from .scoring import retrieved, right, style_obeyed
from .sprites import Sprites, held_out
from .tasks import TASKS, Case, TaskMaker
from .train_vae import HELD_OUT_SHARE, crop_scene

REAL_SEED = 1 << 28
PARTS = ("judge", "vae", "grid", "tasks", "held_out", "memorisation", "image_encoder", "clock")


def real_case(scene: Scene) -> Case:
    """The case of a real scene, by which the judge itself is measured."""
    relation = scene.facts.get("relation")
    task = {"single": "single object", "colour": "colour", "count": "count"}.get(scene.kind)
    bound = all(item.colour for item in scene.items)
    task = task or ("position" if relation != "and" else "colour binding" if bound else "two objects")
    return Case(
        task,
        scene.caption,
        [i.noun["word"] for i in scene.items][:2],
        scene.style,
        [i.colour for i in scene.items],
        len(scene.items),
        relation,
    )


def measure_judge(judge: Judge, maker: SceneMaker, count: int) -> dict:
    """Accuracy of every rule on real scenes of fresh seeds, after the style rule was fitted on others."""
    fit = [maker.scene("single", REAL_SEED + 5000 + n) for n in range(max(3 * count, 60))]
    judge.fit_style([(paint(s, maker.sprites)[0], s.style) for s in fit])
    rows: dict[str, list[bool]] = {}
    for kind in ("single", "colour", "count", "pair"):
        for n in range(2 * count):
            scene = maker.scene(kind, REAL_SEED + n)
            if scene.paper != plain_paper([item.colour for item in scene.items]):  # as the prompts of the tasks
                continue
            picture, case = paint(scene, maker.sprites)[0], real_case(scene)
            rows.setdefault(case.task, []).append(right(case, picture, judge))
            if kind == "single":
                rows.setdefault("style", []).append(style_obeyed(case, picture, judge))
                rows.setdefault("retrieval", []).append(retrieved(case, picture, judge) == 1)
    return {task: {"accuracy": float(np.mean(found)), "n": len(found)} for task, found in rows.items()}


def vae_quality(pack: Path, maker: SceneMaker, count: int) -> dict:
    """PSNR of encode and decode: scenes of unseen seeds, and cut-ups of concepts the autoencoder was not trained on."""
    encoder, decoder = session(pack / "vae_encoder/model.onnx"), session(pack / "vae_decoder/model.onnx")
    known = {maker.sprites.hex_of_label[n["label"]] for n in maker.nouns}
    unseen = [h for h in maker.sprites.complete if held_out(h, HELD_OUT_SHARE) and h not in known]
    rng = np.random.default_rng(2)
    sets = {
        "scenes of the vocabulary": [
            paint(maker.scene(KINDS[n % len(KINDS)], REAL_SEED + 9000 + n), maker.sprites)[0] for n in range(count)
        ],
        "random arrangements of held-out concepts": [crop_scene(maker.sprites, unseen, rng, 256) for _ in range(count)],
    }
    out = {}
    for name, pictures in sets.items():
        values = []
        for picture in pictures:
            x = (picture.transpose(2, 0, 1)[None] / 127.5 - 1).astype(np.float32)
            y = decoder.run(None, {"latent_sample": encoder.run(None, {"sample": x})[0][:, :16]})[0]
            values.append(-10 * np.log10(((y.clip(-1, 1) - x) ** 2).mean() / 4))
        out[name] = {"psnr": float(np.mean(values)), "n": count}
    return out


def share(rows: list[bool]) -> dict:
    """A rate with its 95 % Wilson interval."""
    n, p, z = max(len(rows), 1), float(np.mean(rows)) if rows else 0.0, 1.96
    middle, half = (
        (p + z * z / (2 * n)) / (1 + z * z / n),
        z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n),
    )
    return {"score": p, "low": float(max(0, middle - half)), "high": float(min(1, middle + half)), "n": len(rows)}


def run_tasks(generator: Generator, judge: Judge, makes: TaskMaker, prompts: int, seeds: int, held: bool) -> dict:
    """Scores of the six tasks; the style is judged on the single objects."""
    out, styles, ranks = {}, [], []
    for task in TASKS:
        cases = [case for case in makes.cases(task, prompts, 7, held) for _ in range(seeds)]
        pictures = (
            generator.draw([c.prompt for c in cases], [1 + at % seeds for at in range(len(cases))]) if cases else []
        )
        out[task] = share([right(case, picture, judge) for case, picture in zip(cases, pictures, strict=True)])
        if task == "single object":
            styles = [style_obeyed(c, p, judge) for c, p in zip(cases, pictures, strict=True)]
            ranks = [retrieved(c, p, judge) == 1 for c, p in zip(cases, pictures, strict=True)]
        print(task, "held out" if held else "", out[task], flush=True)
    return {**out, "style": share(styles), "retrieval": share(ranks)}


def memorisation(generator: Generator, maker: SceneMaker, makes: TaskMaker, count: int) -> dict:
    """Distance at 32x32 of generated pictures to their nearest training scene, beside that of fresh real scenes."""
    small = lambda p: np.asarray(Image.fromarray(p).resize((32, 32), Image.BOX), np.float32).ravel() / 255  # noqa: E731
    training = np.stack([small(paint(maker.scene("pair", n), maker.sprites)[0]) for n in range(20 * count)])
    nearest = lambda ps: [float(np.sqrt(((training - small(p)) ** 2).mean(1).min())) for p in ps]  # noqa: E731
    cases = makes.cases("two objects", count, 11, False)
    drawn = nearest(generator.draw([c.prompt for c in cases], list(range(100, 100 + len(cases)))))
    fresh = nearest([paint(maker.scene("pair", REAL_SEED + 7000 + n), maker.sprites)[0] for n in range(count)])
    return {
        "generated": float(np.median(drawn)),
        "fresh real scenes": float(np.median(fresh)),
        "n": len(drawn),
        "training scenes": len(training),
    }


def clock(generator: Generator) -> dict:
    """Seconds for one warm default picture, by stage; says nothing about other load on the machine."""
    generator.draw(["a red apple"], [1], 2)
    start = time.time()
    generator.draw(["a red apple"], [1])
    return {"seconds": time.time() - start, "load": list(os.getloadavg())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, default=Path("vocabulary/shipped.json"))
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--prompts", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--held-prompts", type=int, default=20)
    parser.add_argument("--judge-scenes", type=int, default=150)
    parser.add_argument("--variant", default="", help="int8: the pack's int8 UNet, into evaluation-int8.*")
    parser.add_argument(
        "--parts",
        nargs="*",
        choices=PARTS,
        default=PARTS,
        help="only these; the others stay as evaluation.json has them",
    )
    args = parser.parse_args()
    taught, sprites = vocabulary.read(args.vocabulary), Sprites(args.sprites)
    maker, judge = SceneMaker(taught, sprites), Judge(taught, sprites)
    makes, generator = TaskMaker(maker), Generator(args.pack, variant=args.variant)
    args.out.mkdir(parents=True, exist_ok=True)
    judged = {"judge", "tasks", "held_out"} & set(args.parts)
    accuracy = measure_judge(judge, maker, args.judge_scenes) if judged else {}
    work = {
        "judge": lambda: accuracy,
        "vae": lambda: vae_quality(args.pack, maker, 40),
        "grid": lambda: picture_grids.draw(generator, args.out, suffix(args), taught),
        "tasks": lambda: run_tasks(generator, judge, makes, args.prompts, args.seeds, False),
        "held_out": lambda: run_tasks(generator, judge, makes, args.held_prompts, max(1, args.seeds // 2), True),
        "memorisation": lambda: memorisation(generator, maker, makes, 24),
        "image_encoder": lambda: picture_search.measure(args.pack, generator, maker, 400),
        "clock": lambda: clock(generator),
    }
    for part in PARTS:
        if part in args.parts:
            write(args, generator, part, work[part]())


def suffix(args) -> str:
    """What the files of a variant are told apart by."""
    return f"-{args.variant}" if args.variant else ""


def write(args, generator: Generator, part: str, found) -> None:
    """Puts one part into evaluation.json, and once all are there, writes the page."""
    path, version = (
        args.out / f"evaluation{suffix(args)}.json",
        json.loads((args.pack / "pack.json").read_text())["version"],
    )
    result = json.loads(path.read_text()) if path.exists() else {}
    if result.get("pack") != version:
        result = {"pack": version, "variant": args.variant, "defaults": generator.defaults}
    result[part] = found
    if part == "tasks":
        result.update(prompts=args.prompts, seeds=args.seeds)
    path.write_text(json.dumps(result, indent=1) + "\n")
    if all(p in result for p in PARTS):
        path.with_suffix(".md").write_text(report.markdown(result))


if __name__ == "__main__":
    main()
