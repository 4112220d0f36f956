"""Writes pillow.json: what Pillow and torchvision make of pictures that a formula gives.

Run with Python 3, Pillow and torchvision: python3 make_pillow.py > pillow.json
FormulaImage in ResizerTests makes the same pictures.
"""
import hashlib
import json
import sys

import numpy
import PIL
import torchvision
from PIL import Image
from torchvision.transforms import functional

FILTERS = {"Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC}
MODES = {"Bilinear": functional.InterpolationMode.BILINEAR, "Bicubic": functional.InterpolationMode.BICUBIC}


def formula(width, height):
    """Smooth where bit 4 of x + y is off, noise where it is on; all in 32-bit unsigned arithmetic."""
    y, x, c = numpy.meshgrid(*(numpy.arange(n, dtype=numpy.uint32) for n in (height, width, 3)), indexing="ij")
    noise = (x * numpy.uint32(2654435761) + y * numpy.uint32(40503) * (x + numpy.uint32(1)) + c * numpy.uint32(97)) >> numpy.uint32(11)
    smooth = x * numpy.uint32(3) + y * numpy.uint32(2) + c * numpy.uint32(40)
    value = numpy.where(((x + y) & numpy.uint32(16)) != 0, noise, smooth)
    return Image.fromarray((value & numpy.uint32(255)).astype(numpy.uint8), "RGB")


def digest(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def main():
    sizes = [
        ((300, 300), (256, 256)), ((320, 240), (341, 256)), ((500, 333), (384, 256)), ((333, 500), (256, 384)), ((1, 1), (7, 5)), ((1, 1), (1, 1)),
        ((1, 300), (3, 256)), ((300, 1), (256, 2)), ((7, 11), (13, 5)), ((17, 19), (17, 19)), ((17, 19), (17, 31)), ((17, 19), (5, 19)), ((97, 89), (1, 1)),
        ((640, 480), (32, 24)), ((601, 599), (299, 301)), ((64, 64), (128, 256)), ((2, 2), (100, 3)), ((1021, 67), (127, 61)), ((1500, 1000), (336, 224)),
    ]
    boxes = [
        ((300, 200), (10.25, 20.5, 200.75, 180.125), (224, 224)), ((300, 200), (0, 0, 300, 199.5), (300, 200)), ((64, 48), (31.5, 7.3, 33.1, 40.9), (50, 20)),
        ((100, 100), (99.2, 99.3, 99.7, 99.9), (9, 9)), ((500, 375), (0.1, 0.2, 499.9, 374.8), (64, 64)), ((128, 128), (16, 16, 112, 112), (96, 96)),
    ]
    crops = [
        ((300, 300), 256, 224), ((500, 333), 256, 224), ((333, 501), 257, 224), ((120, 90), 256, 224), ((1000, 30), 256, 224), ((30, 1000), 64, 64),
        ((50, 41), 40, 57), ((41, 53), 20, 25), ((9, 9), 8, 5), ((640, 427), 232, 224), ((3, 800), 33, 32),
    ]
    cases = []
    for name, value in FILTERS.items():
        for size, target in sizes:
            picture = formula(*size).resize(target, value)
            cases.append({"source": size, "filter": name, "resize": target, "sha256": digest(picture)})
        for size, box, target in boxes:
            picture = formula(*size).resize(target, value, box)
            cases.append({"source": size, "filter": name, "box": box, "resize": target, "sha256": digest(picture)})
        for size, shorter, crop in crops:
            picture = functional.center_crop(functional.resize(formula(*size), shorter, MODES[name]), [crop, crop])
            cases.append({"source": size, "filter": name, "shorter": shorter, "crop": crop, "sha256": digest(picture)})
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    sys.stdout.write(
        '{\n  "pillow": "%s",\n  "torchvision": "%s",\n  "formula7x5": "%s",\n  "cases": [\n    %s\n  ]\n}\n'
        % (PIL.__version__, torchvision.__version__, digest(formula(7, 5)), lines))


main()
