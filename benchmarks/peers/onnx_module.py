"""Runs the ONNX backbones of the benchmarks in PyTorch: one torch module an ONNX file, weights taken over as they are."""
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper


def _attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


class OnnxModule(torch.nn.Module):
    """The nodes of a file in their order. Only the operators of convolutional classifiers."""

    def __init__(self, path, output=None):
        super().__init__()
        graph = onnx.load(path).graph
        self.weights = torch.nn.ParameterDict()
        self.constants = {}
        for initializer in graph.initializer:
            array = numpy_helper.to_array(initializer)
            if array.dtype == np.float32:
                value = torch.from_numpy(array.copy())
                if value.ndim == 4:
                    value = value.contiguous(memory_format=torch.channels_last)
                self.weights[self._key(initializer.name)] = torch.nn.Parameter(value, requires_grad=False)
            else:
                self.constants[initializer.name] = array
        self.input_name = next(i.name for i in graph.input if i.name not in {x.name for x in graph.initializer})
        self.output_name = output or graph.output[0].name
        needed = {self.output_name}
        self.nodes = []
        for node in reversed(graph.node):
            if needed & set(node.output):
                self.nodes.insert(0, (node.op_type, list(node.input), list(node.output), _attributes(node)))
                needed |= set(node.input)

    @staticmethod
    def _key(name):
        return name.replace(".", "_")

    def _value(self, values, name):
        if name in values:
            return values[name]
        key = self._key(name)
        if key in self.weights:
            return self.weights[key]
        return self.constants[name]

    def forward(self, x):
        values = {self.input_name: x}
        for kind, inputs, outputs, attributes in self.nodes:
            arguments = [self._value(values, name) if name else None for name in inputs]
            values[outputs[0]] = getattr(self, "_" + kind.lower())(attributes, *arguments)
        return values[self.output_name]

    @staticmethod
    def _conv(a, x, w, b=None):
        top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
        padding = (top, left)
        if (top, left) != (bottom, right):
            x = F.pad(x, (left, right, top, bottom))
            padding = 0
        return F.conv2d(x, w, b, a.get("strides", [1, 1]), padding, a.get("dilations", [1, 1]), a.get("group", 1))

    @staticmethod
    def _batchnormalization(a, x, scale, bias, mean, variance):
        return F.batch_norm(x, mean, variance, scale, bias, False, 0.0, a.get("epsilon", 1e-5))

    @staticmethod
    def _relu(a, x):
        return F.relu(x)

    @staticmethod
    def _clip(a, x, low=None, high=None):
        return torch.clamp(x, float(low if low is not None else a.get("min")), float(high if high is not None else a.get("max")))

    @staticmethod
    def _add(a, x, y):
        return x + y

    @staticmethod
    def _maxpool(a, x):
        top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
        if top or left or bottom or right:
            x = F.pad(x, (left, right, top, bottom), value=float("-inf"))
        return F.max_pool2d(x, a["kernel_shape"], a.get("strides", [1, 1]), ceil_mode=bool(a.get("ceil_mode", 0)))

    @staticmethod
    def _averagepool(a, x):
        return F.avg_pool2d(x, a["kernel_shape"], a.get("strides", [1, 1]))

    @staticmethod
    def _globalaveragepool(a, x):
        return x.mean((2, 3), keepdim=True)

    @staticmethod
    def _reducemean(a, x, axes=None):
        axes = a.get("axes", axes)
        return x.mean([int(i) for i in axes], keepdim=bool(a.get("keepdims", 1)))

    @staticmethod
    def _flatten(a, x):
        return torch.flatten(x, a.get("axis", 1))

    @staticmethod
    def _reshape(a, x, shape):
        return x.reshape([x.shape[i] if d == 0 else int(d) for i, d in enumerate(shape)])

    @staticmethod
    def _concat(a, *parts):
        return torch.cat(parts, a["axis"])

    @staticmethod
    def _dropout(a, x, *rest):
        return x

    @staticmethod
    def _gemm(a, x, w, b=None):
        y = x @ (w.t() if a.get("transB", 0) else w)
        return y if b is None else y + b

    @staticmethod
    def _softmax(a, x):
        return torch.softmax(x, a.get("axis", -1))

    @staticmethod
    def _identity(a, x):
        return x
