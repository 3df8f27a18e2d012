"""umap-learn and scikit-learn beside Kindred, for ./dev bench map: one process that stays warm and does what it's told.

    peer_map.py

Reads one JSON object a line and answers with one:
  {"versions": true}                                              -> {"versions": "..."}
  {"umap": VECTORS.npy, "out": XY.npy}                            -> {"seconds": wall, "core_seconds": all threads}
  {"dbscan": XY.npy, "eps": E, "min_samples": M, "out": LABELS}   -> the same

umap-learn runs as it does for most: metric cosine, otherwise its defaults, without a seed, so on all cores. A small map is made first, so that
its just-in-time compiler has done its work.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np
import sklearn
import umap
from sklearn.cluster import DBSCAN

warnings.filterwarnings('ignore')


def core_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(work):
    wall, cores = time.monotonic(), core_seconds()
    result = work()
    return result, {'seconds': time.monotonic() - wall, 'core_seconds': core_seconds() - cores}


def make_map(order):
    vectors = np.load(order['umap'])
    positions, usage = measured(lambda: umap.UMAP(metric='cosine').fit_transform(vectors))
    np.save(order['out'], positions.astype('<f4'))
    return usage


def cluster(order):
    points = np.load(order['dbscan']).astype(np.float64)
    settings = DBSCAN(eps=order['eps'], min_samples=order['min_samples'], n_jobs=-1)
    labels, usage = measured(lambda: settings.fit_predict(points))
    np.save(order['out'], labels.astype('<f4'))
    return usage


def main():
    for rows in (500, 4500):  # few rows take another way through umap-learn than many
        umap.UMAP(metric='cosine', n_epochs=20).fit_transform(np.random.default_rng(0).normal(size=(rows, 16)).astype(np.float32))
    for line in sys.stdin:
        order = json.loads(line)
        if 'versions' in order:
            answer = {'versions': f'umap-learn {umap.__version__}, scikit-learn {sklearn.__version__}'}
        else:
            answer = make_map(order) if 'umap' in order else cluster(order)
        print(json.dumps(answer), flush=True)


main()
