"""Puts the figures of docs/evaluation.json and docs/training.json into the model card, between its markers.

Usage: python -m training.card --card pictograms/MODEL_CARD.md --docs docs
"""

import argparse
import json
from pathlib import Path

from .report import AUTOENCODER_GOALS, GOALS, IMAGE_ENCODER_GOALS

BEGIN, END = "<!-- figures: written by training.card -->", "<!-- end of figures -->"


def _seconds(clock: dict | None) -> str:
    return f"{clock['seconds']:.2f} s at load {clock['load'][0]:.1f} on 2 cores" if clock else "-"


def figures(result: dict, int8: dict) -> str:
    """The card's table, the int8 variant beside the whole model."""
    lines = ["| | reached | int8 | goal |", "|---|---|---|---|"]
    for task, found in result["tasks"].items():
        rounded, held = int8.get("tasks", {}).get(task), result["held_out"].get(task, {"n": 0})
        apart = f"; held-out combinations {held['score']:.2f} (n {held['n']})" if held["n"] else ""
        beside = f"{rounded['score']:.2f} (n {rounded['n']})" if rounded else "-"
        lines.append(f"| {task} | {found['score']:.2f} (n {found['n']}){apart} | {beside} | {GOALS[task] or '-'} |")
    for name, found in result["vae"].items():
        lines.append(f"| autoencoder PSNR, {name} | {found['psnr']:.1f} dB | the same | {AUTOENCODER_GOALS[name]} dB |")
    for name, found in result.get("image_encoder", {}).items():
        lines.append(
            f"| image encoder, retrieval@1 over the nouns, {name} | {found['retrieval']:.2f} (n {found['n']}) | the same | "
            f"{IMAGE_ENCODER_GOALS[name]} |"
        )
    lines.append(
        f"| one default picture, ONNX Runtime, warm | {_seconds(result['clock'])} | {_seconds(int8.get('clock'))} | 0.6 s on 2 idle cores |"
    )
    judge = ", ".join(f"{task} {found['accuracy']:.2f}" for task, found in result["judge"].items())
    lines.append("")
    lines.append(
        f"The judge's own accuracy on real scenes: {judge}. Evaluated with {result['prompts']} prompts a task and {result['seeds']} seeds."
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--card", type=Path, default=Path("pictograms/MODEL_CARD.md"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    args = parser.parse_args()
    text = args.card.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    result = json.loads((args.docs / "evaluation.json").read_text())
    rounded = args.docs / "evaluation-int8.json"
    int8 = json.loads(rounded.read_text()) if rounded.exists() else {}
    args.card.write_text(f"{before}{BEGIN}\n{figures(result, int8)}\n{END}{after}")


if __name__ == "__main__":
    main()
