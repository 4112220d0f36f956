"""The same work as `mlnet-transfer train` with frozen features, in PyTorch: decode, resize, crop, features, softmax regression, test.

usage: train_head.py BACKBONE.onnx TRAIN_FOLDER TEST_FOLDER [--preprocess torch|tf] [--threads 2] [--batch 32]
Prints the seconds of each part, features a second, and the accuracy on the test folder.
"""
import argparse
import os
import time

STARTED = time.perf_counter()
import numpy as np
import torch
from PIL import Image

from onnx_module import OnnxModule


class Pictures(torch.utils.data.Dataset):
    def __init__(self, folder, classes, mean, deviation):
        self.items = [(os.path.join(folder, c, f), i) for i, c in enumerate(classes) for f in sorted(os.listdir(os.path.join(folder, c)))]
        self.mean, self.deviation = mean, deviation

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        path, label = self.items[index]
        image = Image.open(path).convert("RGB")
        width, height = image.size
        if width <= height:
            size = (256, int(256 * height / width))
        else:
            size = (int(256 * width / height), 256)
        image = image.resize(size, Image.BILINEAR)
        left, top = int(round((size[0] - 224) / 2.0)), int(round((size[1] - 224) / 2.0))
        pixels = np.asarray(image.crop((left, top, left + 224, top + 224)), dtype=np.float32)
        return torch.from_numpy((pixels - self.mean) / self.deviation).permute(2, 0, 1), label


def extract(model, dataset, batch, workers):
    loader = torch.utils.data.DataLoader(dataset, batch_size=batch, num_workers=workers)
    features, labels = [], []
    with torch.inference_mode():
        for x, y in loader:
            features.append(model(x.contiguous(memory_format=torch.channels_last)).flatten(1))
            labels.append(y)
    return torch.cat(features), torch.cat(labels)


def fit(x, y, classes, decay=1e-2, steps=200):
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    weight = torch.zeros(x.shape[1], classes, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    z = (x - mean) / deviation
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=steps, tolerance_grad=1e-5, history_size=10, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(z @ weight + bias, y) + 0.5 * decay * (weight * weight).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return lambda t: ((t - mean) / deviation) @ weight + bias


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("backbone")
    parser.add_argument("train")
    parser.add_argument("test")
    parser.add_argument("--preprocess", default="torch", choices=["torch", "tf"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--output", default=None)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.preprocess == "torch":
        mean, deviation = 255 * np.array([0.485, 0.456, 0.406], np.float32), 255 * np.array([0.229, 0.224, 0.225], np.float32)
    else:
        mean = deviation = np.float32(127.5)
    classes = sorted(d.name for d in os.scandir(arguments.train) if d.is_dir())
    model = OnnxModule(arguments.backbone, arguments.output).eval()
    train = Pictures(arguments.train, classes, mean, deviation)
    test = Pictures(arguments.test, classes, mean, deviation)
    begun = time.perf_counter()
    x, y = extract(model, train, arguments.batch, arguments.workers)
    tx, ty = extract(model, test, arguments.batch, arguments.workers)
    features_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    head = fit(x, y, len(classes))
    accuracy = (head(tx).argmax(1) == ty).float().mean().item()
    head_seconds = time.perf_counter() - begun
    count = len(train) + len(test)
    print(f"start_s {begun - STARTED - features_seconds:.2f}")
    print(f"features_s {features_seconds:.2f}")
    print(f"features_per_s {count / features_seconds:.1f}")
    print(f"head_s {head_seconds:.2f}")
    print(f"accuracy {accuracy:.4f}")
    print(f"total_s {time.perf_counter() - STARTED:.2f}")


if __name__ == "__main__":
    main()
