"""Law: visual search of a version's shapes follows its annotations: states, reasons, crops, and vectors that are never those of an older shape."""

import io

import numpy
import pytest
from PIL import Image

from harness import pictures
from harness.client import EMOJI_MODEL

N = 6


@pytest.fixture(scope='module')
def datas(client):
    return [client.upload(f'p{seed}.png', pictures.encoded(pictures.draw(seed))) for seed in range(N)]


@pytest.fixture(scope='module')
def version(client, datas):
    organization = client.organization()
    dataset = client.post(f'/api/organization/{organization}/datasets', {'name': 'things', 'description': ''})
    made = client.post(f'/api/dataset/{dataset["id"]}/versions', {'version': 'v1', 'description': '', 'type': 'MULTI'})
    job = client.post(f'/api/dataset/version/{made["id"]}/assets', {'data_ids': [data['id'] for data in datas], 'asset_tag_ids': []})['job']
    client.wait(job['id'])
    return made['id']


@pytest.fixture(scope='module')
def annotations(client, version):
    assets = client.all(f'/api/dataset/version/{version}/assets')
    return [client.post(f'/api/asset/{asset["id"]}/annotations', {'duration': 1.0})['id'] for asset in assets]


@pytest.fixture(scope='module')
def label(client, version):
    return client.post(f'/api/dataset/version/{version}/labels', {'name': 'thing'})['id']


@pytest.fixture(scope='module')
def rectangles(client, annotations, label):
    """Two on each picture."""
    made = []
    for i, annotation in enumerate(annotations):
        boxes = [{'x': 5 + i, 'y': 4, 'w': 40, 'h': 20, 'label_id': label}, {'x': 30, 'y': 20 + i, 'w': 20, 'h': 30, 'label_id': label}]
        made += client.post(f'/api/annotation/{annotation}/bulk-rectangles', {'rectangles': boxes})['rectangles']
    return made


def url(version, rest=''):
    return f'/api/dataset/version/{version}/embeddings/shapes{rest}'


def status(client, version):
    return client.get(url(version, '/status'))


def vectors(client, version):
    points, offset = {}, {}
    while True:
        page = client.get(url(version), with_vector=True, with_payload=True, limit=5, **offset)
        points |= {point['id']: point for point in page['points']}
        if page['next_page_offset'] is None:
            return points
        offset = {'offset': page['next_page_offset']}


def settle(client, version):
    """Until no job embeds shapes."""
    organization = client.organization()
    for job in client.get(f'/api/organization/{organization}/jobs', type='embed_shapes')['items']:
        client.wait(job['id'])


@pytest.fixture(scope='module')
def active(client, version, annotations, label, rectangles):
    assert status(client, version)['state'] == 'INACTIVE'
    assert client.request('GET', url(version)).expect(409)
    client.post(f'/api/annotation/{annotations[0]}/bulk-points', {'points': [{'point': [3, 3], 'label_id': label}]})
    client.post(f'/api/annotation/{annotations[0]}/bulk-rectangles', {'rectangles': [{'x': 900, 'y': 4, 'w': 40, 'h': 20, 'label_id': label}]})
    job = client.post(url(version), {'model': EMOJI_MODEL, 'margin': 0.1}, status=202)['job_id']
    assert client.wait(job)['status'] == 'SUCCEEDED'
    return version


def test_the_state_and_the_counts(client, active, rectangles):
    told = status(client, active)
    assert told['state'] == 'ACTIVE' and told['model'] == EMOJI_MODEL and told['crops'] == {'margin': 0.1, 'mask_background': False}
    assert told['counts'] == {'pending': 0, 'done': len(rectangles), 'error': 1, 'unsupported': 1}
    assert told['success_count'] == len(rectangles) and told['data_count'] == len(rectangles) + 2 and told['in_progress_job_runs'] == []
    assert 'already' in client.request('POST', url(active), {}).expect(400).message


def test_failed_items_and_their_reasons(client, active):
    items = f'/api/visual-search/dataset-version/{active}/items'
    (outside,), (point,) = (client.all(items, kind='shapes', status=word) for word in ('ERROR', 'UNSUPPORTED'))
    assert 'outside' in outside['reason'] and outside['shape_type'] == 'RECTANGLE' and outside['label'] == 'thing'
    assert 'Points' in point['reason']
    client.request('GET', f'/api/visual-search/datalake/{client.datalake()["id"]}/items', kind='shapes').expect(400)


def test_stored_vectors_and_similar_shapes(client, active, rectangles, label):
    points = vectors(client, active)
    assert set(points) == {shape['id'] for shape in rectangles}
    assert {point['payload']['label_id'] for point in points.values()} == {label}
    matrix = {key: numpy.array(point['vector'][EMOJI_MODEL]) for key, point in points.items()}
    first = rectangles[0]['id']
    hits = client.get(f'/api/dataset/version/{active}/shapes/ids/visual-search', visual_search_query=first, visual_search_limit=4)['points']
    others = sorted((float(matrix[first] @ vector) for key, vector in matrix.items() if key != first), reverse=True)
    assert [hit['score'] for hit in hits] == pytest.approx(others[:4], abs=2e-3)
    assert first not in [hit['id'] for hit in hits]
    by_text = client.get(f'/api/dataset/version/{active}/shapes/ids/visual-search', visual_search_query='a circle', visual_search_limit=100)
    assert {hit['id'] for hit in by_text['points']} == set(points)


