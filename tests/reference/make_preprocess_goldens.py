#!/usr/bin/env python3
"""Writes tests/data/clip/preprocess/: what open_clip's evaluation transform makes of pictures of many modes and sizes.

    python tests/reference/make_preprocess_goldens.py

cases.json lists the pictures (mode, size) and transforms; pixels.png holds the results below each other. The pictures' bytes are
drawn from the hash of make_clip_goldens.py, so they are not stored. extents.json holds sizes after the resize, for sizes that
matter to rounding. Needs torch, torchvision, open_clip_torch 3.3.0, Pillow and NumPy.
"""
import itertools
import json
import pathlib

import numpy as np
import open_clip.transform as oct
from PIL import Image
from torchvision.transforms.functional import _compute_resized_output_size

from make_clip_goldens import mixed

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/clip/preprocess"
SIDE = 20
MODES = {"1": 1, "L": 1, "LA": 2, "P": 1, "RGB": 3, "RGBA": 4, "CMYK": 4}
SIZES = [(33, 47), (20, 20), (64, 21), (7, 5), (3, 40), (20, 31)]


def picture(number, mode, size):
    count = size[0] * size[1] * MODES[mode]
    data = (mixed(number, np.arange(count)) >> np.uint64(56)).astype(np.uint8)
    if mode == "1":
        return Image.frombytes("L", size, (np.where(data > 127, 255, 0)).astype(np.uint8).tobytes()).convert("1", dither=Image.Dither.NONE)
    image = Image.frombytes(mode, size, data.tobytes())
    if mode == "P":
        image.putpalette((mixed(1000, np.arange(768)) >> np.uint64(56)).astype(np.uint8).tolist())
    return image


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    cases, results = [], []
    transforms = [("shortest", "bicubic", 0), ("squash", "bilinear", 0), ("longest", "bicubic", 0), ("longest", "bilinear", 200)]
    for mode, size, (resize_mode, interpolation, fill) in itertools.product(MODES, SIZES, transforms):
        number = len(cases)
        transform = oct.image_transform(SIDE, False, resize_mode=resize_mode, interpolation=interpolation, fill_color=fill)
        transform.transforms = transform.transforms[:-2]  # neither to a tensor nor normalised
        results.append(np.asarray(transform(picture(number, mode, size))))
        cases.append({"mode": mode, "width": size[0], "height": size[1], "resize_mode": resize_mode, "interpolation": interpolation, "fill_color": fill})
    (OUT / "cases.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    Image.fromarray(np.concatenate(results)).save(OUT / "pixels.png", optimize=True)

    extents = []
    sizes = [1, 2, 3, 17, 31, 95, 96, 97, 223, 224, 225, 333, 500, 640, 1080, 1999, 4000]
    for width, height, side in itertools.product(sizes, sizes, [96, 224, 333]):
        shortest = _compute_resized_output_size((height, width), [side])
        longest = oct.ResizeKeepRatio.get_params(Image.new("1", (width, height)), (side, side), 1.0)
        extents.append([width, height, side, *shortest[::-1], *longest[::-1]])
    (OUT / "extents.json").write_text("[\n" + ",\n".join(json.dumps(e) for e in extents) + "\n]\n")


if __name__ == "__main__":
    main()
