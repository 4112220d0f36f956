"""How time and memory of the program grow with the number of pictures: draws them, trains a head with an empty cache, scores, and plots.

usage: /usr/bin/python3 benchmarks/growth.py PROGRAM BACKBONE.onnx FOLDER [--counts 1000,3000,10000,30000,100000] [--csv growth.csv] [--svg growth.svg]
       /usr/bin/python3 benchmarks/growth.py --from growth.csv --svg growth.svg        plots what was measured before

PROGRAM is what "dotnet publish src/MLNetTransfer.Cli -o publish" writes. FOLDER takes the pictures (160x160 JPEGs of ten classes, 0.5 GB for 100,000; the
smaller sets are hard links to them) and is left as it is. Needs Linux, Pillow and numpy.
"""
import argparse
import csv
import os
import pathlib
import shutil
import subprocess
import time

CLASSES = 10


def draw(folder, count):
    import numpy
    from PIL import Image, ImageDraw

    random = numpy.random.default_rng(1)
    for label in range(CLASSES):
        os.makedirs(folder / f"class{label}", exist_ok=True)
    for index in range(count):
        label = index % CLASSES
        path = folder / f"class{label}" / f"{index:06d}.jpg"
        colours = [tuple(int(value) for value in random.integers(0, 256, 3)) for _ in range(5)]
        places = [[int(value) for value in random.integers(0, 130, 3)] for _ in range(4)]
        if path.exists():
            continue
        image = Image.new("RGB", (160, 160), colours[0])
        pen = ImageDraw.Draw(image)
        for (x, y, size), colour in zip(places, colours[1:]):
            if label % 2:
                pen.ellipse([x, y, x + size // 2 + 8, y + size // 2 + 8], fill=colour)
            else:
                pen.rectangle([x, y, x + size // 2 + 8, y + (label + 1) * 6], fill=colour)
        image.save(path, quality=85)


def part(whole, folder, count):
    for label in range(CLASSES):
        target = folder / f"class{label}"
        os.makedirs(target, exist_ok=True)
        for path in sorted((whole / f"class{label}").iterdir())[: count // CLASSES]:
            if not (target / path.name).exists():
                os.link(path, target / path.name)


def run(*command):
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command}: exit status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def measure(program, backbone, folder, counts):
    draw(folder / "whole", max(counts))
    rows = []
    for count in counts:
        pictures, output, cache = folder / str(count), folder / "run", folder / "cache"
        part(folder / "whole", pictures, count)
        shutil.rmtree(cache, ignore_errors=True)
        trained = run(program, "train", pictures, "--backbone", backbone, "--mode", "head", "--cache", cache, "--output", output)
        scored = run(program, "evaluate", output / "model.zip", pictures)
        rows.append((count, *trained, *scored))
        print("%6d pictures: train %.2f s, %.0f MB; evaluate %.2f s, %.0f MB" % rows[-1], flush=True)
    return rows


def plot(rows):
    """Two plots side by side with logarithmic axes: seconds, and MB."""
    from math import log10

    width, height, left, top, between = 330, 220, 56, 28, 90
    colours = ("#6a5acd", "#1a9e77")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * width + left + between + 40} {height + top + 50}" font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    low_x, high_x = log10(rows[0][0]), log10(rows[-1][0])
    for panel, (title, columns, low, high) in enumerate((("seconds", (1, 3), 0, 3), ("peak memory, MB", (2, 4), 1, 4))):
        x0 = left + panel * (width + between)

        def x(value):
            return x0 + width * (log10(value) - low_x) / (high_x - low_x)

        def y(value):
            return top + height * (1 - (log10(value) - low) / (high - low))

        lines.append(f'<text x="{x0}" y="{top - 10}" font-weight="bold">{title}</text>')
        for power in range(low, high + 1):
            lines.append(f'<line x1="{x0}" x2="{x0 + width}" y1="{y(10 ** power):.1f}" y2="{y(10 ** power):.1f}" stroke="#dddddd"/>')
            lines.append(f'<text x="{x0 - 6}" y="{y(10 ** power) + 4:.1f}" text-anchor="end">{10 ** power:,}</text>')
        for row in rows:
            lines.append(f'<text x="{x(row[0]):.1f}" y="{top + height + 18}" text-anchor="middle">{row[0]:,}</text>')
        lines.append(f'<text x="{x0 + width / 2}" y="{top + height + 38}" text-anchor="middle">pictures</text>')
        for column, colour, name in zip(columns, colours, ("train, head only", "evaluate")):
            points = [(x(row[0]), y(row[column])) for row in rows]
            lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>')
            lines += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
            end = points[-1]
            lines.append(f'<text x="{end[0] - 6:.1f}" y="{end[1] + (-12 if column < 3 else 44):.1f}" text-anchor="end" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?")
    parser.add_argument("backbone", nargs="?")
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--counts", default="1000,3000,10000,30000,100000")
    parser.add_argument("--from", dest="source")
    parser.add_argument("--csv")
    parser.add_argument("--svg")
    options = parser.parse_args()
    if options.source:
        with open(options.source, newline="") as file:
            rows = [(int(row[0]), *(float(value) for value in row[1:])) for row in list(csv.reader(file))[1:]]
    elif options.folder:
        rows = measure(options.program, options.backbone, options.folder, [int(count) for count in options.counts.split(",")])
    else:
        parser.error("give PROGRAM, BACKBONE and FOLDER, or --from")
    if options.csv:
        with open(options.csv, "w", newline="") as file:
            csv.writer(file).writerows([("pictures", "train s", "train MB", "evaluate s", "evaluate MB"), *rows])
    if options.svg:
        pathlib.Path(options.svg).write_text(plot(rows))


if __name__ == "__main__":
    main()
