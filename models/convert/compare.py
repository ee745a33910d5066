"""Compares converted models with what TensorFlow.js makes of the same files; needs `npm install` in this folder.

python compare.py CHECKER PICTURE...

The upscalers are compared with the pictures in their packages. CHECKER is a folder that safety.py wrote.
"""

import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from npm_package import NpmPackage
from PIL import Image
from safety import CLASSES, SIDE
from upscaler import convert

SAMPLES = {
    "slim": "b53070ff01363e74d33138106dcc72b58d341c9fb7e8fd648554a4e7744142b5",
    "medium": "367471ded0629387b9aabc75183be0b80d39d46c3f509945ebde4f5bf7a49627",
}


def planes(picture):
    return np.asarray(picture.convert("RGB"), np.float32).transpose(2, 0, 1)[None]


def upscaler(size, sha256):
    """ESRGANs of the same packages' family, which count from 0 to 255, on the picture that comes with a result."""
    package = NpmPackage(f"@upscalerjs/esrgan-{size}", "1.0.0", sha256)
    model = convert(package, "models/x2")
    last = model.graph.node[-1]
    last.op_type = "Identity"  # in place of what keeps a result from 0 to 1
    del last.input[1:]
    session = onnxruntime.InferenceSession(model.SerializeToString())
    image = planes(Image.open(io.BytesIO(package.file("assets/fixture.png"))))
    made = np.clip(np.round(session.run(None, {"image": image})[0]), 0, 255)
    difference = np.abs(made - planes(Image.open(io.BytesIO(package.file("assets/samples/2x/result.png")))))
    share = (difference > 0).mean()
    print(f"esrgan-{size}: largest difference {difference.max():.0f} of 255, in {share:.4%} of all values")


def checker(folder, files):
    resized = [Image.open(file).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR) for file in files]
    pixels = np.stack([np.asarray(picture, np.float32) / 255 for picture in resized])
    with tempfile.NamedTemporaryFile() as file:
        file.write(pixels.tobytes())
        file.flush()
        command = ["node", str(Path(__file__).with_name("scores.cjs")), file.name]
        expected = np.array(
            json.loads(subprocess.run(command, capture_output=True, check=True).stdout.splitlines()[-1])
        )
    session = onnxruntime.InferenceSession(folder / "safety_checker/model.onnx")
    inputs = {"clip_input": pixels.transpose(0, 3, 1, 2), "images": np.zeros((1, 1, 1, 3), np.float32)}
    scores, found = session.run(["scores", "has_nsfw_concepts"], inputs)
    for file, score, verdict in zip(files, scores, found, strict=True):
        told = ", ".join(f"{name} {value:.3f}" for name, value in zip(CLASSES, score, strict=True))
        print(f"{file}: {'finds something' if verdict else 'finds nothing'} ({told})")
    print(f"the checker finds something in {found.sum()} of {len(files)} pictures")
    print(f"largest difference of a probability from TensorFlow.js: {np.abs(scores - expected).max():.1e}")


if __name__ == "__main__":
    for size, sha256 in SAMPLES.items():
        upscaler(size, sha256)
    checker(Path(sys.argv[1]), sys.argv[2:])
