"""Packs what a run on another machine needs into one folder of less than 60 MiB; that machine needs no network.

Usage: python -m training.bundle --sprites DIR --encoder DIR --pack pictograms --vocabulary FILE --out DIR
In it: the vocabulary and its sprites, others for the autoencoder, its weights to begin from, and the text encoder.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image
from safetensors.torch import save_file

from . import graphs, vocabulary
from .gpu import minilm
from .known_words import known_words
from .scenes import SceneMaker
from .sprites import Sprites, held_out
from .train_vae import HELD_OUT_SHARE
from .weights import vae_of

LIMIT = 60 * 2**20
CAPTIONS = 3000  # of each kind, whose words the text encoder keeps


def write_sprites(sprites: Sprites, wanted: set[str], out: Path) -> None:
    """Lossless WebP, less than half of the PNG files' size."""
    entries = []
    for entry in sprites.entries:
        if entry["hex"] not in wanted:
            continue
        file = Path(entry["file"]).with_suffix(".webp")
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        Image.open(sprites.folder / entry["file"]).convert("RGBA").save(out / file, "WEBP", lossless=True, method=4)
        entries.append({key: entry[key] for key in ("hex", "style", "label")} | {"file": str(file)})
    (out / "manifest.json").write_text(json.dumps(entries, indent=1))


def concepts(maker: SceneMaker, others: int, unseen: int) -> set[str]:
    """The vocabulary's, and some others: seen by the autoencoder, and kept from it for its measure."""
    known = {maker.sprites.hex_of_label[noun["label"]] for noun in maker.nouns}
    rest = list(np.random.default_rng(4).permutation([h for h in maker.sprites.complete if h not in known]))
    held = [h for h in rest if held_out(h, HELD_OUT_SHARE)]
    return known | set([h for h in rest if h not in held][:others]) | set(held[:unseen])


def texts(maker: SceneMaker) -> list[str]:
    """Every word that a caption can have, and captions as they are, whose punctuation counts too."""
    scenes = [maker.scene(kind, seed) for kind in maker.kinds() for seed in range(CAPTIONS)]
    return [
        "",
        *known_words(maker.vocabulary),
        *maker.vocabulary["grid"],
        *(f"a {noun['word']}" for noun in maker.nouns),
        *(text for scene in scenes for text in (scene.caption, f"{scene.body}, {scene.style}")),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("sprites", "encoder", "pack", "vocabulary", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--others", type=int, default=230, help="concepts beyond the vocabulary")
    parser.add_argument("--unseen", type=int, default=60, help="concepts to measure the autoencoder by")
    parser.add_argument("--unet", type=Path, help="a file for the denoiser's weights, to go on from")
    args = parser.parse_args()
    maker = SceneMaker(vocabulary.read(args.vocabulary), Sprites(args.sprites))
    args.out.mkdir(parents=True, exist_ok=True)
    write_sprites(maker.sprites, concepts(maker, args.others, args.unseen), args.out / "sprites")
    (args.out / "vocabulary.json").write_text(args.vocabulary.read_text())
    weights = {key: value.half().contiguous() for key, value in vae_of(args.pack).state_dict().items()}
    save_file(weights, str(args.out / "vae.safetensors"))
    if args.unet:
        args.unet.parent.mkdir(parents=True, exist_ok=True)
        unet = graphs.read_weights(args.pack / "unet/model.onnx")
        save_file({key: value.half().contiguous() for key, value in unet.items()}, str(args.unet))
    minilm.write(args.encoder, args.out / "minilm.safetensors", texts(maker))
    size = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
    print(f"{size / 2**20:.1f} MiB")
    if size > LIMIT:
        raise SystemExit("more than 60 MiB: take fewer --others")


if __name__ == "__main__":
    main()
