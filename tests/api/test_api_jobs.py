"""Law: jobs are listed newest first, told as they change, paused, resumed and cancelled; a finished job can't be."""

import pytest

from harness.client import EMOJI_MODEL, Client, Events

N = 200  # pictures of `fresh`


@pytest.fixture
def client(fresh):
    return Client(fresh.port)


@pytest.fixture
def lake(client):
    return f'datalake/{client.datalake()["id"]}'


def test_events_tell_a_job_from_its_start_to_its_end(client, lake):
    with Events(client) as events:
        job_id = client.begin_activation(lake)
        told = []
        while not told or told[-1]['status'] not in ('SUCCEEDED', 'FAILED'):
            told.append(events.next(lambda job: job['id'] == job_id))
    assert told[-1] == client.job(job_id)
    assert told[-1]['status'] == 'SUCCEEDED' and told[-1]['done'] == told[-1]['total'] == N
    assert told[-1]['message'].startswith(f'{N} done')
    order = ['QUEUED', 'RUNNING', 'SUCCEEDED']
    assert [order.index(job['status']) for job in told] == sorted(order.index(job['status']) for job in told)
    assert [job['done'] for job in told] == sorted(job['done'] for job in told)
    assert told[-1]['started_at'] and told[-1]['finished_at']


def test_events_need_credentials(client):
    Client(client.port, token=None).request('GET', '/api/events').expect(401)


def test_pause_keeps_what_was_done(client, lake):
    job_id = client.begin_activation(lake)
    assert client.post(f'/api/v2/job/{job_id}/pause')['id'] == job_id
    paused = client.wait(job_id, until={'PENDING'})
    assert client.get(f'/api/job/{job_id}') == {'id': job_id, 'status': 'RUNNING'}, 'version 1 has no word for a pause'
    before = client.get(f'/api/visual-search/{lake}')['counts']['done']
    client.post(f'/api/v2/job/{job_id}/resume')
    done = client.wait(job_id)
    assert done['status'] == 'SUCCEEDED' and before < N and paused['done'] <= N
    assert client.get(f'/api/job/{job_id}') == {'id': job_id, 'status': 'SUCCESS'}
    for action in ('pause', 'resume', 'cancel'):
        client.request('POST', f'/api/v2/job/{job_id}/{action}').expect(409)


def test_cancelled_while_paused(client, lake):
    job_id = client.begin_activation(lake)
    client.post(f'/api/v2/job/{job_id}/pause')
    client.wait(job_id, until={'PENDING'})
    client.post(f'/api/v2/job/{job_id}/cancel')
    assert client.wait(job_id)['status'] == 'KILLED'
    assert client.get(f'/api/job/{job_id}')['status'] == 'TERMINATED'


def test_the_list(client, lake):
    organization = client.organization()
    path = f'/api/organization/{organization}/jobs'
    first = client.begin_activation(lake)
    client.wait(first)
    version = client.version_id('set', 'v1')
    second = client.post(f'/api/visual-search/dataset-version/{version}')['job_id']
    client.wait(second)
    assert [job['id'] for job in client.get(path)['items']][:2] == [second, first]
    page = client.get(path, limit=1)
    assert [job['id'] for job in page['items']] == [second]
    assert [job['id'] for job in client.get(path, limit=1, cursor=page['next_cursor'])['items']] == [first]
    assert [job['id'] for job in client.get(path, type='embed_datalake')['items']] == [first]
    assert [job['id'] for job in client.get(path, target=version)['items']] == [second]
    assert client.get(path, status='FAILED')['items'] == []
    assert {job['id'] for job in client.get(path, status='SUCCEEDED')['items']} >= {first, second}
    assert client.get(f'/api/organization/{organization}/jobv2s/find', id=first)['id'] == first
    client.request('GET', path, status='BUSY').expect(400)
    client.request('GET', path, cursor='not an id').expect(400)


def test_an_unknown_job(client):
    nobody = '00000000-0000-0000-0000-000000000001'
    for path in (f'/api/job/{nobody}', f'/api/v2/job/{nobody}'):
        assert nobody in client.request('GET', path).expect(404).message
    client.request('POST', f'/api/v2/job/{nobody}/cancel').expect(404)
    client.request('GET', '/api/v2/job/not-an-id').expect(400)


# --- Of shapes -----------------------------------------------------------------------------------------------------------

SHAPES = 4  # on each picture


@pytest.fixture
def shapes(client):
    """Where the visual search of a version's shapes is; each picture has SHAPES."""
    version = client.version_id('set', 'v1')
    base = f'/api/dataset/version/{version}'
    label = client.post(f'{base}/labels', {'name': 'thing'})['id']
    boxes = [{'x': 10 * i, 'y': 5, 'w': 30, 'h': 40, 'label_id': label} for i in range(SHAPES)]
    annotations = [{'asset_id': asset['id'], 'rectangles': boxes} for asset in client.all(f'{base}/assets')]
    for first in range(0, N, 100):
        client.post(f'{base}/bulk-annotations', {'import_type': 'CONCATENATE', 'annotations': annotations[first:first + 100]})
    return f'{base}/embeddings/shapes'


def begin(client, shapes):
    return client.post(shapes, {'model': EMOJI_MODEL}, status=202)['job_id']


def done(client, shapes):
    return client.get(f'{shapes}/status')['counts']['done']


def test_a_job_of_shapes_pauses_and_goes_on_where_it_was(client, shapes):
    job_id = begin(client, shapes)
    with Events(client) as events:
        events.next(lambda job: job['id'] == job_id and job['done'] > 0)
        client.post(f'/api/v2/job/{job_id}/pause')
    client.wait(job_id, until={'PENDING', 'SUCCEEDED'})
    before = done(client, shapes)
    assert 0 < before < N * SHAPES
    assert client.get(f'{shapes}/status')['state'] == 'ACTIVATING'
    with Events(client) as events:
        client.post(f'/api/v2/job/{job_id}/resume')
        told = [events.next(lambda job: job['id'] == job_id)]
        while told[-1]['status'] != 'SUCCEEDED':
            told.append(events.next(lambda job: job['id'] == job_id))
    assert min(job['done'] for job in told if job['status'] == 'RUNNING' and job['stage']) >= before, 'what was done stays done'
    assert done(client, shapes) == N * SHAPES and client.get(f'{shapes}/status')['state'] == 'ACTIVE'
    points = client.get(shapes, limit=1000)['points']
    assert len(points) == len({point['id'] for point in points}) == N * SHAPES


def test_a_cancelled_job_of_shapes_ends_after_a_batch_and_can_be_begun_again(client, shapes):
    job_id = begin(client, shapes)
    with Events(client) as events:
        seen = events.next(lambda job: job['id'] == job_id and job['done'] > 0)['done']
        client.post(f'/api/v2/job/{job_id}/cancel')
    assert client.wait(job_id)['status'] == 'KILLED'
    kept = done(client, shapes)
    assert seen <= kept < N * SHAPES
    again = begin(client, shapes)
    with Events(client) as events:
        first = events.next(lambda job: job['id'] == again and job['done'] > 0)['done']
    assert first >= kept, 'what the cancelled job had embedded is not embedded again'
    assert client.wait(again)['status'] == 'SUCCEEDED' and done(client, shapes) == N * SHAPES
