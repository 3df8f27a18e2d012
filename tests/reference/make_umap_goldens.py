#!/usr/bin/env python3
"""Writes tests/data/projection/: what umap-learn 0.5.12 makes of small sets, stage by stage.

    python tests/reference/make_umap_goldens.py

  clusters.npy       300 x 12, points in five Gaussian clusters, the set of the files below
  {cosine,euclidean}_{neighbors,distances}.npy   10 neighbours of each point, itself first
  {cosine,euclidean}_calibration.npy             sigma and rho of each
  {cosine,euclidean}_graph.npy                   the fuzzy graph: row, column, weight
  mixed_graph.npy    Euclidean, set_op_mix_ratio 0.4, local_connectivity 1.7
  periods.npy        row, column, epochs per sample of the Euclidean graph for 50 epochs, without the edges that get none
  ab.npy             min_dist, spread, a, b
  sheet.npy          5000 x 3, a connected set, and sheet_spectral.npy, its two spectral coordinates (of unit length)
  digits.u8          scikit-learn's digits: 1797 rows of 64 pixels and the label, one byte each
  digits_trust.npy   trustworthiness (15 neighbours) of umap-learn's maps of them under the cosine and Euclidean, mean of five seeds
  digits_kept.npy    of its maps of them under the cosine, the part of the 15 nearest vectors that are the 15 nearest points, mean of five seeds
  digits_place.npy   of umap-learn's transform of the last 297 onto maps of the first 1500 under the cosine, mean of five seeds: the part whose
                     nearest point of the map has their label, and the part of their 15 nearest vectors of the map that are their 15 nearest points

Needs umap-learn 0.5.12, scikit-learn and NumPy. Neighbours are exact: those of umap-learn are so below 4096 points.
"""
import pathlib

import numpy as np
import scipy.sparse
import umap
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness
from sklearn.metrics import pairwise_distances
from umap.spectral import spectral_layout
from umap.umap_ import find_ab_params, fuzzy_simplicial_set, make_epochs_per_sample, smooth_knn_dist

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/data/projection"
NEIGHBORS = 10


def save(name, array):
    array = np.ascontiguousarray(array, dtype=np.float32)
    np.save(OUT / f"{name}.npy", array)


def exact_neighbors(data, metric, k):
    lengths = pairwise_distances(data.astype(np.float64), metric=metric)
    np.fill_diagonal(lengths, -1)
    order = np.argsort(lengths, axis=1, kind="stable")[:, :k]
    return order.astype(np.int32), np.maximum(0, np.take_along_axis(lengths, order, axis=1)).astype(np.float32)


def edges(graph):
    graph = graph.tocoo()
    order = np.lexsort((graph.col, graph.row))
    return np.stack([graph.row[order], graph.col[order], graph.data[order]], axis=1)


def fuzzy(data, metric, indices, distances, **options):
    return fuzzy_simplicial_set(data, indices.shape[1], None, metric, knn_indices=indices, knn_dists=distances, **options)[0]


def clusters():
    random = np.random.default_rng(5)
    centers = random.normal(size=(5, 12)) * 2
    return (centers[random.integers(0, 5, 300)] + random.normal(size=(300, 12))).astype(np.float32)


def write_stages(data):
    save("clusters", data)
    for metric in ("cosine", "euclidean"):
        indices, distances = exact_neighbors(data, metric, NEIGHBORS)
        save(f"{metric}_neighbors", indices)
        save(f"{metric}_distances", distances)
        sigmas, rhos = smooth_knn_dist(distances, float(NEIGHBORS))
        save(f"{metric}_calibration", np.stack([sigmas, rhos], axis=1))
        graph = fuzzy(data, metric, indices, distances)
        save(f"{metric}_graph", edges(graph))
    save("mixed_graph", edges(fuzzy(data, metric, indices, distances, set_op_mix_ratio=0.4, local_connectivity=1.7)))
    epochs = 50
    pruned = graph.tocoo()
    pruned.data[pruned.data < pruned.data.max() / epochs] = 0
    pruned.eliminate_zeros()
    rows = edges(pruned)
    rows[:, 2] = make_epochs_per_sample(rows[:, 2], epochs)
    save("periods", rows)


def write_curves():
    settings = [(0.0, 1.0), (0.1, 1.0), (0.001, 1.0), (0.5, 1.0), (0.99, 1.0), (0.25, 2.0), (0.1, 0.5), (1.0, 1.0)]
    np.save(OUT / "ab.npy", np.array([[d, s, *find_ab_params(s, d)] for d, s in settings], dtype=np.float32))


def write_sheet():
    random = np.random.default_rng(7)
    along, across = random.uniform(0, 5, 5000), random.uniform(0, 2, 5000)
    data = np.stack([np.sin(along) * along, across, np.cos(along) * along], axis=1).astype(np.float32)
    indices, distances = exact_neighbors(data, "euclidean", 15)
    graph = fuzzy(data, "euclidean", indices, distances).tocoo()
    graph.data[graph.data < graph.data.max() / 500] = 0
    graph.eliminate_zeros()
    assert scipy.sparse.csgraph.connected_components(graph)[0] == 1
    save("sheet", data)
    save("sheet_spectral", spectral_layout(data, graph, 2, np.random.RandomState(0), tol=1e-8))


def nearest_others(data, metric):
    lengths = pairwise_distances(data, metric=metric)
    np.fill_diagonal(lengths, np.inf)
    return np.argsort(lengths, axis=1, kind="stable")[:, :15]


def write_digits():
    digits = load_digits()
    rows = np.concatenate([digits.data, digits.target[:, None]], axis=1).astype(np.uint8)
    (OUT / "digits.u8").write_bytes(rows.tobytes())
    means = []
    for metric in ("cosine", "euclidean"):
        maps = [umap.UMAP(metric=metric, random_state=seed).fit_transform(digits.data) for seed in range(5)]
        means.append(np.mean([trustworthiness(digits.data, one, n_neighbors=15, metric=metric) for one in maps]))
        print(metric, means[-1])
    save("digits_trust", np.array([means]))
    in_space = nearest_others(digits.data, "cosine")
    maps = [umap.UMAP(metric="cosine", random_state=seed).fit_transform(digits.data) for seed in range(5)]
    kept = [np.mean([len(np.intersect1d(*pair)) / 15 for pair in zip(in_space, nearest_others(one, "euclidean"))]) for one in maps]
    print("kept", np.mean(kept))
    save("digits_kept", np.array([[np.mean(kept)]]))


def write_placed():
    digits = load_digits()
    old, new = digits.data[:1500], digits.data[1500:]
    in_space = np.argsort(pairwise_distances(new, old, metric="cosine"), axis=1)[:, :15]
    figures = []
    for seed in range(5):
        model = umap.UMAP(metric="cosine", random_state=seed).fit(old)
        on_map = np.argsort(pairwise_distances(model.transform(new), model.embedding_), axis=1)[:, :15]
        same = digits.target[on_map[:, 0]] == digits.target[1500:]
        kept = [len(np.intersect1d(*pair)) / 15 for pair in zip(in_space, on_map)]
        figures.append([same.mean(), np.mean(kept)])
    print("placed", np.mean(figures, axis=0))
    save("digits_place", np.mean(figures, axis=0, keepdims=True))


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    write_stages(clusters())
    write_curves()
    write_sheet()
    write_digits()
    write_placed()
