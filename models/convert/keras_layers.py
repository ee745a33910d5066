"""Keras models as TensorFlow.js keeps them (layers format) to ONNX, with planes of channels: NHWC becomes NCHW."""

from dataclasses import dataclass, replace
from math import prod

import numpy as np
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
FLOAT = TensorProto.FLOAT
BOOL = TensorProto.BOOL


@dataclass(frozen=True)
class Weight:
    """A tensor as it is stored: bytes that mean `scale * byte + low` where it is quantised."""

    stored: np.ndarray
    scale: float | None = None
    low: float = 0

    def transpose(self, *axes):
        return replace(self, stored=self.stored.transpose(*axes))


def weights(manifest, data):
    """The tensors by name; data is all shards, one after the other."""
    tensors, at = {}, 0
    for entry in (entry for group in manifest for entry in group["weights"]):
        quantised = entry.get("quantization", {})
        kind = np.dtype(quantised.get("dtype", entry["dtype"]))
        end = at + prod(entry["shape"]) * kind.itemsize
        stored = np.frombuffer(data[at:end], kind).reshape(entry["shape"])
        tensors[entry["name"]] = Weight(stored, quantised.get("scale"), quantised.get("min", 0))
        at = end
    if at != len(data):
        raise ValueError(f"the shards have {len(data)} bytes, the manifest {at}")
    return tensors


class Graph:
    """Nodes and initializers of an ONNX graph, made layer by layer."""

    def __init__(self, tensors):
        self.tensors = tensors
        self.nodes = []
        self.constants = {}

    def constant(self, name, value):
        """A constant; of a quantised weight the bytes are kept, and the graph makes numbers of them."""
        if not isinstance(value, Weight):
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
            return name
        if value.scale is None:
            return self.constant(name, value.stored)
        stored = self.constant(f"{name}/stored", value.stored)
        numbers = self.node("Cast", [stored], f"{name}/numbers", to=FLOAT)
        scaled = self.node("Mul", [numbers, self.constant(f"{name}/scale", np.float32(value.scale))], f"{name}/scaled")
        return self.node("Add", [scaled, self.constant(f"{name}/low", np.float32(value.low))], name)

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def layers(self, layers, given):
        """Adds a functional model; given names its inputs. Returns the last layer's output."""
        made = dict(given)
        for layer in layers:
            name = layer["config"]["name"]
            if name not in made:
                inputs = [made[source[0]] for source in layer["inbound_nodes"][0]]
                made[name] = getattr(self, layer["class_name"])(name, layer["config"], inputs)
        return made[layers[-1]["config"]["name"]]

    def weight(self, name, part):
        return self.tensors[f"{name}/{part}"]

    def activation(self, name, config, before):
        kind = {"relu": "Relu", "softmax": "Softmax", "sigmoid": "Sigmoid", "linear": None}[config["activation"]]
        return self.node(kind, [before], f"{name}/{config['activation']}") if kind else before

    def Activation(self, name, config, inputs):  # noqa: N802 the layers are found by their class names
        return self.activation(name, config, inputs[0])

    def ReLU(self, name, config, inputs):  # noqa: N802
        if config["negative_slope"] or config["threshold"]:
            raise ValueError(f"{name}: a slope or threshold")
        if config["max_value"] is None:
            return self.node("Relu", inputs, name)
        ends = {"least": 0, "most": config["max_value"]}
        bounds = [self.constant(f"{name}/{end}", np.float32(value)) for end, value in ends.items()]
        return self.node("Clip", [*inputs, *bounds], name)

    def Add(self, name, config, inputs):  # noqa: N802
        return self.node("Add", inputs, name)

    def Concatenate(self, name, config, inputs):  # noqa: N802
        if config["axis"] not in (3, -1):
            raise ValueError(f"{name}: joins axis {config['axis']}")
        return self.node("Concat", inputs, name, axis=1)

    def Dropout(self, name, config, inputs):  # noqa: N802
        return inputs[0]

    def convolution(self, name, config, inputs, kernel, group):
        if config["dilation_rate"] != [1, 1] or config["data_format"] != "channels_last":
            raise ValueError(f"{name}: dilated, or channels first")
        parameters = [self.constant(f"{name}/kernel", kernel)]
        if config["use_bias"]:
            parameters.append(self.constant(f"{name}/bias", self.weight(name, "bias")))
        pad = {"same": "SAME_UPPER", "valid": "VALID"}[config["padding"]]
        made = self.node("Conv", inputs + parameters, name, strides=config["strides"], group=group, auto_pad=pad)
        return self.activation(name, config, made)

    def Conv2D(self, name, config, inputs):  # noqa: N802
        if config.get("groups", 1) != 1:
            raise ValueError(f"{name}: groups")
        return self.convolution(name, config, inputs, self.weight(name, "kernel").transpose(3, 2, 0, 1), 1)

    def DepthwiseConv2D(self, name, config, inputs):  # noqa: N802
        if config["depth_multiplier"] != 1:
            raise ValueError(f"{name}: depth_multiplier")
        kernel = self.weight(name, "depthwise_kernel").transpose(2, 3, 0, 1)
        return self.convolution(name, config, inputs, kernel, kernel.stored.shape[0])

    def BatchNormalization(self, name, config, inputs):  # noqa: N802
        if not (config["scale"] and config["center"]):
            raise ValueError(f"{name}: no scale or no center")
        parts = ["gamma", "beta", "moving_mean", "moving_variance"]
        constants = [self.constant(f"{name}/{part}", self.weight(name, part)) for part in parts]
        return self.node("BatchNormalization", inputs + constants, name, epsilon=config["epsilon"])

    def ZeroPadding2D(self, name, config, inputs):  # noqa: N802
        (top, bottom), (left, right) = config["padding"]
        pads = self.constant(f"{name}/pads", np.array([0, 0, top, left, 0, 0, bottom, right], np.int64))
        return self.node("Pad", [*inputs, pads], name)

    def AveragePooling2D(self, name, config, inputs):  # noqa: N802
        if config["padding"] != "valid":
            raise ValueError(f"{name}: padding")
        return self.node("AveragePool", inputs, name, kernel_shape=config["pool_size"], strides=config["strides"])

    def UpSampling2D(self, name, config, inputs):  # noqa: N802
        if config["interpolation"] != "nearest":
            raise ValueError(f"{name}: {config['interpolation']}")
        scales = self.constant(f"{name}/scales", np.array([1, 1, *config["size"]], np.float32))
        return self.node(
            "Resize",
            [*inputs, "", scales],
            name,
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )

    def Flatten(self, name, config, inputs):  # noqa: N802
        rows = self.node("Transpose", inputs, f"{name}/nhwc", perm=[0, 2, 3, 1])
        return self.node("Flatten", [rows], name)

    def Dense(self, name, config, inputs):  # noqa: N802
        kernel = self.constant(f"{name}/kernel", self.weight(name, "kernel"))
        bias = self.constant(f"{name}/bias", self.weight(name, "bias"))
        return self.activation(name, config, self.node("Gemm", [*inputs, kernel, bias], name))

    def model(self, name, inputs, outputs, metadata):
        """The finished model; inputs and outputs are (name, element type, dimensions)."""
        values = [[helper.make_tensor_value_info(*each) for each in side] for side in (inputs, outputs)]
        graph = helper.make_graph(self.nodes, name, *values, list(self.constants.values()))
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="calotype", ir_version=8
        )
        helper.set_model_props(model, metadata)
        return model
