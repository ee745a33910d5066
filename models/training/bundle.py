"""Packs what a run needs into one file of less than 60 MiB: a vocabulary, its sprites and their manifest.

Usage: python -m training.bundle --sprites DIR --vocabulary FILE --out data.zip [--others 100]
"""

import argparse
import json
import zipfile
from pathlib import Path

from .sprites import Sprites

LIMIT = 60 * 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--others", type=int, default=150, help="concepts beyond the vocabulary, for the autoencoder")
    args = parser.parse_args()
    sprites, vocabulary = Sprites(args.sprites), json.loads(args.vocabulary.read_text())
    wanted = {sprites.hex_of_label[noun["label"]] for noun in vocabulary["nouns"]}
    wanted |= set(
        [h for h in sprites.complete if h not in wanted][:: max(1, len(sprites.complete) // max(1, args.others))]
    )
    entries = [entry for entry in sprites.entries if entry["hex"] in wanted]
    with zipfile.ZipFile(args.out, "w") as out:
        out.writestr("sprites/manifest.json", json.dumps(entries, indent=1))
        out.write(args.vocabulary, "vocabulary.json")
        for entry in entries:
            out.write(args.sprites / entry["file"], f"sprites/{entry['file']}")
    size = args.out.stat().st_size
    print(f"{len(entries)} sprites, {size / 2**20:.1f} MiB")
    if size > LIMIT:
        raise SystemExit("more than 60 MiB: take fewer --others")


if __name__ == "__main__":
    main()
