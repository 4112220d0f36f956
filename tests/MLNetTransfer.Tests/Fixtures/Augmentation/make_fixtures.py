"""Writes the pictures that AugmentationOperations tests compare with: torchvision's functions on a small picture, in Pillow mode.

Run in this folder with Debian's python3-torchvision (0.14.1) and python3-pil (9.4.0): /usr/bin/python3 make_fixtures.py
The number in a file name is the argument of the function.
"""
import math

import numpy as np
import torchvision.transforms.functional as F
from PIL import Image
from torchvision.transforms import InterpolationMode

WIDTH, HEIGHT = 31, 24


def picture():
    """Ramps of different strength, a grey disc, saturated stripes, and noise: every branch of the colour conversions is met."""
    generator = np.random.default_rng(7)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.stack([20 + 6 * x, 30 + 7 * y, 200 - 3 * x - 2 * y], axis=-1).astype(np.int64)
    pixels += generator.integers(-12, 13, pixels.shape)
    disc = (x - 10) ** 2 + (y - 12) ** 2 < 30
    pixels[disc] = (128 + generator.integers(-40, 41, disc.sum()))[:, None]
    for row, colour in enumerate([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255), (255, 255, 255), (0, 0, 0)]):
        pixels[2 * row : 2 * row + 2, 26:29] = colour
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGB")


def shear(image, x, y):
    degrees = [math.degrees(math.atan(x)), math.degrees(math.atan(y))]
    return F.affine(image, angle=0.0, translate=[0, 0], scale=1.0, shear=degrees, interpolation=InterpolationMode.BILINEAR, center=[0, 0])


def translate(image, x, y):
    return F.affine(image, angle=0.0, translate=[x, y], scale=1.0, shear=[0.0, 0.0], interpolation=InterpolationMode.BILINEAR)


def main():
    image = picture()
    image.save("picture.png", optimize=True)
    dull = F.adjust_contrast(F.adjust_brightness(image, 0.6), 0.4)
    dull.save("dull.png", optimize=True)
    for factor in (0.3, 1.7):
        F.adjust_brightness(image, factor).save(f"brightness_{factor}.png", optimize=True)
        F.adjust_contrast(image, factor).save(f"contrast_{factor}.png", optimize=True)
        F.adjust_saturation(image, factor).save(f"saturation_{factor}.png", optimize=True)
        F.adjust_sharpness(image, factor).save(f"sharpness_{factor}.png", optimize=True)
    for factor in (-0.3, 0.1, 0.5):
        F.adjust_hue(image, factor).save(f"hue_{factor}.png", optimize=True)
    for degrees in (-135.0, 12.5, 90.0):
        F.rotate(image, degrees, interpolation=InterpolationMode.BILINEAR).save(f"rotate_{degrees}.png", optimize=True)
    for amount in (-0.33, 0.99):
        shear(image, amount, 0.0).save(f"shearx_{amount}.png", optimize=True)
        shear(image, 0.0, amount).save(f"sheary_{amount}.png", optimize=True)
    for pixels in (-7, 5):
        translate(image, pixels, 0).save(f"translatex_{pixels}.png", optimize=True)
        translate(image, 0, pixels).save(f"translatey_{pixels}.png", optimize=True)
    for bits in (2, 5):
        F.posterize(image, bits).save(f"posterize_{bits}.png", optimize=True)
    for threshold in (0.0, 93.5, 255.0):
        F.solarize(image, threshold).save(f"solarize_{threshold}.png", optimize=True)
    F.equalize(image).save("equalize.png", optimize=True)
    F.equalize(dull).save("equalize_dull.png", optimize=True)
    F.autocontrast(dull).save("autocontrast_dull.png", optimize=True)


main()
