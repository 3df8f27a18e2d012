"""Law: visual search through the SDK: activated, counted, listed, searched by image and by text, deactivated."""

import numpy
import pytest
from picsellia.exceptions import BadRequestError

from harness import pictures
from harness.client import EMOJI_MODEL

N = 12


@pytest.fixture(scope='module')
def version(sdk, datas):
    made = sdk.create_dataset('search').create_version('v1')
    made.add_data(datas)
    return made


@pytest.fixture(scope='module')
def active(version, lake, client):
    """The version with visual search on: first on its datalake, by our own endpoint."""
    with pytest.raises(BadRequestError, match='datalake'):
        version.activate_visual_search()
    client.activate(f'datalake/{lake.id}')
    job = version.activate_visual_search()
    assert client.job(job.id)['status'] == 'SUCCEEDED'
    return version


def vectors_of(points):
    return {point['id']: numpy.array(point['vector'][EMOJI_MODEL]) for point in points}


def test_both_are_active(active, lake, client):
    for scope in (f'datalake/{lake.id}', f'dataset-version/{active.id}'):
        told = client.get(f'/api/visual-search/{scope}/status')
        assert (told['state'], told['model'], told['total']) == ('ACTIVE', EMOJI_MODEL, N)
        assert told['counts'] == {'pending': 0, 'done': N, 'error': 0, 'unsupported': 0}
    assert lake.embeddings_computation_status() == client.get(f'/api/visual-search/datalake/{lake.id}/status')
    assert active.embeddings_computation_status()['state'] == 'ACTIVE'


def test_activating_again_is_refused(active):
    with pytest.raises(BadRequestError, match='already'):
        active.activate_visual_search()


def test_embeddings_are_counted(active, lake):
    assert active.count_embeddings() == N == lake.count_embeddings()


def test_embeddings_are_listed_by_data_id_and_of_unit_length(active, lake, datas):
    of_version, of_lake = vectors_of(active.list_embeddings(100)), vectors_of(lake.list_embeddings(100))
    assert set(of_version) == set(of_lake) == {str(data.id) for data in datas}
    for data_id, vector in of_version.items():
        assert abs(numpy.linalg.norm(vector) - 1) < 1e-3
        assert (vector == of_lake[data_id]).all()


def test_an_assets_and_a_datas_embeddings_are_there(active, datas):
    # The SDK asks for the first point of the collection, whatever the asset: it is some data's vector.
    for owner in (active.list_assets(limit=1)[0], datas[0]):
        (model, vector), = owner.embeddings.items()
        assert model == EMOJI_MODEL and len(vector) > 0


def test_similar_images_are_those_nearest_by_the_listed_vectors(active, lake):
    vectors = vectors_of(active.list_embeddings(100))
    for asset in active.list_assets(limit=4):
        found = active.similar_search(asset, 5)
        scores = {data_id: float(vector @ vectors[str(asset.data_id)]) for data_id, vector in vectors.items() if data_id != str(asset.data_id)}
        expected = sorted(scores.values(), reverse=True)[:5]
        of_others = [hit for hit in found if hit.id != asset.id]
        assert len(found) == 5
        for hit, score in zip(of_others, expected):
            assert abs(hit._score - score) < 2e-3
            assert abs(scores[str(hit.data_id)] - score) < 2e-3
        assert [hit._score for hit in found] == sorted((hit._score for hit in found), reverse=True)
        in_lake = lake.similar_search(asset.get_data(), 5)
        assert [data.id for data in in_lake] == [hit.data_id for hit in found]


def test_a_text_finds_images_in_the_same_order_on_both(active, lake, client):
    found = active.text_search('a red circle', N)
    assert len(found) == N
    assert [data.id for data in lake.text_search('a red circle', N)] == [asset.data_id for asset in found]
    points = client.get(f'/api/dataset/version/{active.id}/datas/ids/visual-search', visual_search_query='a red circle', visual_search_limit=3)
    assert [point['id'] for point in points['points']] == [str(asset.id) for asset in found[:3]]


def test_new_data_are_embedded_by_themselves(active, lake, client, tmp_path):
    data = lake.upload_data(str(pictures.folder_of(tmp_path, 1, first_seed=70)[0]))
    jobs = client.get(f'/api/organization/{client.organization()}/jobs', type='embed_datalake')['items']
    client.wait(jobs[0]['id'])
    assert lake.count_embeddings() == N + 1
    assert str(data.id) in vectors_of(lake.list_embeddings(100))
    assert active.count_embeddings() == N, 'the version does not have it'
    active.add_data(data)
    assert active.count_embeddings() == N + 1
    assert data.id in {asset.data_id for asset in active.text_search('anything', N + 1)}
    data.delete()
    assert lake.count_embeddings() == N == active.count_embeddings()
    assert data.id not in {asset.data_id for asset in active.text_search('anything', N + 1)}


def test_a_fork_of_found_images(active, client):
    found = active.text_search('a blue square', 4)
    fork, _ = active.fork('found', assets=found)
    rows = client.all(f'/api/dataset/version/{fork.id}/assets')
    assert sorted(row['data']['id'] for row in rows) == sorted(str(asset.data_id) for asset in found)


def test_deactivating_leaves_the_datalakes_vectors(active, lake, client):
    active.deactivate_visual_search()
    assert client.get(f'/api/visual-search/dataset-version/{active.id}')['state'] == 'INACTIVE'
    with pytest.raises(Exception, match='(?i)active'):
        active.text_search('anything', 3)
    assert lake.count_embeddings() == N
    active.activate_visual_search()
    assert active.count_embeddings() == N
