"""The networks of MLNetTransfer.Graphs.Architectures in PyTorch, for comparisons of speed: the same layers, so the same number of parameters."""
import math

import torch
from torch import nn


def convolution(inputs, outputs, kernel, stride=1, groups=1):
    return [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]


class ResidualBlock(nn.Module):
    """The basic block of ResNet-18 and 34, or the bottleneck of ResNet-50, with the step at its 3x3 convolution."""

    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        outputs = width * 4 if bottleneck else width
        if bottleneck:
            layers = [*convolution(inputs, width, 1), nn.ReLU(True), *convolution(width, width, 3, stride), nn.ReLU(True), *convolution(width, outputs, 1)]
        else:
            layers = [*convolution(inputs, width, 3, stride), nn.ReLU(True), *convolution(width, outputs, 3)]
        self.branch = nn.Sequential(*layers)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(*convolution(inputs, outputs, 1, stride))
        self.outputs = outputs

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [] if expansion == 1 else [*convolution(inputs, hidden, 1), nn.ReLU6(True)]
        layers += [*convolution(hidden, hidden, 3, stride, groups=hidden), nn.ReLU6(True), *convolution(hidden, outputs, 1)]
        self.layers = nn.Sequential(*layers)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.adds else self.layers(x)


def resnet(depth, classes):
    repetitions, bottleneck = {18: ([2, 2, 2, 2], False), 34: ([3, 4, 6, 3], False), 50: ([3, 4, 6, 3], True)}[depth]
    layers = [*convolution(3, 64, 7, 2), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, count in enumerate(repetitions):
        for repetition in range(count):
            block = ResidualBlock(channels, 64 << stage, 2 if stage > 0 and repetition == 0 else 1, bottleneck)
            channels = block.outputs
            layers.append(block)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def mobilenetv2(classes):
    layers = [*convolution(3, 32, 3, 2), nn.ReLU6(True)]
    channels = 32
    for expansion, outputs, repetitions, stride in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for repetition in range(repetitions):
            layers.append(InvertedResidual(channels, outputs, stride if repetition == 0 else 1, expansion))
            channels = outputs
    layers += [*convolution(channels, 1280, 1), nn.ReLU6(True)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, classes))


def build(name, classes=1000):
    """resnet18, resnet34, resnet50 or mobilenetv2, with weights that neither grow nor fade: very small numbers would be slow."""
    torch.manual_seed(1)
    network = mobilenetv2(classes) if name == "mobilenetv2" else resnet(int(name[len("resnet"):]), classes)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.normal_(module.weight, 0, math.sqrt(2 / module.weight[0].numel()))
    return network
