"""Writes the numbers that the tests of optimizers, losses and schedules compare with, from PyTorch (Debian's python3-torch, 1.13) in double precision.
Run from the root of the repository: /usr/bin/python3 tests/MLNetTransfer.Tests/Training/references.py"""
import json
import os

import torch

FOLDER = os.path.join(os.path.dirname(__file__), "..", "Fixtures", "Training")


class PortableRandom:
    """The generator of tests/TestKit/PortableRandom.cs."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 40) / 16777216

    def signed(self, *shape):
        count = torch.Size(shape).numel()
        return torch.tensor([2 * self.next() - 1 for _ in range(count)], dtype=torch.float64).reshape(shape)


def optimizers():
    makers = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.01),
        "sgd-momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
        "sgd-nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.02),
        "adam": lambda p: torch.optim.Adam(p, lr=0.03, weight_decay=0.05),
        "adam-constants": lambda p: torch.optim.Adam(p, lr=0.03, betas=(0.8, 0.95), eps=1e-3),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.03, weight_decay=0.3),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01, weight_decay=0.02),
        "rmsprop-momentum": lambda p: torch.optim.RMSprop(p, lr=0.005, alpha=0.9, momentum=0.7, eps=1e-4),
    }
    result = {}
    for name, make in makers.items():
        random = PortableRandom(11)
        values = torch.nn.Parameter(random.signed(13))
        optimizer = make([values])
        for step in range(20):
            values.grad = random.signed(13) + 0.2
            optimizer.step()
        result[name] = values.tolist()
    return result


def losses():
    result = {}
    rows, classes = 6, 5
    for name, smoothing, weighted, soft in [
        ("plain", 0, False, False), ("smoothed", 0.1, False, False), ("weighted", 0, True, False), ("smoothed-weighted", 0.2, True, False),
        ("soft", 0, False, True), ("soft-smoothed-weighted", 0.1, True, True),
    ]:
        random = PortableRandom(5)
        logits = (8 * random.signed(rows, classes)).requires_grad_()
        labels = torch.arange(rows) * 2 % classes
        probabilities = random.signed(rows, classes) + 1
        # Rounded to the 32-bit numbers that the product is given.
        probabilities = (probabilities / probabilities.sum(1, keepdim=True)).float().double()
        weights = torch.tensor([0.5, 1, 2, 0.25, 3], dtype=torch.float64) if weighted else None
        loss = torch.nn.CrossEntropyLoss(weight=weights, label_smoothing=smoothing)(logits, probabilities if soft else labels)
        loss.backward()
        result[name] = {"loss": loss.item(), "gradient": logits.grad.flatten().tolist()}
    return result


def rates(make, steps, values=None):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = make(optimizer)
    result = []
    for step in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([] if values is None else [values[step]]))
    return result


def schedules():
    schedulers = torch.optim.lr_scheduler
    falling = [1.0, 0.8, 0.79999, 0.81, 0.7, 0.71, 0.72, 0.73, 0.69999, 0.70001, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    return {
        "constant": rates(lambda o: schedulers.ConstantLR(o, factor=1), 10),
        "step": rates(lambda o: schedulers.StepLR(o, 7, 0.3), 30),
        "cosine": rates(lambda o: schedulers.CosineAnnealingLR(o, 25, eta_min=0.01), 25),
        "one-cycle": rates(lambda o: schedulers.OneCycleLR(o, 0.5, total_steps=40), 40),
        "one-cycle-constants": rates(lambda o: schedulers.OneCycleLR(o, 0.5, total_steps=33, pct_start=0.2, div_factor=10, final_div_factor=100), 33),
        "warm-up": rates(lambda o: schedulers.LinearLR(o, start_factor=0.1, total_iters=5), 5),
        "losses": falling,
        "plateau": rates(lambda o: schedulers.ReduceLROnPlateau(o, factor=0.5, patience=2), len(falling), falling),
        "plateau-cooldown": rates(
            lambda o: schedulers.ReduceLROnPlateau(o, factor=0.1, patience=1, cooldown=3, threshold=0.05, min_lr=0.01), len(falling), falling),
    }


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    for name, content in [("optimizers", optimizers()), ("losses", losses()), ("schedules", schedules())]:
        with open(os.path.join(FOLDER, name + ".json"), "w") as file:
            json.dump(content, file, indent=1)
            file.write("\n")
