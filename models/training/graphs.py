"""ONNX graphs: export from torch, storage of weights as fp16, and reading weights back for further training."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 18


def export(
    model: torch.nn.Module, inputs: dict[str, torch.Tensor], output: str, axes: dict[str, dict[int, str]], path: Path
) -> None:
    """Writes one graph whose initialisers keep the parameters' names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model.eval(),
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=[output],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
        do_constant_folding=False,
    )


def store_half(path: Path, smallest: int = 1024) -> None:
    """Stores large fp32 initialisers as fp16 behind a Cast node: half the size, and ORT folds the Cast at load."""
    model = onnx.load(str(path))
    casts, kept = [], []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < smallest:
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name + ".half")
        casts.append(
            helper.make_node("Cast", [half.name], [tensor.name], name=tensor.name + ".cast", to=TensorProto.FLOAT)
        )
        kept.append(half)
    nodes = casts + list(model.graph.node)
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def in_full(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with its halved initialisers as fp32 again and no Cast in front of them."""
    halved = {tensor.name: tensor for tensor in model.graph.initializer if tensor.name.endswith(".half")}
    whole = [
        numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float32), name.removesuffix(".half"))
        for name, tensor in halved.items()
    ]
    kept = [tensor for tensor in model.graph.initializer if tensor.name not in halved]
    nodes = [node for node in model.graph.node if not (node.op_type == "Cast" and node.input[0] in halved)]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept + whole)
    model.graph.node.extend(nodes)
    return model


def read_weights(path: Path) -> dict[str, torch.Tensor]:
    """The graph's initialisers by parameter name, as fp32."""
    weights = {}
    for tensor in onnx.load(str(path)).graph.initializer:
        value = numpy_helper.to_array(tensor)
        if value.dtype in (np.float16, np.float32):
            weights[tensor.name.removesuffix(".half")] = torch.from_numpy(value.astype(np.float32))
    return weights
