"""Writes two models in the form of Optimum's CLIP vision exports.

mean_colour.onnx gives a picture's mean red, green and blue as image_embeds, unprojected.onnx the same as pooler_output.

python mean_colour.py        # needs the onnx package
"""

import onnx
from onnx import TensorProto as T
from onnx import helper as h


def write(name: str, output: str) -> None:
    graph = h.make_graph(
        [
            h.make_node("ReduceMean", ["pixel_values", "sides"], [output], keepdims=0),
            h.make_node("Identity", ["pixel_values"], ["last_hidden_state"]),
        ],
        name,
        [h.make_tensor_value_info("pixel_values", T.FLOAT, ["image_batch_size", "num_channels", "height", "width"])],
        [
            h.make_tensor_value_info(output, T.FLOAT, ["image_batch_size", "projection_dim"]),
            h.make_tensor_value_info("last_hidden_state", T.FLOAT, ["a", "b", "c", "d"]),
        ],
        [h.make_tensor("sides", T.INT64, [2], [2, 3])],
    )
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, f"{name}.onnx")


write("mean_colour", "image_embeds")
write("unprojected", "pooler_output")
