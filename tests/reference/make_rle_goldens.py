"""Makes tests/data/annotations/rle.json with pycocotools: masks, their compressed run lengths, areas and boxes.

    python -m venv /tmp/coco && /tmp/coco/bin/pip install pycocotools==2.0.11
    /tmp/coco/bin/python tests/reference/make_rle_goldens.py
"""
import json
import pathlib

import numpy as np
from pycocotools import mask as coco

HERE = pathlib.Path(__file__).resolve().parent.parent


def golden(rle, rows=None, runs=None):
    return {
        "size": rle["size"],
        "counts": rle["counts"].decode(),
        "area": int(coco.area(rle)),
        "bbox": [int(v) for v in coco.toBbox(rle)],
        **({"rows": rows} if rows is not None else {}),
        **({"runs": runs} if runs is not None else {}),
    }


def small(bitmap):
    rle = coco.encode(np.asfortranarray(bitmap.astype(np.uint8)))
    return golden(rle, rows=["".join(map(str, row)) for row in bitmap.astype(int).tolist()])


def large(height, width, runs):
    assert sum(runs) == height * width
    return golden(coco.frPyObjects({"size": [height, width], "counts": runs}, height, width), runs=runs)


def main():
    random = np.random.default_rng(4)
    cases = [small(np.zeros((3, 5))), small(np.ones((4, 1))), small(np.ones((1, 4))), small(np.eye(6))]
    for _ in range(40):
        height, width = random.integers(1, 24, 2)
        noise = random.random((height, width))
        # Runs of every length: noise smoothed down the columns by as much as chance says.
        for _ in range(random.integers(0, 6)):
            noise = (noise + np.roll(noise, 1, 0)) / 2
        cases.append(small(noise > np.quantile(noise, random.uniform(0.05, 0.95))))
    cases.append(large(6000, 4000, [0, 24_000_000]))
    cases.append(large(6000, 4000, [11_999_999, 1, 12_000_000]))
    cases.append(large(3000, 2000, [5, 100_000, 7, 2_000_000, 1, 32, 31, 1024, 1023, 6_000_000 - 2_102_123]))
    target = HERE / "data" / "annotations" / "rle.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(cases, separators=(",", ":")).replace('},{', '},\n{') + "\n")


main()
