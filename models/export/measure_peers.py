"""Runs Stable Diffusion 1.5's UNet or VAE decoder, random weights, with Calotype's graphs and with its peers.

python measure_peers.py unet|vae FOLDER [SIDE]

FOLDER has model.onnx as unet_of_size.py or vae_of_size.py exports it; prepared.onnx, the graph that Calotype runs, if
that is another; int8/model.onnx; and int8_exported/model.onnx, quantised without that edit, if others cannot read the
first. SIDE is that of the latents: 64, the default, for 512 x 512. A UNet has two rows, as for a guided picture. Each
engine has a process of its own, by turns; CPU seconds say more than seconds where others work, too. Prints a table.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROUNDS = 2
THREADS = 2
CALOTYPE = "Calotype"
INT8 = "Calotype, int8"


def inputs(kind, side, row_of_timesteps=False):
    random = np.random.default_rng(0)
    if kind == "vae":
        return {"latent_sample": random.standard_normal((1, 4, side, side), dtype=np.float32)}
    return {
        "sample": random.standard_normal((2, 4, side, side), dtype=np.float32),
        "timestep": np.full(2 if row_of_timesteps else (), 981, dtype=np.int64),
        "encoder_hidden_states": random.standard_normal((2, 77, 768), dtype=np.float32),
    }


def onnx_runtime(kind, side, graph):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    rows = any(given.name == "timestep" and given.shape for given in session.get_inputs())
    given = inputs(kind, side, rows)
    return lambda: session.run(None, given)[0]


def openvino(kind, side, graph, precision):
    import openvino

    core = openvino.Core()
    model = core.read_model(graph)
    rows = any(given.any_name == "timestep" and len(given.partial_shape) for given in model.inputs)
    given = inputs(kind, side, rows)
    model.reshape({name: list(value.shape) for name, value in given.items()})
    hints = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": THREADS}
    compiled = core.compile_model(model, "CPU", hints)
    return lambda: compiled(given)[0]


def diffusers(kind, side, precision):
    import torch
    import unet_of_size
    import vae_of_size

    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    dtype = getattr(torch, precision)
    model = (vae_of_size.Vae() if kind == "vae" else unet_of_size.Unet()).to(dtype)
    given = {name: torch.from_numpy(np.asarray(value)) for name, value in inputs(kind, side).items()}
    given = {name: value.to(dtype) if value.is_floating_point() else value for name, value in given.items()}

    def step():
        with torch.no_grad():
            return model(**given).float().numpy()

    return step


def engines(folder):
    exported, int8 = folder / "model.onnx", folder / "int8/model.onnx"
    prepared, int8_exported = folder / "prepared.onnx", folder / "int8_exported/model.onnx"
    found = {CALOTYPE: (onnx_runtime, prepared if prepared.exists() else exported)}
    if prepared.exists():
        found["ONNX Runtime, graph as exported"] = (onnx_runtime, exported)
    found |= {
        "diffusers, torch float32": (diffusers, "float32"),
        "diffusers, torch bfloat16": (diffusers, "bfloat16"),
        "OpenVINO f32": (openvino, exported, "f32"),
        "OpenVINO bf16": (openvino, exported, "bf16"),
        "OpenVINO, int8": (openvino, int8_exported if int8_exported.exists() else int8, "bf16"),
        INT8: (onnx_runtime, int8),
    }
    return found


def measure(kind, engine, folder, side, output):
    start = time.perf_counter()
    run, *arguments = engines(folder)[engine]
    step = run(kind, side, *arguments)
    loaded = time.perf_counter()
    step()
    start_step, cpu = time.perf_counter(), time.process_time()
    np.save(output, step())
    seconds, cpu = time.perf_counter() - start_step, time.process_time() - cpu
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"load": loaded - start, "s": seconds, "cpu": cpu, "mb": megabytes}))


def main(kind, folder, side):
    found = {engine: [] for engine in engines(folder)}
    results = {}
    output = folder / "output.npy"
    for _ in range(ROUNDS):
        for engine, runs in found.items():
            command = [sys.executable, __file__, "--one", kind, engine, str(folder), str(side), str(output)]
            runs.append(json.loads(subprocess.check_output(command).splitlines()[-1]))
            results[engine] = np.load(output)
            print(engine, runs[-1], file=sys.stderr, flush=True)
    output.unlink()
    best = {
        engine: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for engine, runs in found.items()
    }
    print("| engine | s | CPU s | CPU s over Calotype's | over int8's | load s | peak MB | away from Calotype's |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for engine, run in best.items():
        away = np.sqrt(((results[engine] - results[CALOTYPE]) ** 2).mean() / (results[CALOTYPE] ** 2).mean())
        print(
            f"| {engine} | {run['s']:.2f} | {run['cpu']:.2f} | {run['cpu'] / best[CALOTYPE]['cpu']:.2f} "
            f"| {run['cpu'] / best[INT8]['cpu']:.2f} | {run['load']:.1f} | {run['mb']:.0f} | {away:.1e} |"
        )


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        measure(sys.argv[2], sys.argv[3], Path(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
    else:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 64)
