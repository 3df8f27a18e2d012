#!/usr/bin/env python3
"""Write tests/data/dbscan/golden.json: small point sets and the labels that scikit-learn's DBSCAN gives them.

    python make_dbscan_goldens.py OUT.json      (scikit-learn 1.9, numpy)

Coordinates are float32, as in our maps; scikit-learn gets them as float64.
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN


def sets(rng):
    yield "blobs", np.concatenate([rng.normal(c, 0.3, (60, 2)) for c in [(0, 0), (3, 0), (0, 3)]])
    yield "uniform", rng.uniform(0, 10, (250, 2))
    yield "lattice", np.stack(np.meshgrid(np.arange(12), np.arange(12)), -1).reshape(-1, 2)  # distances equal to eps
    yield "copies", np.repeat(rng.uniform(0, 4, (30, 2)), 5, axis=0)
    yield "line", np.stack([np.linspace(0, 20, 150), np.zeros(150)], 1)
    yield "far apart", np.concatenate([rng.normal(0, 0.1, (40, 2)), rng.normal(1e4, 0.1, (40, 2))])
    yield "one", np.zeros((1, 2))


def main():
    rng = np.random.default_rng(11)
    cases = []
    for name, points in sets(rng):
        xy = points[rng.permutation(len(points))].astype(np.float32)
        for eps in (0.05, 0.3, 1.0, 1.4142135, 50.0):
            for min_samples in (1, 3, 5, 12):
                labels = DBSCAN(eps=eps, min_samples=min_samples).fit(xy.astype(np.float64)).labels_
                cases.append({"points": name, "eps": eps, "min_samples": min_samples, "labels": labels.tolist()})
        cases[-1]["xy"] = [float(v) for v in xy.reshape(-1)]  # beside the last case of each set
    with open(sys.argv[1], "w") as out:
        json.dump({"scikit_learn": sklearn.__version__, "cases": cases}, out, separators=(",", ":"))


if __name__ == "__main__":
    main()
