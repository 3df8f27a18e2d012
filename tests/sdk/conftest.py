"""The unmodified official SDK on one side, our endpoints by plain HTTP on the other: each thing that the SDK does is looked at there."""

import picsellia
import pytest

from harness import pictures
from harness.server import TOKEN


@pytest.fixture(scope='module')
def sdk(server):
    return picsellia.Client(api_token=TOKEN, host=server.url)


@pytest.fixture(scope='module')
def lake(sdk):
    return sdk.get_datalake()


@pytest.fixture(scope='module')
def paths(tmp_path_factory):
    return pictures.folder_of(tmp_path_factory.mktemp('pictures'), 12)


@pytest.fixture(scope='module')
def datas(lake, paths):
    """All twelve pictures in the datalake; the even ones have the data tag 'even'."""
    even = lake.upload_data([str(path) for path in paths[::2]], tags=['even'])
    odd = lake.upload_data([str(path) for path in paths[1::2]])
    return even + odd
