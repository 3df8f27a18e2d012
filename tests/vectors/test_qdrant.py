"""The Qdrant backend against a stand-in server: the laws of all vector indexes, and what goes wrong on the way."""

import os
import pathlib
import re
import subprocess

import pytest

from harness.qdrant import QdrantServer
from harness.server import BINARY

LAWS = pathlib.Path(os.environ.get('KINDRED_VECTORS_TEST') or BINARY.resolve().parent / 'vectors_test')


def run_laws(url, names):
    command = [LAWS, f'--gtest_filter={names}']
    done = subprocess.run(command, env={**os.environ, 'KINDRED_TEST_QDRANT': url}, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def laws():
    listed = subprocess.run([LAWS, '--gtest_list_tests'], capture_output=True, text=True, check=True, timeout=60).stdout
    assert 'VectorIndexLaws' in listed
    return re.findall(r'^  (\w+)/exact', listed, re.MULTILINE)


def test_every_law_of_vector_indexes_holds():
    with QdrantServer() as qdrant:
        output = run_laws(qdrant.url, '*VectorIndexLaws*/qdrant*')
        for law in laws():
            assert re.search(rf'\[       OK \] \S*VectorIndexLaws\.{law}/qdrant', output), f'{law} did not run on Qdrant'
        assert any(path.endswith('/points/query/batch') for _, path in qdrant.requests)


@pytest.mark.parametrize('fault', [500, 503, 429, 'wait_timeout', 'hang up'])
def test_a_fault_that_passes_is_not_noticed(fault):
    """Each change is made once more; nothing is there twice, and nothing is missing."""
    with QdrantServer() as qdrant:
        qdrant.faults = [None, None, None, None, fault, None, None, fault, None, None, None, fault]
        run_laws(qdrant.url, '*VectorIndexLaws.RemovedNeverComesBack*/qdrant')
        assert len(qdrant.faults) < 2, 'the faults were met'


def test_laws_hold_with_a_key():
    with QdrantServer(api_key='secret') as qdrant:
        command = [LAWS, '--gtest_filter=*VectorIndexLaws.EqualScores*/qdrant']
        environment = {**os.environ, 'KINDRED_TEST_QDRANT': qdrant.url}
        without = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        assert without.returncode != 0 and 'Check the key' in without.stdout
        with_key = subprocess.run(command, env={**environment, 'KINDRED_TEST_QDRANT_KEY': 'secret'}, capture_output=True, text=True, timeout=60)
        assert with_key.returncode == 0, with_key.stdout
