"""A workspace to be killed: pictures imported once, a few of them unreadable, and a counter of the model's work."""

import pathlib
import shutil
import subprocess

import pytest

from harness import pictures
from harness.server import run

PICTURES = 400
UNREADABLE = 6  # beside them


@pytest.fixture(scope='session')
def counter(tmp_path_factory):
    """The library that counts inferences (see its source)."""
    library = tmp_path_factory.mktemp('counter') / 'count_inferences.so'
    source = pathlib.Path(__file__).with_name('count_inferences.cpp')
    subprocess.run(['c++', '-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], check=True)
    return library


@pytest.fixture(scope='session')
def imported(tmp_path_factory):
    base = tmp_path_factory.mktemp('imported')
    paths = pictures.folder_of(base / 'pictures', PICTURES)
    for i in range(0, UNREADABLE, 2):
        (base / 'pictures' / f'cut {i}.png').write_bytes(paths[i].read_bytes()[:200 + i])
        (base / 'pictures' / f'words {i}.jpg').write_bytes(b'words' * (i + 1))
    run('import', base / 'pictures', '--dataset', 'set', '--version', 'v1', '--data', base / 'data')
    return base / 'data'


@pytest.fixture
def copy_of_imported(imported, tmp_path):
    def copy(name):
        return pathlib.Path(shutil.copytree(imported, tmp_path / name))

    return copy
