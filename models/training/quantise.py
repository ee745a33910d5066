"""Makes the int8 variant of a pack's UNet (static QDQ, unsigned activations, signed weights per channel); measures it.

Usage: python -m training.quantise --pack pictograms --sprites DIR [--prompts 24]

Scales are static because dynamic ones span the batch, and a picture would then depend on its batch mates.
Writes unet/model_int8.onnx and a new manifest into the pack, and docs/int8.json.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from . import graphs, pack
from .generate import Generator, session
from .scenes import SceneMaker
from .sprites import Sprites
from .tasks import TASKS, TaskMaker

KEPT_FULL = ("/conv_in/", "/conv_out/", "/time/", "/pooled/")  # cheap, and the ones that rounding hurts most


class Recorder:
    """Stands in for a session, and keeps every call's inputs."""

    def __init__(self, inner):
        self.inner, self.feeds = inner, []

    def run(self, names, feeds):
        self.feeds.append(feeds)
        return self.inner.run(names, feeds)


class Calls(CalibrationDataReader):
    """Recorded calls, one row at a time."""

    def __init__(self, feeds: list[dict]):
        self.rows = iter(
            [
                {name: value[row : row + 1] for name, value in call.items()}
                for call in feeds
                for row in range(len(call["sample"]))
            ]
        )

    def get_next(self):
        return next(self.rows, None)


def record(generator: Generator, prompts: list[str]) -> list[dict]:
    """The UNet's inputs on the way of some pictures."""
    recorder = Recorder(generator.unet)
    generator.unet = recorder
    for at, prompt in enumerate(prompts):
        generator.latents([prompt], [1000 + at], 6, generator.defaults["guidance_scale"])
    generator.unet = recorder.inner
    return recorder.feeds


def quantise(source: Path, feeds: list[dict], target: Path) -> None:
    """Convolutions and matrix products with weights become int8; the rest stays fp32."""
    with tempfile.TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        onnx.save(graphs.in_full(onnx.load(str(source))), str(full))
        quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
        model = onnx.load(str(ready))
        weights = {tensor.name for tensor in model.graph.initializer}
        nodes = [
            node.name
            for node in model.graph.node
            if node.op_type in ("Conv", "MatMul")
            and node.input[1] in weights
            and not any(part in node.name for part in KEPT_FULL)
        ]
        quantize_static(
            str(ready),
            str(target),
            Calls(feeds),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_quantize=nodes,
            calibrate_method=CalibrationMethod.MinMax,
        )
    graphs.store_half(target)  # what stayed whole


def seconds(path: Path, feeds: dict, calls: int = 20) -> float:
    """Processor time of one call on one thread."""
    model = session(path, 1)
    model.run(None, feeds)
    before = time.process_time()
    for _ in range(calls):
        model.run(None, feeds)
    return (time.process_time() - before) / calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, default=Path("vocabulary/shipped.json"))
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="where the graph goes; into the pack by default")
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--prompts", type=int, default=24, help="how many pictures the scales are taken from")
    args = parser.parse_args()
    makes = TaskMaker(SceneMaker(json.loads(args.vocabulary.read_text()), Sprites(args.sprites)))
    prompts = [case.prompt for task in TASKS for case in makes.cases(task, -(-args.prompts // len(TASKS)), 3, False)]
    generator = Generator(args.pack)
    feeds = record(generator, prompts)
    full, target = args.pack / "unet/model.onnx", args.out or args.pack / "unet/model_int8.onnx"
    quantise(full, feeds, target)
    call = feeds[len(feeds) // 2]
    exact, rounded = session(full).run(None, call)[0], session(target).run(None, call)[0]
    alone = session(target).run(None, {name: value[1:2] for name, value in call.items()})[0]
    found = {
        "bytes": target.stat().st_size,
        "seconds": seconds(target, call),
        "fp32_seconds": seconds(full, call),
        "relative_error": float(np.sqrt(((exact - rounded) ** 2).mean() / (exact**2).mean())),
        "batch_mate_difference": float(np.abs(alone - rounded[1:2]).max()),
        "load": list(os.getloadavg()),
    }
    if not args.out:
        pack.write_manifest(args.pack)
    pack.write_json(args.docs / "int8.json", found)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
