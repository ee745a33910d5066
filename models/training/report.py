"""The evaluation as a page."""

AUTOENCODER_GOALS = {"scenes of the vocabulary": 30, "random arrangements of held-out concepts": 28}
IMAGE_ENCODER_GOALS = {"fresh real scenes": 0.9, "generated pictures": 0.85}
GOALS = {
    "single object": 0.95,
    "two objects": 0.9,
    "count": 0.9,
    "colour": 0.95,
    "position": 0.85,
    "colour binding": 0.85,
    "style": 0.9,
    "retrieval": 0.85,
}


def _row(name: str, found: dict, judge: dict | None, goal: float | None) -> str:
    if not found["n"]:
        return f"| {name} | no such prompts | - | - | - |\n"
    interval = f"{found['low']:.2f} to {found['high']:.2f}"
    sure = f"{judge['accuracy']:.3f} ({judge['n']})" if judge else "-"
    return f"| {name} | **{found['score']:.2f}** ({interval}) | {found['n']} | {goal or '-'} | {sure} |\n"


def markdown(result: dict) -> str:
    """Written by `python -m training.evaluate`; not edited by hand."""
    head = "| task | score (95 % interval) | pictures | goal | judge's own accuracy on real scenes (n) |\n|---|---|---|---|---|\n"
    defaults = result["defaults"]
    text = f"""# Evaluation of pictograms {result["pack"]}{", " + result["variant"] if result.get("variant") else ""}

Written by `python -m training.evaluate --prompts {result["prompts"]} --seeds {result["seeds"]}` from the pack's ONNX files alone:
{defaults["steps"]} Euler steps, guidance {defaults["guidance_scale"]}, 256x256. Every score stands beside the accuracy of the judge that gave it, measured
on real scenes of fresh seeds that name no background, as the prompts do not. The judge knows an object by its nearest sprite, so it says that the right thing was drawn, not how
finely. Half of the prompts name no style and are drawn in the default one.

## Tasks

{head}"""
    for task, found in result["tasks"].items():
        text += _row(task, found, result["judge"].get(task), GOALS[task])
    text += f"""
Retrieval is rank 1 of all (noun, style) pairs of the vocabulary.

## Combinations kept out of training

Noun with style (3 %), noun with colour (5 %), and noun, relation, noun (10 %), held out by hash.

{head}"""
    for task, found in result["held_out"].items():
        text += _row(task, found, result["judge"].get(task), None)
    text += "\n## Autoencoder\n\n| pictures | PSNR, dB | n | goal |\n|---|---|---|---|\n"
    for name, found in result["vae"].items():
        text += f"| {name} | {found['psnr']:.1f} | {found['n']} | {AUTOENCODER_GOALS[name]} |\n"
    memory = result["memorisation"]
    text += f"""
## Memorisation

Root mean square distance at 32x32 to the nearest of {memory["training scenes"]} training scenes with two objects, median of {memory["n"]}: generated
{memory["generated"]:.3f}, fresh real scenes {memory["fresh real scenes"]:.3f}. A figure well below that of fresh scenes would mean scenes learnt by heart. Single
objects are meant to look like their sprites.

## Image encoder

How often a picture's nearest of all nouns, each as "a noun", is its own. The generated pictures are one of every noun, half of
them in a style that the prompt names, with 10 steps.

| pictures | retrieval@1 | goal | mean cosine to its own noun | to the others | n |
|---|---|---|---|---|---|
"""
    for name, found in result["image_encoder"].items():
        text += (
            f"| {name} | **{found['retrieval']:.2f}** | {IMAGE_ENCODER_GOALS[name]} | {found['right']:.2f} | "
            f"{found['wrong']:.2f} | {found['n']} |\n"
        )
    variant = "-" + result["variant"] if result.get("variant") else ""
    text += f"""
## Time

One default picture through ONNX Runtime, warm: {result["clock"]["seconds"]:.2f} s, at a load average of {result["clock"]["load"][0]:.1f} on the machine (goal: at most 0.6 s on
two idle cores).

## Pictures

- `grid{variant}.png`: the first 32 are the eight prompts of the acceptance list at seeds 1 to 4.
- `nouns{variant}.jpg`: a hundred nouns, spread evenly over the vocabulary, in every style.
"""
    return text
