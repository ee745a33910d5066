"""The classifier of nsfwjs (MIT) as a safety checker that packs can have, in the layout of diffusers' older export.

python safety.py FOLDER [--threshold T]

It finds something where the classes Porn, Hentai and Sexy together are more likely than the threshold. FOLDER has
safety_checker/ and feature_extractor/; beside what Calotype reads the model gives the five probabilities as `scores`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from keras_layers import BOOL, FLOAT, Graph, weights
from npm_package import NpmPackage

SHA256 = "585cd178f3b994337c4d10a87b080d342fc52f8b9bf0085c4d1f345a3a1c5382"
FOLDER = "dist/models/mobilenet_v2"
CLASSES = ["Drawing", "Hentai", "Neutral", "Porn", "Sexy"]
FOUND = ["Hentai", "Porn", "Sexy"]
SIDE = 224
BILINEAR = 2  # Pillow's number
PROCESSOR = {
    "do_center_crop": False,
    "do_normalize": False,
    "do_rescale": True,
    "rescale_factor": 1 / 255,
    "do_resize": True,
    "resample": BILINEAR,
    "size": {"height": SIDE, "width": SIDE},
}


def convert(threshold):
    package = NpmPackage("nsfwjs", "4.4.0", SHA256)
    described = package.bundled_json(f"{FOLDER}/model.min.js")
    data = package.bundled_bytes(f"{FOLDER}/group1-shard1of1.min.js")
    graph = Graph(weights(described["weightsManifest"], data))
    layers = described["modelTopology"]["model_config"]["config"]["layers"]
    last = graph.layers(layers, {layers[0]["config"]["name"]: "clip_input"})
    graph.node("Identity", [last], "scores")
    weight = graph.constant("found", np.array([[each in FOUND] for each in CLASSES], np.float32))
    likely = graph.node("MatMul", ["scores", weight], "likely")
    over = graph.node("Greater", [likely, graph.constant("threshold", np.float32(threshold))], "over")
    axis = graph.constant("axis", np.array([1], np.int64))
    graph.node("Squeeze", [over, axis], "has_nsfw_concepts")
    graph.node("Identity", ["images"], "out_images")
    pictures = ["batch", "height", "width", 3]
    model = graph.model(
        "nsfwjs",
        [("clip_input", FLOAT, ["batch", 3, SIDE, SIDE]), ("images", FLOAT, pictures)],
        [
            ("out_images", FLOAT, pictures),
            ("has_nsfw_concepts", BOOL, ["batch"]),
            ("scores", FLOAT, ["batch", len(CLASSES)]),
        ],
        {"source": f"npm {package.title}, {FOLDER}", "licence": "MIT", "classes": ",".join(CLASSES)},
    )
    onnx.checker.check_model(model, full_check=True)
    return model, package.file("LICENSE")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args()
    for part in ("safety_checker", "feature_extractor"):
        (options.folder / part).mkdir(parents=True, exist_ok=True)
    model, licence = convert(options.threshold)
    onnx.save(model, options.folder / "safety_checker/model.onnx")
    (options.folder / "safety_checker/LICENSE").write_bytes(licence)
    processor = options.folder / "feature_extractor/preprocessor_config.json"
    processor.write_text(json.dumps(PROCESSOR, indent=2) + "\n")
