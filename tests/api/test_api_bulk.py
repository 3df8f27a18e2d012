"""Law: a bulk action works on exactly what its filter found when it was asked for, and undoing it changes back exactly what it changed."""

import pytest


def act(client, path, **body):
    """Waits for the job; what was answered, and the job."""
    started = client.post(f'{path}/bulk', body, status=202)
    job = client.wait(started['job_id'])
    assert job['status'] == 'SUCCEEDED', job
    return started, job


def ids(client, path, q):
    return sorted(client.all(f'{path}/ids/paginated', q=q))


@pytest.mark.parametrize('kind', ['assets', 'datas'])
def test_tags_go_on_come_off_and_back(running, lake, version, kind):
    path = f'{version}/assets' if kind == 'assets' else f'{lake}/datas'
    odd = ids(running, path, 'filename endswith ".jpg"')
    early = ids(running, path, 'filename startswith "p0"')
    started, job = act(running, path, action='add_tag', tag='odd', filter={'q': 'filename endswith ".jpg"'})
    assert started['count'] == 100 and '100 items' in job['message'] and job['username']
    assert ids(running, path, 'tags.name = "odd"') == odd

    # Half of them have it already: undoing takes it off the others alone.
    second, _ = act(running, path, action='add_tag', tag='odd', filter={'q': 'filename startswith "p0"'})
    assert ids(running, path, 'tags.name = "odd"') == sorted(set(odd) | set(early))
    undone = running.post(f'/api/v2/job/{second["job_id"]}/undo', status=202)
    assert undone['count'] == 50 and running.wait(undone['job_id'])['status'] == 'SUCCEEDED'
    assert ids(running, path, 'tags.name = "odd"') == odd

    removed, _ = act(running, path, action='remove_tag', tag='odd', filter={'q': 'filename ~ "p1"', 'tags': ['odd']})
    assert removed['count'] == 50 and len(ids(running, path, 'tags.name = "odd"')) == 50
    running.wait(running.post(f'/api/v2/job/{removed["job_id"]}/undo', status=202)['job_id'])
    assert ids(running, path, 'tags.name = "odd"') == odd


def test_a_filter_that_its_action_changes_is_fixed_beforehand(running, version):
    path = f'{version}/assets'
    started, _ = act(running, path, action='add_tag', tag='seen', filter={'q': 'tags.name != "seen"'})
    assert started['count'] == 200 == len(ids(running, path, 'tags.name = "seen"'))


def test_fork_add_and_remove(running, lake, version):
    path = f'{version}/assets'
    act(running, path, action='add_tag', tag='png', filter={'q': 'filename ~ ".png"'})
    forked, _ = act(running, path, action='fork', version='clean', with_tags=True, filter={'q': 'filename ~ "p00" or filename ~ "p01"'})
    clean = f'/api/dataset/version/{forked["version"]["id"]}/assets'
    assert forked['count'] == 20 == running.get(clean)['count']
    assert running.get(clean, q='tags.name = "png"')['count'] == 10
    act(running, path, action='add_to_version', version_id=forked['version']['id'], filter={'q': 'filename ~ "p01" or filename ~ "p02"'})
    assert running.get(clean)['count'] == 30
    act(running, clean, action='remove', filter={'q': 'filename ~ ".jpg"'})
    assert running.get(clean)['count'] == 15 and running.get(path)['count'] == 200
    removed, _ = act(running, f'{lake}/datas', action='remove', filter={'q': 'datasets.version = "clean"'})
    assert removed['count'] == 15 and running.get(f'{lake}/datas')['count'] == 185 == running.get(path)['count']
    assert running.get(clean)['count'] == 0


def test_what_is_refused(running, lake, version):
    path = f'{version}/assets/bulk'
    for body, named in [({'action': 'explode', 'filter': {}}, 'explode'), ({'action': 'add_tag', 'tag': 'a'}, 'filter'), ({'filter': {}}, 'action'),
                        ({'action': 'add_tag', 'filter': {}}, 'tag'), ({'action': 'add_tag', 'tag': ' ', 'filter': {}}, 'tag'),
                        ({'action': 'add_tag', 'tag': 'a', 'filter': {'q': 'width'}}, 'Unexpected end'), ({'action': 'fork', 'filter': {}}, 'version')]:
        assert named in running.request('POST', path, body).expect(400).message
    assert 'explode' in running.request('POST', f'{lake}/datas/bulk', {'action': 'explode', 'filter': {}}).expect(400).message
    running.request('POST', path, {'action': 'remove_tag', 'tag': 'nowhere', 'filter': {}}).expect(404)
    removed, _ = act(running, f'{version}/assets', action='remove', filter={'q': 'filename = "p000.png"'})
    assert 'undone' in running.request('POST', f'/api/v2/job/{removed["job_id"]}/undo').expect(409).message
