#!/usr/bin/env python3
"""Writes tests/data/clip/demo-clip/pixels.png from models/demo-clip/golden.npz: open_clip's preprocessed pictures as bytes.

    python tests/reference/unpack_demo_clip_golden.py

pixel_values are normalised floats of shape [N, 3, S, S]; undone, they are whole numbers again. The pictures stand below each
other in the order of golden.json. Needs NumPy and Pillow.
"""
import json
import pathlib

import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "models/demo-clip"
OUT = ROOT / "tests/data/clip/demo-clip/pixels.png"


def main():
    config = json.loads((MODEL / "open_clip_config.json").read_text())["preprocess_cfg"]
    mean = np.array(config["mean"])[:, None, None]
    std = np.array(config["std"])[:, None, None]
    exact = (np.load(MODEL / "golden.npz")["pixel_values"] * std + mean) * 255
    pixels = np.rint(exact)
    assert np.abs(exact - pixels).max() < 0.01, "pixel_values are not those of 8-bit pixels"
    count, _, side, _ = pixels.shape
    strip = pixels.astype(np.uint8).transpose(0, 2, 3, 1).reshape(count * side, side, 3)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(strip).save(OUT, optimize=True)


if __name__ == "__main__":
    main()