def test_the_filter_ranks_within_what_the_rest_finds(client, active, rectangles):
    points = vectors(client, active)
    matrix = {key: numpy.array(point['vector'][EMOJI_MODEL]) for key, point in points.items()}
    search = f'/api/dataset/version/{active}/shapes/search'
    first, second, third = (shape['id'] for shape in rectangles[:3])
    wide = {shape['id'] for shape in rectangles if shape['w'] == 40}

    def scores(direction, among):
        direction = direction / numpy.linalg.norm(direction)
        return sorted(((float(direction @ matrix[key]), key) for key in among), key=lambda pair: (-pair[0], pair[1]))

    def expect(body, expected):
        pages, cursor = [], {}
        while True:
            page = client.post(search, {**body, 'limit': 3, **cursor})
            assert page['count'] == len(expected)
            pages += zip((item['id'] for item in page['items']), page['scores'], strict=True)
            if page['next_cursor'] is None:
                break
            cursor = {'cursor': page['next_cursor']}
        assert [score for _, score in pages] == pytest.approx([score for score, _ in expected], abs=2e-3)
        assert {key for key, _ in pages} == {key for _, key in expected}

    def similar(positive, negative=(), k=100):
        return {'similar': {'positive': list(positive), 'negative': list(negative), 'k': k}}

    expect(similar([first], k=4), scores(matrix[first], set(points) - {first})[:4])
    expect({'q': 'w = 40', **similar([first], k=4)}, scores(matrix[first], wide - {first})[:4])
    direction = matrix[first] + matrix[second] - matrix[third]
    expect({'q': 'w = 40', **similar([first, second], [third])}, scores(direction, wide - {first, second, third}))
    expect({'ids': [second, third], **similar([first])}, scores(matrix[first], [second, third]))
    by_text = client.post(search, {'text': {'prompt': 'a circle', 'k': 100}})
    assert {item['id'] for item in by_text['items']} == set(points) and by_text['scores'] == sorted(by_text['scores'], reverse=True)
    oldest = client.post(search, {**similar([first]), 'order_by': ['created_at']})
    assert [item['id'] for item in oldest['items']] == [shape['id'] for shape in rectangles if shape['id'] != first]
    assert client.post(search, {'q': 'w = 40'})['scores'] is None
    assert client.post(f'/api/dataset/version/{active}/shapes/count', {'q': 'w = 40', **similar([first], k=4)}) == {'count': 4}
    client.request('POST', search, {'created': {'from': '2020-01-01'}}).expect(422)
    client.request('POST', search, {**similar([first]), 'text': {'prompt': 'x'}}).expect(400)
    client.request('POST', search, similar([active])).expect(404)


def test_a_move_from_an_older_place_is_a_conflict(client, active, rectangles):
    shape = client.get(f'/api/shape/{rectangles[4]["id"]}')
    moved = {'x': shape['x'] + 1, 'y': shape['y'], 'w': shape['w'], 'h': shape['h'], 'revision': shape['revision']}
    address = f'/api/rectangle/{shape["id"]}'
    after = client.request('PATCH', address, moved).expect(200).json()
    assert after['x'] == shape['x'] + 1 and after['revision'] != shape['revision']
    client.request('PATCH', address, moved | {'x': 0}).expect(409)
    assert client.get(f'/api/shape/{shape["id"]}')['x'] == after['x']
    client.request('PATCH', address, {'x': shape['x'], 'y': shape['y'], 'w': shape['w'], 'h': shape['h']}).expect(200)
    settle(client, active)


def test_an_edit_a_new_one_and_a_deletion_are_followed(client, active, annotations, rectangles, label):
    before = vectors(client, active)
    moved, gone = rectangles[2]['id'], rectangles[3]['id']
    client.request('PATCH', f'/api/rectangle/{moved}', {'coords': [0, 0, 90, 70]}).expect(200)
    client.request('DELETE', f'/api/rectangle/{gone}')
    new = client.post(f'/api/annotation/{annotations[1]}/bulk-rectangles', {'rectangles': [{'x': 1, 'y': 1, 'w': 9, 'h': 9, 'label_id': label}]})
    found = client.get(f'/api/dataset/version/{active}/shapes/ids/visual-search', visual_search_query='a circle', visual_search_limit=100)
    assert gone not in [hit['id'] for hit in found['points']]
    settle(client, active)
    after = vectors(client, active)
    assert set(after) == set(before) - {gone} | {new['rectangles'][0]['id']}
    cosine = numpy.dot(before[moved]['vector'][EMOJI_MODEL], after[moved]['vector'][EMOJI_MODEL])
    assert cosine < 0.999
    assert all(before[key]['vector'] == after[key]['vector'] for key in after if key in before and key != moved)


def test_a_crop_thumbnail(client, active, rectangles):
    address = f'/api/shape/{rectangles[0]["id"]}/thumbnail'
    answer = client.request('GET', address, size=128).expect(200)
    assert Image.open(io.BytesIO(answer.body)).size[0] >= 40 and answer.headers['Cache-Control'] == 'private, no-cache'
    again = client.request('GET', address, headers={'If-None-Match': answer.headers['ETag']}, size=128)
    assert again.status == 304
    client.request('GET', f'/api/shape/{active}/thumbnail').expect(404)


def test_retry_and_deactivate(client, active):
    retry = f'/api/visual-search/dataset-version/{active}/retry'
    for word in ('ERROR', 'DONE'):
        before = status(client, active)['counts']
        job = client.post(retry, {'kind': 'shapes', 'status': word}, status=202)['job_id']
        assert client.wait(job)['status'] == 'SUCCEEDED'
        assert status(client, active)['counts'] == before
    client.delete(url(active))
    told = status(client, active)
    assert told['state'] == 'INACTIVE' and told['total'] == 0
    client.request('DELETE', url(active)).expect(409)
    client.request('POST', retry, {'kind': 'shapes', 'status': 'ERROR'}).expect(409)
