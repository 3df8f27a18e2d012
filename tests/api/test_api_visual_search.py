"""Law: visual search goes INACTIVE, ACTIVATING, ACTIVE and back; one job at a time, and whoever comes in between is told which."""

import pytest

from harness import pictures
from harness.client import EMOJI_MODEL

N = 200  # pictures of `fresh`


@pytest.fixture
def lake(running):
    return f'datalake/{running.datalake()["id"]}'


@pytest.fixture
def version(running):
    return f'dataset-version/{running.version_id("set", "v1")}'


def state(client, scope):
    return client.get(f'/api/visual-search/{scope}')


def paused(client, scope):
    """An activation that was met at work and stands still now."""
    job = client.begin_activation(scope)
    client.post(f'/api/v2/job/{job}/pause')
    assert client.wait(job, until={'PENDING', 'SUCCEEDED', 'FAILED'})['status'] == 'PENDING'
    return job


def test_from_nothing_to_active_and_back(running, lake, version):
    assert state(running, lake) == {'state': 'INACTIVE', 'model': None, 'dimension': None, 'job_id': None, 'total': 0,
                                    'counts': {'pending': 0, 'done': 0, 'error': 0, 'unsupported': 0}}
    assert "'default'" in running.request('POST', f'/api/visual-search/{version}').expect(400).message
    running.activate(lake)
    told = state(running, lake)
    assert (told['state'], told['job_id'], told['counts']['done'], told['total']) == ('ACTIVE', None, N, N)
    assert EMOJI_MODEL in [model['key'] for model in running.get('/api/models')['items']]
    running.request('POST', f'/api/visual-search/{lake}', {'model': EMOJI_MODEL}).expect(409)
    running.activate(version)
    assert running.get(f'/api/visual-search/{version}/points/count') == {'count': N}

    running.delete(f'/api/visual-search/{lake}')
    assert state(running, lake)['state'] == state(running, version)['state'] == 'INACTIVE'
    assert state(running, lake)['total'] == 0
    for scope in (lake, version):
        assert running.request('GET', f'/api/visual-search/{scope}/points/scroll').status in (400, 409)
        assert running.request('DELETE', f'/api/visual-search/{scope}').expect(409).message


def test_deactivating_deletes_the_vectors_and_reactivating_makes_the_same(running, lake, fresh):
    running.activate(lake)
    before = vectors(running, lake)
    files = list((fresh.data / 'vectors').rglob('*'))
    assert sum(file.stat().st_size for file in files if file.is_file()) > N * 100
    running.delete(f'/api/visual-search/{lake}')
    assert not [file for file in (fresh.data / 'vectors').rglob('*') if file.is_file() and file.stat().st_size > 0]
    running.activate(lake)
    after = vectors(running, lake)
    assert before.keys() == after.keys() and len(after) == N
    assert all(max(abs(a - b) for a, b in zip(before[key], after[key])) < 2e-3 for key in after)


def vectors(client, scope):
    points, offset = {}, None
    while True:
        page = client.get(f'/api/visual-search/{scope}/points/scroll', with_vector=True, limit=100, **({'offset': offset} if offset else {}))
        points |= {point['id']: point['vector'][EMOJI_MODEL] for point in page['points']}
        offset = page['next_page_offset']
        if offset is None:
            return points


def test_while_a_job_is_at_work_others_are_told_which(running, lake, version):
    job = paused(running, lake)
    told = state(running, lake)
    assert (told['state'], told['job_id']) == ('ACTIVATING', job)
    assert told['counts']['done'] < N  # how far it got before it was paused depends on the machine
    for path, body in [(f'/api/visual-search/{lake}', {'model': EMOJI_MODEL}), (f'/api/visual-search/{lake}/retry', {'kind': 'images', 'status': 'ERROR'}),
                       (f'/api/visual-search/{version}/retry', {'kind': 'images', 'status': 'DONE'})]:
        answer = running.request('POST', path, body).expect(409).json()
        assert answer['detail'] == job, answer
    running.request('POST', f'/api/visual-search/{version}').expect(400)
    running.post(f'/api/v2/job/{job}/resume')
    assert running.wait(job)['status'] == 'SUCCEEDED'
    assert state(running, lake)['counts']['done'] == N


def test_a_cancelled_activation_goes_on_where_it_was(running, lake):
    job = running.begin_activation(lake)
    running.post(f'/api/v2/job/{job}/cancel')
    assert running.wait(job)['status'] == 'KILLED'
    assert state(running, lake)['state'] == 'ACTIVATING'
    running.activate(lake)
    items = running.all(f'/api/visual-search/{lake}/items', status='DONE')
    assert {item['attempts'] for item in items} == {1} and len(items) == N


def test_deactivating_stops_the_job_at_work(running, lake):
    job = paused(running, lake)
    running.delete(f'/api/visual-search/{lake}')
    assert running.job(job)['status'] == 'KILLED'
    assert state(running, lake)['state'] == 'INACTIVE'


def test_an_unknown_model_is_named(running, lake):
    assert 'nobody||has||it' in running.request('POST', f'/api/visual-search/{lake}', {'model': 'nobody||has||it'}).expect(404).message
    assert state(running, lake)['state'] == 'INACTIVE'


def test_retry_does_all_of_a_status_again(running, lake):
    broken = running.upload('broken.jpg', pictures.encoded(pictures.draw(5, 400, 300), 'JPEG')[:1500])
    running.activate(lake)
    item, = running.get(f'/api/visual-search/{lake}/items', status='ERROR')['items']
    assert (item['id'], item['filename'], item['attempts']) == (broken['id'], 'broken.jpg', 1) and item['reason']
    for status, times in (('ERROR', 2), ('DONE', 1)):
        job = running.post(f'/api/visual-search/{lake}/retry', {'kind': 'images', 'status': status}, status=202)['job_id']
        assert running.wait(job)['status'] == 'SUCCEEDED'
        assert running.get(f'/api/visual-search/{lake}/items', status='ERROR')['items'][0]['attempts'] == 2
    items = running.all(f'/api/visual-search/{lake}/items', status='DONE')
    assert len(items) == N and {item['attempts'] for item in items} == {2}
    for body in ({'kind': 'images', 'status': 'BROKEN'}, {'kind': 'shapes', 'status': 'ERROR'}, {'kind': 'images'}, {'status': 5}):
        running.request('POST', f'/api/visual-search/{lake}/retry', body).expect(400)
