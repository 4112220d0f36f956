"""Writes the golden run: what PyTorch makes of two small networks in 20 steps of each optimizer, for the test that trains them with this product.

Run from the root of the repository with Debian's python3-torch (1.13) and python3-onnx: /usr/bin/python3 benchmarks/peers/golden_run.py

Everything is computed in double precision: a float32 run depends on the order of its sums, which differs between libraries, versions and machines, so the product's float32 is
compared with the exact result instead. The script prints how far PyTorch's own float32 is from it. The first weights are 32-bit numbers, so both start at the same point. Pictures
and labels are drawn by the generator of tests/TestKit/PortableRandom.cs (GoldenBatches.cs of the tests builds the same ones) and are not stored. Weight decay acts on all parameters alike.

Files in tests/MLNetTransfer.Tests/Fixtures/GoldenRun:
  NETWORK.onnx   the network with its first weights and running statistics; its BatchNormalization nodes are kept
  NETWORK.bin    for each run the final minus the first values of all tensors, as little-endian 16-bit integers in units of the run's "unit" (half of which is the error)
  runs.json      tensors of each network in the order of the .bin file; for each run its options, its unit and the loss of each of the 20 steps; for each network and mode of
                 BatchNormalization the Euclidean norm of the first gradient of each parameter; labels and sum of squares of the last batch, to see that both draw alike

Two choices keep a float32 run within the tolerances of the test (losses 1e-4 relative, values 1e-3), whoever computes it:
  - SGD runs at 0.01. At 0.05 the networks with frozen statistics diverge, and those with statistics of the batch, too, turn a rounding that makes one ReLU open or
    close (changes of the first weights by 3e-7 of themselves) into differences of 1e-2.
  - With BatchNormalization in training mode the last shifts of inverted residuals have a gradient of zero (the next convolution is normalized, which takes any shift off again).
    In float32 it is noise of 1e-8, which Adam's default epsilon of 1e-8 would blow up to whole steps; the MobileNetV2 runs with 1e-5.
"""
import copy
import json
import os
import warnings

import numpy
import onnx
import onnx.numpy_helper
import torch
from torch import nn

FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "MLNetTransfer.Tests", "Fixtures", "GoldenRun")
STEPS, ROWS, SIDE, CLASSES = 20, 8, 16, 10

EPSILON = {"resnet": 1e-8, "mobilenetv2": 1e-5}


def runs_of(network):
    epsilon = EPSILON[network]
    return {
        "sgd": {"optimizer": "sgd", "rate": 0.01, "momentum": 0.9, "nesterov": False, "weightDecay": 1e-4},
        "sgd-nesterov": {"optimizer": "sgd", "rate": 0.01, "momentum": 0.9, "nesterov": True, "weightDecay": 1e-4},
        "adam": {"optimizer": "adam", "rate": 1e-3, "epsilon": epsilon, "weightDecay": 1e-4},
        "adamw": {"optimizer": "adamw", "rate": 1e-3, "epsilon": epsilon, "weightDecay": 1e-2},
        "rmsprop": {"optimizer": "rmsprop", "rate": 1e-3, "epsilon": epsilon, "weightDecay": 1e-4},
    }


class PortableRandom:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 40) / 16777216

    def signed(self, shape):
        return numpy.array([2 * self.next() - 1 for _ in range(int(numpy.prod(shape)))]).reshape(shape)


