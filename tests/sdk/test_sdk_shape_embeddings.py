"""Law: embeddings of shapes through the SDK: computed, counted, listed by kind, deleted."""

import numpy
import pytest
from picsellia.exceptions import BadRequestError
from picsellia.types.enums import InferenceType

from harness.client import EMOJI_MODEL


@pytest.fixture(scope='module')
def version(sdk, datas):
    made = sdk.create_dataset('shapes').create_version('v1')
    made.set_type(InferenceType.MULTI)
    made.add_data(datas)
    return made


@pytest.fixture(scope='module')
def shapes(version):
    """A rectangle and a polygon on each picture."""
    label = version.create_label('thing')
    made = []
    for asset in version.list_assets():
        annotation = asset.create_annotation(duration=1.0)
        made.append((annotation.create_rectangle(10, 10, 40, 30, label), annotation.create_polygon([[5, 5], [60, 8], [30, 60]], label)))
    return made


def test_embeddings_of_shapes(version, shapes, lake, client):
    with pytest.raises(BadRequestError, match='model'):
        version.compute_shapes_embeddings()  # the datalake has no model yet, and the default one is not there
    client.activate(f'datalake/{lake.id}')
    job = version.compute_shapes_embeddings()
    assert client.job(job.id)['status'] == 'SUCCEEDED'
    told = version.get_shapes_embeddings_status()
    assert told['success_count'] == told['data_count'] == 2 * len(shapes) and told['in_progress_job_runs'] == []
    rectangles, polygons = version.list_rectangles_embeddings(100), version.list_polygons_embeddings(100)
    assert {point['id'] for point in rectangles} == {str(rectangle.id) for rectangle, _ in shapes}
    assert {point['id'] for point in polygons} == {str(polygon.id) for _, polygon in shapes}
    label = str(version.get_label('thing').id)
    for point in rectangles + polygons:
        assert abs(numpy.linalg.norm(point['vector'][EMOJI_MODEL]) - 1) < 1e-3
        assert point['payload'] == {'label_id': label}
    with pytest.raises(BadRequestError, match='already'):
        version.compute_shapes_embeddings()
    version.delete_shape_embeddings()
    assert version.get_shapes_embeddings_status()['state'] == 'INACTIVE'
