"""Runs one step of two rows through each graph, in turn and in processes of their own, and prints what it cost.

python measure_graphs.py SIDE GRAPH GRAPH [GRAPH...]

SIDE is that of the latents: 64 for 512 x 512. Graphs lie beside their weights; the first is compared with the others.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

ROUNDS = 2
THREADS = 2


def inputs(session, side):
    random = np.random.default_rng(0)
    timestep = next(i for i in session.get_inputs() if i.name == "timestep")
    return {
        "sample": random.standard_normal((2, 4, side, side), dtype=np.float32),
        "encoder_hidden_states": random.standard_normal((2, 77, 768), dtype=np.float32),
        "timestep": np.full(2 if len(timestep.shape) else (), 981, dtype=np.int64),
    }


def measure(side, graph, output):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    given = inputs(session, side)
    session.run(None, given)
    start, cpu = time.perf_counter(), time.process_time()
    result = session.run(None, given)[0]
    np.save(output, result)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([time.perf_counter() - start, time.process_time() - cpu, megabytes]))


def main(side, graphs):
    for _ in range(ROUNDS):
        first = None
        for graph in graphs:
            output = f"{graph}.npy"
            command = [sys.executable, __file__, "--one", side, graph, output]
            seconds, cpu, megabytes = json.loads(subprocess.check_output(command))
            result = np.load(output)
            Path(output).unlink()
            first = result if first is None else first
            away = np.abs(result - first).max() / np.abs(first).max()
            print(f"{graph}: {seconds:.2f} s, {cpu:.2f} CPU s, {megabytes} MB, {away:.1e} away", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        measure(int(sys.argv[2]), *sys.argv[3:])
    else:
        main(sys.argv[1], sys.argv[2:])