def batches():
    """Noise over stripes that differ by class; all numbers are exact in 32 bits."""
    random = PortableRandom(101)
    channel, row, column = numpy.meshgrid(numpy.arange(3), numpy.arange(SIDE), numpy.arange(SIDE), indexing="ij")
    result = []
    for _ in range(STEPS):
        labels = numpy.array([int(CLASSES * random.next()) for _ in range(ROWS)])
        stripes = numpy.stack([numpy.where((row * (label + 1) + column * 3 + channel * 7) % 10 < 5, 0.5, -0.5) for label in labels])
        pictures = 0.5 * random.signed((ROWS, 3, SIDE, SIDE)) + stripes
        assert (pictures == pictures.astype(numpy.float32)).all()
        result.append((torch.tensor(pictures), torch.tensor(labels)))
    return result


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.blocks = nn.Sequential(BasicBlock(4, 4, 1), BasicBlock(4, 8, 2), BasicBlock(8, 8, 2))
        self.fc = nn.Linear(8, CLASSES)

    def forward(self, x):
        x = self.blocks(self.pool(torch.relu(self.bn1(self.conv1(x)))))
        return self.fc(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [] if expansion == 1 else [nn.Conv2d(inputs, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6()]
        layers += [nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6()]
        layers += [nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.layers = nn.Sequential(*layers)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.adds else self.layers(x)


class MobileNetV2(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU6())
        self.blocks = nn.Sequential(
            InvertedResidual(8, 8, 1, 1), InvertedResidual(8, 12, 2, 3), InvertedResidual(12, 12, 1, 3))
        self.top = nn.Sequential(nn.Conv2d(12, 24, 1, bias=False), nn.BatchNorm2d(24), nn.ReLU6())
        self.fc = nn.Linear(24, CLASSES)

    def forward(self, x):
        x = self.top(self.blocks(self.stem(x)))
        return self.fc(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


def normalizations(network):
    return [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]


def prepared(network, data):
    """PyTorch's first weights; normalizations that are not the identity; running statistics that fit the data. All rounded to 32 bits."""
    network.double()
    for module in normalizations(network):
        nn.init.uniform_(module.weight, 0.7, 1.3)
        nn.init.uniform_(module.bias, -0.2, 0.2)
        module.momentum = None
    network.train()
    with torch.no_grad():
        for pictures, _ in data:
            network(pictures)
        for tensor in network.state_dict().values():
            if tensor.is_floating_point():
                tensor.copy_(tensor.float().double())
    for module in normalizations(network):
        module.momentum = 0.1
    return network.eval()


def export(network, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            copy.deepcopy(network).float(), torch.zeros(1, 3, SIDE, SIDE), path, opset_version=13, do_constant_folding=False,
            training=torch.onnx.TrainingMode.PRESERVE, input_names=["image"], output_names=["logits"],
            dynamic_axes={"image": {0: "N"}, "logits": {0: "N"}})
    model = onnx.load(path)
    onnx.checker.check_model(model)
    kept = {name: tensor for name, tensor in network.state_dict().items() if tensor.is_floating_point()}
    stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for name, tensor in kept.items():
        assert (stored[name] == tensor.numpy()).all(), name
    assert sum(node.op_type == "BatchNormalization" for node in model.graph.node) == len(normalizations(network))
    return [(name, list(tensor.shape)) for name, tensor in kept.items()]


def optimizer_of(options, parameters):
    rate, decay = options["rate"], options["weightDecay"]
    if options["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=options["momentum"], nesterov=options["nesterov"], weight_decay=decay)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop}[options["optimizer"]]
    return kind(parameters, lr=rate, eps=options["epsilon"], weight_decay=decay)


def train(network, options, data, trains_normalizations, dtype):
    network = copy.deepcopy(network).to(dtype).train(trains_normalizations)
    optimizer = optimizer_of(options, network.parameters())
    losses, norms = [], {}
    for pictures, labels in data:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(pictures.to(dtype)), labels)
        loss.backward()
        if not norms:
            norms = {name: parameter.grad.double().norm().item() for name, parameter in network.named_parameters()}
        optimizer.step()
        losses.append(loss.item())
    return losses, norms, {name: tensor.detach().double() for name, tensor in network.state_dict().items()}


def main():
    torch.set_num_threads(1)
    os.makedirs(FOLDER, exist_ok=True)
    data = batches()
    pictures, labels = data[-1]
    document = {"lastBatch": {"labels": labels.tolist(), "sumOfSquares": pictures.square().sum().item()}, "networks": []}
    for name, make in [("resnet", ResNet), ("mobilenetv2", MobileNetV2)]:
        torch.manual_seed(1)
        network = prepared(make(), data)
        tensors = export(network, os.path.join(FOLDER, name + ".onnx"))
        first = {key: tensor.double() for key, tensor in network.state_dict().items()}
        entry = {"name": name, "tensors": [{"name": key, "shape": shape} for key, shape in tensors], "firstGradientNorms": {}, "runs": []}
        changes = []
        for mode in ["frozen", "training"]:
            for run, options in runs_of(name).items():
                losses, norms, final = train(network, options, data, mode == "training", torch.float64)
                single_losses, _, single = train(network, options, data, mode == "training", torch.float32)
                entry["firstGradientNorms"][mode] = norms
                change = numpy.concatenate([(final[key] - first[key]).numpy().ravel() for key, _ in tensors])
                unit = numpy.abs(change).max() / 32767
                changes.append(numpy.round(change / unit).astype("<i2"))
                entry["runs"].append({"name": run, "batchNormalization": mode, **options, "unit": unit, "losses": losses})
                loss_error = max(abs(a - b) / a for a, b in zip(losses, single_losses))
                value_error = max((final[key] - single[key]).abs().max().item() for key, _ in tensors)
                print(f"{name:12} {run:13} {mode:9} loss {losses[0]:.4f} to {losses[-1]:.4f}; float32 differs by {loss_error:.1e} (loss, relative), "
                      f"{value_error:.1e} (values); 16 bits by {unit / 2:.1e}")
        numpy.concatenate(changes).tofile(os.path.join(FOLDER, name + ".bin"))
        document["networks"].append(entry)
    with open(os.path.join(FOLDER, "runs.json"), "w") as file:
        json.dump(document, file)
        file.write("\n")


if __name__ == "__main__":
    main()
