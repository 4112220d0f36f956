"""Writes expected-pixels.tsv: what Pillow makes of the PNG, BMP and GIF files of ../shared/data/awkward.

Usage: python3 make_expected_pixels.py FOLDER > expected-pixels.tsv   (FOLDER holds MANIFEST.tsv; needs Pillow and NumPy)

Every picture is turned upright by its EXIF orientation, laid on white where it is transparent, and brought to 8-bit RGB; of 16-bit grey the high byte is
taken, since Pillow's own conversion clips it. Columns: file, width, height, CRC-32 of the RGB bytes in hexadecimal, means of red, green and blue.
"""
import os
import sys
import warnings
import zlib

import numpy
from PIL import Image, ImageOps


def load(path):
    picture = Image.open(path)
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    transparent = picture.info.get("transparency")
    if picture.mode in ("I", "I;16"):
        values = numpy.asarray(picture).astype(numpy.int64)
        pixels = numpy.stack([(values >> 8).astype(numpy.uint8)] * 3, -1)
        if transparent is not None:
            pixels[values == transparent] = 255
        return pixels
    if picture.mode in ("RGBA", "LA", "PA") or transparent is not None:
        white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        white.alpha_composite(picture.convert("RGBA"))
        picture = white
    return numpy.asarray(picture.convert("RGB"))


def main(folder):
    warnings.simplefilter("ignore")
    print("file\twidth\theight\tcrc32\tred\tgreen\tblue")
    with open(os.path.join(folder, "MANIFEST.tsv"), encoding="utf-8") as manifest:
        names = [line.rstrip("\n").split("\t") for line in manifest][1:]
    for name, kind in sorted((fields[0], fields[7]) for fields in names):
        if kind not in ("PNG", "BMP", "GIF"):
            continue
        try:
            pixels = load(os.path.join(folder, name))
        except (OSError, SyntaxError, ValueError):
            continue
        means = "\t".join(f"{mean:.3f}" for mean in pixels.reshape(-1, 3).mean(0))
        print(f"{name}\t{pixels.shape[1]}\t{pixels.shape[0]}\t{zlib.crc32(pixels.tobytes()):08X}\t{means}")


if __name__ == "__main__":
    main(sys.argv[1])
