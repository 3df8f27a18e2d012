#!/usr/bin/env python3
"""Writes tests/data/crops/cases.json: the pictures of shapes, cut with Pillow, and what open_clip's evaluation transform makes of them.

    python tests/reference/make_crop_goldens.py

Each case has a picture (its bytes are drawn from the hash of make_clip_goldens.py, so they are not stored), a shape, options, the box that
is cut out (computed here one pixel at a time, the slow and obvious way), and the SHA-256 of the transformed pixels as RGB.
Needs torch, torchvision, open_clip_torch 3.3.0, Pillow 13 and NumPy.
"""
import hashlib
import json
import pathlib
import random

import numpy as np
import open_clip.transform as oct
from PIL import Image

from make_preprocess_goldens import MODES, picture

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/crops"
SIDE = 24
BACKGROUND = (123, 117, 104)
chance = random.Random(2026)


def axis(begin, end, length):
    """The whole pixels of an interval that lie inside the image."""
    pixels = [p for p in range(length) if p + 1 > begin and p < end]
    return pixels[0], pixels[-1] + 1


def cut(x, y, size, square):
    x, y = axis(*x, size[0]), axis(*y, size[1])
    if square:
        side = max(x[1] - x[0], y[1] - y[0])
        x, y = (grown(interval, side, length) for interval, length in ((x, size[0]), (y, size[1])))
    return x[0], y[0], x[1], y[1]


def grown(interval, side, length):
    """Pixel by pixel: before and behind in turn while there is room on both sides, then where there is room."""
    begin, end = interval
    missing = side - (end - begin)
    if missing <= 0:
        return interval
    begin, end = begin - (missing + 1) // 2, end + missing // 2
    while begin < 0 and end > length:
        begin, end = begin + 1, end - 1
    while begin < 0:
        begin, end = begin + 1, min(end + 1, length)
    while end > length:
        begin, end = max(begin - 1, 0), end - 1
    return begin, end


def box_of(shape, size, options):
    if shape["kind"] == "line":
        xs, ys = zip(*shape["points"])
        margin = max(1.0, options["margin"] * max(max(xs) - min(xs), max(ys) - min(ys)))
        return cut((min(xs) - margin, max(xs) + margin), (min(ys) - margin, max(ys) + margin), size, options["square"])
    left, top, width, height = bounds(shape)
    x = max(left, 0), min(left + width, size[0])
    y = max(top, 0), min(top + height, size[1])
    margin = options["margin"] * max(x[1] - x[0], y[1] - y[0])
    return cut((x[0] - margin, x[1] + margin), (y[0] - margin, y[1] + margin), size, options["square"])


def bounds(shape):
    if shape["kind"] == "rectangle":
        return shape["box"]
    if shape["kind"] == "mask":
        ys, xs = np.nonzero(raster(shape))
        return int(xs.min()), int(ys.min()), int(xs.max() - xs.min() + 1), int(ys.max() - ys.min() + 1)
    xs, ys = zip(*shape["points"])
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def raster(shape):
    """Row-major truth of a mask's run lengths, which go down one column after the other."""
    width, height = shape["size"]
    flat = np.repeat(np.arange(len(shape["runs"])) % 2 == 1, shape["runs"])
    return flat.reshape(width, height).T


def is_inside(points, x, y):
    crossed = False
    for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
        if (ay > y) != (by > y) and x >= ax + (y - ay) / (by - ay) * (bx - ax):
            crossed = not crossed
    return crossed


def foreground(shape, size):
    if shape["kind"] == "mask":
        return raster(shape)
    return np.array([[is_inside(shape["points"], x + 0.5, y + 0.5) for x in range(size[0])] for y in range(size[1])])


def expected(number, mode, size, shape, options):
    box = box_of(shape, size, options)
    whole = picture(number, mode, size)
    part = whole.crop(box)
    if options["mask_background"]:
        mask = Image.fromarray(np.where(foreground(shape, size), 255, 0).astype(np.uint8)).crop(box)
        part = Image.composite(part.convert("RGB"), Image.new("RGB", part.size, BACKGROUND), mask)
    transform = oct.image_transform(SIDE, False)
    transform.transforms = transform.transforms[:-2]  # neither to a tensor nor normalised
    pixels = np.asarray(transform(part).convert("RGB"))
    return [box[0], box[1], box[2] - box[0], box[3] - box[1]], hashlib.sha256(pixels.tobytes()).hexdigest()


def number_near(low, high):
    value = chance.uniform(low, high)
    return round(value) if chance.random() < 0.5 else round(value, 3)


def rectangle(size):
    left, top = number_near(-10, size[0] - 2), number_near(-10, size[1] - 2)
    width, height = number_near(max(1 - left, 1), size[0]), number_near(max(1 - top, 1), size[1])
    return {"kind": "rectangle", "box": [left, top, width, height]}


def polygon(size, kind="polygon"):
    count = chance.randint(3, 9) if kind == "polygon" else chance.randint(2, 4)
    points = [[number_near(0, size[0]), number_near(0, size[1])] for _ in range(count)]
    if kind == "line" and chance.random() < 0.5:
        points = [[x, points[0][1]] for x, _ in points]  # a straight one has no area
    return {"kind": kind, "points": points}


def mask(size):
    area, runs = size[0] * size[1], []
    left = area - chance.randint(0, size[1])
    while left > 0:
        runs.append(min(left, chance.randint(0 if not runs else 1, 3 * size[1] // 2)))
        left -= runs[-1]
    runs.append(area - sum(runs))
    return {"kind": "mask", "runs": runs, "size": list(size)}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    cases = []
    shapes = [rectangle, polygon, lambda size: polygon(size, "line"), mask]
    for number in range(280):
        mode = list(MODES)[number % len(MODES)]
        size = chance.choice([(60, 45), (33, 71), (90, 20), (41, 41), (13, 80)])
        shape = shapes[number // len(MODES) % len(shapes)](size)
        options = {"margin": chance.choice([0, 0, 0.1, 0.35]), "square": chance.random() < 0.7, "mask_background": False}
        if shape["kind"] in ("polygon", "mask"):
            options["mask_background"] = chance.random() < 0.6
        box, digest = expected(number, mode, size, shape, options)
        cases.append({"mode": mode, "size": list(size), "shape": shape, **options, "box": box, "sha256": digest})
    (OUT / "cases.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
