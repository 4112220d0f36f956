"""Seconds of a whole network in PyTorch: the other side of `MLNetTransfer.Benchmarks throughput --turns`, with the same arguments.

usage: /usr/bin/python3 benchmarks/peers/throughput.py [--network resnet18] [--size 224] [--batch 32] [--what forward|fused|step] [--normalization batch|fixed] [--threads 2]
Reads numbers of runs from its input, one a line, and prints the seconds that they took together. Tensors are channels_last. `fused` is forward after
torch.jit.optimize_for_inference, which folds the normalisations; `step` is SGD with momentum over all weights.
"""
import argparse
import sys
import time
import warnings

import torch

import networks


def forward(network, pictures, fused):
    network.eval()
    with torch.inference_mode(False), torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if fused:
            network = torch.jit.optimize_for_inference(torch.jit.trace(network, pictures))

    def run():
        with torch.inference_mode():
            network(pictures)

    return run


def step(network, pictures, normalization):
    network.train(normalization == "batch")
    labels = torch.arange(len(pictures))
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9)

    def run():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(pictures), labels).backward()
        optimizer.step()

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="resnet18", choices=["resnet18", "resnet34", "resnet50", "mobilenetv2"])
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--what", default="forward", choices=["forward", "fused", "step"])
    parser.add_argument("--normalization", default="batch", choices=["batch", "fixed"])
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = networks.build(arguments.network).to(memory_format=torch.channels_last)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    pictures = (torch.rand(arguments.batch, 3, arguments.size, arguments.size) - 0.5).contiguous(memory_format=torch.channels_last)
    if arguments.what == "step":
        run = step(network, pictures, arguments.normalization)
    else:
        run = forward(network, pictures, arguments.what == "fused")
    print(f"{parameters} parameters, PyTorch {torch.__version__}, {arguments.threads} threads", flush=True)
    for line in sys.stdin:
        begun = time.perf_counter()
        for _ in range(int(line)):
            run()
        print(repr(time.perf_counter() - begun), flush=True)


if __name__ == "__main__":
    main()
