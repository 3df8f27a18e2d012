"""A workspace with pictures that nobody embedded yet, imported once and copied for each test that changes it."""

import shutil

import pytest

from harness import pictures
from harness.client import Client
from harness.server import Server, run

PICTURES = 200


@pytest.fixture(scope='session')
def imported(tmp_path_factory):
    base = tmp_path_factory.mktemp('imported')
    pictures.folder_of(base / 'pictures', PICTURES)
    run('import', base / 'pictures', '--dataset', 'set', '--version', 'v1', '--data', base / 'data')
    return base / 'data'


@pytest.fixture
def fresh(imported, tmp_path):
    """A server of this test's own on the pictures. One embedding thread, so that a job can be met at work."""
    shutil.copytree(imported, tmp_path / 'data')
    with Server(tmp_path / 'data', '--threads', '1') as server:
        yield server


@pytest.fixture
def running(fresh):
    return Client(fresh.port)


@pytest.fixture
def lake(running):
    return f'/api/datalake/{running.datalake()["id"]}'


@pytest.fixture
def version(running):
    return f'/api/dataset/version/{running.version_id("set", "v1")}'
