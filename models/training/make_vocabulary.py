"""Writes a wide vocabulary: the shipped one, and every other thing that all three drawn sets have.

Usage: python -m training.make_vocabulary --sprites DIR --out vocabulary/wide.json [--nouns 200]
For a run with a GPU: `train_denoiser --continue-from pictograms` with latents of this vocabulary.
"""

import argparse
import json
from pathlib import Path

from .sprites import Sprites

# Emojis of people, gestures and faces differ in details that a caption does not say.
PEOPLE = (
    "person",
    "people",
    "man",
    "woman",
    "face",
    "hand",
    "finger",
    "family",
    "couple",
    "kiss",
    "boy",
    "girl",
    "baby",
    "people",
    "clock",
    "arrow",
    "button",
    "o’clock",
    "-thirty",
    "flag",
    "men",
    "women",
    "child",
    "adult",
    "eyes",
    "mouth",
    "square",
    "circle",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=Path("vocabulary/shipped.json"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--nouns", type=int, default=200)
    args = parser.parse_args()
    vocabulary, sprites = json.loads(args.base.read_text()), Sprites(args.sprites)
    taken = {n["label"] for n in vocabulary["nouns"]}
    words = (
        {n["word"] for n in vocabulary["nouns"]}
        | {s for n in vocabulary["nouns"] for s in n.get("synonyms", [])}
        | set(vocabulary["props"])
    )
    for entry in sprites.entries:
        known = entry["label"] in taken or entry["caption"] in words or entry["hex"] not in sprites.complete
        if (
            known
            or entry["style"] != "flat"
            or len(entry["caption"].split()) > 2
            or any(p in entry["label"] for p in PEOPLE)
        ):
            continue
        if len(vocabulary["nouns"]) >= args.nouns:
            break
        vocabulary["nouns"].append({"word": entry["caption"], "label": entry["label"], "recolour": True})
        words.add(entry["caption"])
    vocabulary["name"] = args.out.stem
    args.out.write_text(json.dumps(vocabulary, indent=1, ensure_ascii=False) + "\n")
    print(len(vocabulary["nouns"]), "nouns")


if __name__ == "__main__":
    main()
