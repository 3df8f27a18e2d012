"""What all tests through the whole program share. scripts/dev/test.sh runs them and names the program in KINDRED_BINARY."""

import os
import shutil

import pytest

from harness.client import Client
from harness.server import BINARY, Server


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if not BINARY.is_file():
        raise pytest.UsageError('Set KINDRED_BINARY to the program under test; ./dev test api does')
    # Thousands of small files that nobody keeps: in memory where there is room, since some disks take a second for a few hundred.
    memory = '/dev/shm'
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30:
        os.environ.setdefault('PYTEST_DEBUG_TEMPROOT', memory)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows the end of its servers' logs."""
    report = yield
    if report.failed:
        for server in Server.started:
            report.sections.append((f'log of the server on {server.data.name}', server.log()[-6000:]))
    if report.when == 'teardown':
        Server.started[:] = [server for server in Server.started if server.is_alive()]
    return report


def pytest_unconfigure():
    """A test that failed in the middle may have left a server."""
    for server in Server.started:
        if server.is_alive():
            server.kill()


@pytest.fixture(scope='module')
def server(tmp_path_factory):
    """One server for a file of tests, on a fresh data folder."""
    with Server(tmp_path_factory.mktemp('workspace') / 'data') as running:
        yield running


@pytest.fixture(scope='module')
def client(server):
    return Client(server.port)
