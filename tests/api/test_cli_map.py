"""Law: kindred project and kindred cluster do what their --help says to any vectors in .npy files, and refuse by name what they can't use.

The numbers are judged here, not by the program: neighbours are counted and clusters grown with NumPy.
"""

import subprocess

import numpy as np
import pytest

from harness.server import BINARY

GROUPS = 5


def kindred(*arguments, expect=0):
    done = subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == expect, f'{done.returncode}: {done.stdout}{done.stderr}'
    return done


def make_vectors(count, seed):
    """Five groups in 32 dimensions, and the group of each."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(GROUPS, 32)) * 3
    group = np.arange(count) % GROUPS
    return (centres[group] + random.normal(size=(count, 32))).astype('<f4'), group


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp('map')


@pytest.fixture(scope='module')
def made_map(folder):
    """A map of 600 vectors: the files, the positions and the groups."""
    vectors, group = make_vectors(600, 1)
    np.save(folder / 'vectors.npy', vectors)
    kindred('project', folder / 'vectors.npy', '--out', folder / 'xy.npy', '--seed', 7)
    return folder / 'vectors.npy', folder / 'xy.npy', np.load(folder / 'xy.npy'), group


def nearest(points, to):
    return np.argmin(((points[None, :, :] - to[:, None, :]) ** 2).sum(2), axis=1)


def test_groups_lie_together(made_map):
    _, _, xy, group = made_map
    assert xy.shape == (600, 2) and xy.dtype == np.float32
    distances = ((xy[None] - xy[:, None]) ** 2).sum(2)
    np.fill_diagonal(distances, np.inf)
    assert np.all(group[np.argmin(distances, axis=1)] == group)


def test_threads_do_not_matter_and_seeds_do(made_map, folder):
    vectors, _, xy, _ = made_map
    for threads in (1, 3):
        kindred('project', vectors, '--out', folder / 'again.npy', '--seed', 7, '--threads', threads)
        assert np.array_equal(np.load(folder / 'again.npy'), xy)
    kindred('project', vectors, '--out', folder / 'other.npy', '--seed', 8)
    assert not np.array_equal(np.load(folder / 'other.npy'), xy)


@pytest.mark.parametrize('kind', ['<f8', '<f2', 'fortran'])
def test_other_kinds_of_files_give_the_same_map(made_map, folder, kind):
    vectors = np.load(made_map[0])
    if kind == 'fortran':
        np.save(folder / 'kind.npy', np.asfortranarray(vectors))
        np.save(folder / 'same.npy', vectors)
    else:
        np.save(folder / 'kind.npy', vectors.astype(kind))
        np.save(folder / 'same.npy', vectors.astype(kind).astype('<f4'))
    kindred('project', folder / 'kind.npy', '--out', folder / 'a.npy', '--n-epochs', 20)
    kindred('project', folder / 'same.npy', '--out', folder / 'b.npy', '--n-epochs', 20)
    assert np.array_equal(np.load(folder / 'a.npy'), np.load(folder / 'b.npy'))


def test_new_vectors_are_placed_among_their_group(made_map, folder):
    vectors, positions, xy, group = made_map
    new, new_group = make_vectors(100, 2)
    np.save(folder / 'new.npy', new)
    kindred('project', folder / 'new.npy', '--place', vectors, '--on', positions, '--out', folder / 'placed.npy')
    placed = np.load(folder / 'placed.npy')
    assert placed.shape == (100, 2)
    assert np.all(group[nearest(xy, placed)] == new_group)


def grown(xy, eps, min_samples):
    """DBSCAN by its definition."""
    near = np.sqrt(((xy[None].astype(float) - xy[:, None].astype(float)) ** 2).sum(2)) <= eps
    core = near.sum(1) >= min_samples
    labels = np.full(len(xy), -1)
    for start in np.flatnonzero(core):
        if labels[start] >= 0:
            continue
        label, open_points = labels.max() + 1, [start]
        while open_points:
            point = open_points.pop()
            if labels[point] < 0:
                labels[point] = label
                if core[point]:
                    open_points.extend(np.flatnonzero(near[point]))
    return labels


def test_cluster_is_dbscan(made_map, folder):
    _, positions, xy, _ = made_map
    for eps in (0.05, 0.2, 0.5, 100):
        kindred('cluster', positions, '--eps', eps, '--min-samples', 4, '--out', folder / 'labels.npy')
        labels = np.load(folder / 'labels.npy')
        assert labels.dtype == np.int32 and labels.shape == (600,)
        assert np.array_equal(labels, grown(xy, eps, 4))


def test_the_suggested_eps_finds_the_groups(made_map, folder):
    _, positions, _, group = made_map
    said = kindred('cluster', positions, '--out', folder / 'labels.npy', '--outliers', folder / 'scores.npy').stdout
    labels = np.load(folder / 'labels.npy')
    assert '(suggested)' in said and f'{labels.max() + 1} clusters' in said
    for label in range(labels.max() + 1):
        assert len(set(group[labels == label])) == 1
    assert (labels == -1).mean() < 0.1
    scores = np.load(folder / 'scores.npy')
    assert scores.shape == (600, 1) and scores.min() >= 0 and scores.max() <= 1


def test_few_vectors_have_a_map_too(folder):
    for count in (0, 1, 2, 3, 10):
        np.save(folder / 'few.npy', make_vectors(count, 3)[0])
        kindred('project', folder / 'few.npy', '--out', folder / 'few-xy.npy')
        assert np.load(folder / 'few-xy.npy').shape == (count, 2)
        kindred('cluster', folder / 'few-xy.npy', '--out', folder / 'few-labels.npy')
        assert np.load(folder / 'few-labels.npy').shape == (count,)


@pytest.mark.parametrize(
    ('change', 'said'),
    [
        (['--n-neighbors', 1], 'n_neighbors is 1'),
        (['--min-dist', 2], 'min_dist is 2'),
        (['--min-dist', 'near'], '--min-dist is'),
        (['--spread', 0], 'spread is 0'),
        (['--metric', 'manhattan'], 'cosine or euclidean'),
        (['--init', 'best'], 'spectral, pca or random'),
        (['--threads', -1], '--threads is -1'),
        (['--place', 'nowhere.npy'], '--place and --on belong together'),
    ],
)
def test_wrong_options_of_project_are_named(made_map, folder, change, said):
    assert said in kindred('project', made_map[0], '--out', folder / 'no.npy', *change, expect=1).stderr
    assert not (folder / 'no.npy').exists()


@pytest.mark.parametrize(
    ('change', 'said'),
    [
        (['--eps', 0], 'eps must be a number above 0'),
        (['--eps', -1], 'eps must be a number above 0'),
        (['--eps', 'nan'], 'eps must be a number above 0'),
        (['--eps', 'far'], "--eps is 'far'"),
        (['--min-samples', 0], '--min-samples is 0'),
    ],
)
def test_wrong_options_of_cluster_are_named(made_map, folder, change, said):
    assert said in kindred('cluster', made_map[1], '--out', folder / 'no.npy', *change, expect=1).stderr
    assert not (folder / 'no.npy').exists()


def broken_files():
    good = np.arange(12, dtype='<f4').reshape(6, 2) + 1
    nan, zero = good.copy(), good.copy()
    nan[4, 1] = np.nan
    zero[2] = 0
    return {
        'nan': (nan, 'Vector 4 has a number that is not finite in column 1'),
        'zero': (zero, 'Vector 2 is all zero'),
        'flat': (np.arange(3, dtype='<f4'), 'not a matrix'),
        'hollow': (np.zeros((3, 0), '<f4'), 'they are empty'),
        'whole': (np.arange(4, dtype='<i4').reshape(2, 2), "can't be read"),
    }


@pytest.mark.parametrize('name', broken_files())
def test_wrong_vectors_are_named(folder, name):
    array, said = broken_files()[name]
    np.save(folder / 'wrong.npy', array)
    assert said in kindred('project', folder / 'wrong.npy', '--out', folder / 'no.npy', expect=1).stderr


def test_damaged_files_are_named(made_map, folder):
    whole = made_map[0].read_bytes()
    damaged = folder / 'damaged.npy'
    for content in (b'', whole[:5], whole[:40], whole[:-1], whole.replace(b'(600, 32)', b'(900, 99)')):
        damaged.write_bytes(content)
        assert 'damaged.npy' in kindred('project', damaged, '--out', folder / 'no.npy', expect=1).stderr
    assert 'absent.npy' in kindred('cluster', folder / 'absent.npy', '--out', folder / 'no.npy', expect=1).stderr
    assert '32 columns instead of 2' in kindred('cluster', made_map[0], '--out', folder / 'no.npy', expect=1).stderr


def test_help_teaches():
    project = kindred('project', '--help').stdout
    for word in ('--n-neighbors', '--min-dist', '--metric', '--seed', '--threads', '--place', '--on', 'Example'):
        assert word in project
    cluster = kindred('cluster', '--help').stdout
    for word in ('--eps', '--min-samples', '--out', '--outliers', 'suggested', 'Example'):
        assert word in cluster
