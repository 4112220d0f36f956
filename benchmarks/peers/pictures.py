"""Our picture decoding and resizing against Pillow (libjpeg-turbo) on one thread, in turns.

usage: /usr/bin/python3 benchmarks/peers/pictures.py FOLDER [--count 300] [--pairs 7] [--ours artifacts/bin/MLNetTransfer.Benchmarks/release/MLNetTransfer.Benchmarks.dll]
       dotnet build benchmarks/MLNetTransfer.Benchmarks -c Release    makes the program of --ours

Files are read before. decode: to RGB pixels; crop: decoded (by both at the DCT scale that is enough), shorter side to 256 by the bilinear filter, the centre of 224; tensor: that
normalised to floats. Prints pictures a second, medians of the turns, and the median of the ratios of the pairs with the lowest and the highest.
"""
import argparse
import io
import pathlib
import statistics
import subprocess
import time

import numpy as np
from PIL import Image

RESIZE, CROP = 256, 224
MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32) * 255


def decode(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


def crop(content):
    image = Image.open(io.BytesIO(content))
    short = min(image.size)
    size = (RESIZE * image.width // short, RESIZE * image.height // short)
    image.draft("RGB", size)
    image = image.convert("RGB").resize(size, Image.BILINEAR)
    left, top = (image.width - CROP) // 2, (image.height - CROP) // 2
    return image.crop((left, top, left + CROP, top + CROP))


def tensor(content):
    return (np.asarray(crop(content), np.float32) - MEAN) / DEVIATION


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--ours", default="artifacts/bin/MLNetTransfer.Benchmarks/release/MLNetTransfer.Benchmarks.dll")
    arguments = parser.parse_args()
    files = [path.read_bytes() for path in sorted(pathlib.Path(arguments.folder).rglob("*.jpg"), key=str)[: arguments.count]]
    row = "{:8} {:>8} {:>8} {:>22}"
    print(f"{len(files)} pictures of {sum(map(len, files)) / len(files) / 1024:.0f} KiB on the average, one thread, pictures a second")
    print(row.format("work", "ours", "Pillow", "ours / Pillow"))
    for what, work in (("decode", decode), ("crop", crop), ("tensor", tensor)):
        ours = subprocess.Popen(["dotnet", arguments.ours, "pictures", arguments.folder, what, str(arguments.count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ours.stdout.readline()

        def seconds_of_ours():
            ours.stdin.write("1\n")
            ours.stdin.flush()
            return float(ours.stdout.readline())

        def seconds_of_pillow():
            begun = time.perf_counter()
            for content in files:
                work(content)
            return time.perf_counter() - begun

        for _ in range(4):
            seconds_of_ours()
        seconds_of_pillow()
        pairs = [(len(files) / seconds_of_ours(), len(files) / seconds_of_pillow()) for _ in range(arguments.pairs)]
        ours.stdin.close()
        ours.wait()
        ratios = sorted(left / right for left, right in pairs)
        medians = [f"{statistics.median(values):.0f}" for values in zip(*pairs)]
        print(row.format(what, *medians, f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"))


if __name__ == "__main__":
    main()
