"""Twelve JPEGs of 1024 x 768 pixels and about 200 kB, made of noise in colours of their own: python make_photos.py FOLDER"""
import pathlib
import sys

import numpy
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1024, 768
random = numpy.random.default_rng(2026)


def make_photo():
    """Clouds of a few colours, discs on them, and a grain that keeps the file from getting small."""
    palette = random.integers(0, 256, (3, 3), dtype=numpy.uint8)
    coarseness = int(random.integers(24, 200))
    clouds = palette[random.integers(0, 3, (HEIGHT // coarseness, WIDTH // coarseness))]
    photo = Image.fromarray(clouds).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(photo)
    for _ in range(30):
        x, y, size = (int(random.integers(0, limit)) for limit in (WIDTH, HEIGHT, 180))
        draw.ellipse((x, y, x + size + 15, y + size + 15), fill=tuple(palette[size % 3].tolist()))
    grain = random.integers(-13, 14, (HEIGHT, WIDTH, 3))
    grainy = (numpy.asarray(photo, numpy.int16) + grain).clip(0, 255)
    return Image.fromarray(grainy.astype(numpy.uint8))


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for number in range(12):
    make_photo().save(folder / f"photo-{number:02d}.jpg", quality=88)
