"""Writes scale.onnx: y = x * factor + bias where mask, else 0; sum = the sum of y over each row.

python scale.py        # needs the onnx package
"""

import onnx
from onnx import TensorProto as T
from onnx import helper as h

graph = h.make_graph(
    [
        h.make_node("Cast", ["factor"], ["factor_f32"], to=T.FLOAT),
        h.make_node("Unsqueeze", ["factor_f32", "last"], ["factor_column"]),
        h.make_node("Mul", ["x", "factor_column"], ["scaled"]),
        h.make_node("Add", ["scaled", "bias"], ["biased"]),
        h.make_node("Where", ["mask", "biased", "zero"], ["y"]),
        h.make_node("ReduceSum", ["y", "last"], ["sum"], keepdims=0),
    ],
    "scale",
    [
        h.make_tensor_value_info("x", T.FLOAT, ["rows", 4]),
        h.make_tensor_value_info("factor", T.INT64, ["rows"]),
        h.make_tensor_value_info("mask", T.BOOL, ["rows", 4]),
        h.make_tensor_value_info("bias", T.FLOAT, []),
    ],
    [
        h.make_tensor_value_info("y", T.FLOAT, ["rows", 4]),
        h.make_tensor_value_info("sum", T.FLOAT, ["rows"]),
    ],
    [
        h.make_tensor("last", T.INT64, [1], [-1]),
        h.make_tensor("zero", T.FLOAT, [], [0.0]),
    ],
)
model = h.make_model(graph, opset_imports=[h.make_opsetid("", 18)], ir_version=9)
onnx.checker.check_model(model, full_check=True)
onnx.save(model, "scale.onnx")
