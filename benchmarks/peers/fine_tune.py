"""The plain fine-tuning recipe in PyTorch: what `mlnet-transfer train --mode full` is compared with.

All weights are trained, BatchNormalization in inference mode, from a softmax head that was fitted on the frozen features; SGD with momentum 0.9, the head at ten times the base
rate, the norm of the gradient limited to 1, a cosine from the base rate to 0 over all steps, random resized crop and flip.

usage: /usr/bin/python3 benchmarks/peers/fine_tune.py BACKBONE.onnx TRAIN_FOLDER VALIDATION_FOLDER [--epochs 5] [--rate 1e-3] [--clip 1] [--crop-min 0.08] [--seed 1]
The folders hold one folder a class. Prints the accuracy of the head alone, then for each epoch the mean loss, the validation accuracy, the seconds of training and of validation,
and the largest resident memory so far.
"""
import argparse
import math
import os
import resource
import time

STARTED = time.perf_counter()
import numpy as np
import torch
from PIL import Image

from onnx_module import OnnxModule
from train_head import Pictures, extract

SIDE = 224
LEARNT = {"Conv": (1, 2), "Gemm": (1, 2), "BatchNormalization": (1, 2)}


class CroppedPictures(Pictures):
    """Random resized crop and flip, drawn from the seed, the epoch and the number of the picture."""

    def __init__(self, folder, classes, mean, deviation, seed, crop_min):
        super().__init__(folder, classes, mean, deviation)
        self.seed, self.crop_min, self.epoch = seed, crop_min, 0

    def __getitem__(self, index):
        path, label = self.items[index]
        random = np.random.default_rng([self.seed, self.epoch, index])
        image = Image.open(path).convert("RGB")
        image = image.resize((SIDE, SIDE), Image.BILINEAR, box=self._box(random, *image.size))
        if random.random() < 0.5:
            image = image.transpose(Image.FLIP_LEFT_RIGHT)
        return torch.from_numpy((np.asarray(image, dtype=np.float32) - self.mean) / self.deviation).permute(2, 0, 1), label

    def _box(self, random, width, height):
        for _ in range(10):
            area = width * height * random.uniform(self.crop_min, 1)
            ratio = math.exp(random.uniform(math.log(3 / 4), math.log(4 / 3)))
            w, h = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
            if 0 < w <= width and 0 < h <= height:
                left, top = random.integers(0, width - w, endpoint=True), random.integers(0, height - h, endpoint=True)
                return (left, top, left + w, top + h)
        side = min(width, height)
        left, top = (width - side) // 2, (height - side) // 2
        return (left, top, left + side, top + side)


class Classifier(torch.nn.Module):
    def __init__(self, backbone, weight, bias):
        super().__init__()
        self.backbone = backbone
        self.head = torch.nn.Linear(*weight.shape)
        with torch.no_grad():
            self.head.weight.copy_(weight.t())
            self.head.bias.copy_(bias)

    def forward(self, x):
        return self.head(self.backbone(x).flatten(1))


def limited(dataset, limit):
    """Every n-th picture, so that all classes are there."""
    if limit and limit < len(dataset.items):
        dataset.items = [dataset.items[i * len(dataset.items) // limit] for i in range(limit)]
    return dataset


def fitted_head(x, y, classes, decay=1e-2, steps=200):
    """Softmax regression on standardised features, with the standardisation put into its weights."""
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    z = (x - mean) / deviation
    weight = torch.zeros(x.shape[1], classes, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=steps, tolerance_grad=1e-5, history_size=10, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(z @ weight + bias, y) + 0.5 * decay * (weight * weight).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    weight = weight.detach() / deviation[:, None]
    return weight, bias.detach() - mean @ weight


def unfreeze(backbone):
    """Weights, biases, scales and shifts learn; running statistics and constants do not."""
    for kind, inputs, _, _ in backbone.nodes:
        for index in LEARNT.get(kind, ()):
            key = backbone._key(inputs[index]) if index < len(inputs) else None
            if key in backbone.weights:
                backbone.weights[key].requires_grad_(True)
    return [weight for weight in backbone.weights.values() if weight.requires_grad]


def accuracy(network, dataset, batch, workers):
    right = 0
    with torch.inference_mode():
        for x, y in torch.utils.data.DataLoader(dataset, batch_size=batch, num_workers=workers):
            right += (network(x.contiguous(memory_format=torch.channels_last)).argmax(1) == y).sum().item()
    return right / len(dataset)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backbone")
    parser.add_argument("train")
    parser.add_argument("validation")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-3, help="base rate; the head learns ten times as fast")
    parser.add_argument("--clip", type=float, default=1, help="largest norm of the gradient; 0 for no limit")
    parser.add_argument("--crop-min", type=float, default=0.08, help="smallest share of the picture that a crop shows")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=0, help="processes that read pictures beside the training; 0 for none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="use only so many pictures of each folder; 0 for all")
    parser.add_argument("--preprocess", default="torch", choices=["torch", "tf"])
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    if arguments.preprocess == "torch":
        mean, deviation = 255 * np.array([0.485, 0.456, 0.406], np.float32), 255 * np.array([0.229, 0.224, 0.225], np.float32)
    else:
        mean = deviation = np.float32(127.5)
    classes = sorted(d.name for d in os.scandir(arguments.train) if d.is_dir())
    backbone = OnnxModule(arguments.backbone).eval()
    plain = limited(Pictures(arguments.train, classes, mean, deviation), arguments.limit)
    cropped = limited(CroppedPictures(arguments.train, classes, mean, deviation, arguments.seed, arguments.crop_min), arguments.limit)
    validation = limited(Pictures(arguments.validation, classes, mean, deviation), arguments.limit)
    print(f"{len(plain)} pictures to train, {len(validation)} to validate, {len(classes)} classes", flush=True)

    begun = time.perf_counter()
    network = Classifier(backbone, *fitted_head(*extract(backbone, plain, arguments.batch, arguments.workers), len(classes)))
    head_seconds = time.perf_counter() - begun
    print(f"head alone   accuracy {accuracy(network, validation, arguments.batch, arguments.workers):.4f}   fitted in {head_seconds:.1f} s", flush=True)

    body = unfreeze(backbone)
    optimizer = torch.optim.SGD([{"params": body}, {"params": network.head.parameters(), "lr": 10 * arguments.rate}], lr=arguments.rate, momentum=0.9)
    loader = torch.utils.data.DataLoader(cropped, batch_size=arguments.batch, shuffle=True, num_workers=arguments.workers)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 0.5 * (1 + math.cos(math.pi * step / (arguments.epochs * len(loader)))))
    for epoch in range(1, arguments.epochs + 1):
        cropped.epoch = epoch
        begun = time.perf_counter()
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(network(x.contiguous(memory_format=torch.channels_last)), y)
            loss.backward()
            if arguments.clip:
                torch.nn.utils.clip_grad_norm_(network.parameters(), arguments.clip)
            optimizer.step()
            scheduler.step()
            total += loss.item() * len(y)
        trained = time.perf_counter()
        result = accuracy(network, validation, arguments.batch, arguments.workers)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"epoch {epoch:2}     accuracy {result:.4f}   loss {total / len(cropped):.4f}   training {trained - begun:.1f} s   "
              f"validation {time.perf_counter() - trained:.1f} s   peak {peak:.2f} GiB", flush=True)
    print(f"total {time.perf_counter() - STARTED:.1f} s")


if __name__ == "__main__":
    main()
