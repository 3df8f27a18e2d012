"""Law: a bulk action works on exactly what its filter found when it was asked for, and undoing it changes back exactly what it changed."""

import pytest

from harness.client import EMOJI_MODEL


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


def annotated(client, version):
    """A Label, and two boxes of it on each of the first ten Assets; the names of those Assets' files."""
    label = client.post(f'{version}/labels', {'name': 'thing'})['id']
    client.post(f'{version}/labels', {'name': 'used by none'})
    assets = client.get(f'{version}/assets', order_by='filename', limit=10)['items']
    boxes = [{'x': 5, 'y': 5, 'w': 30, 'h': 20, 'label_id': label}, {'x': 30, 'y': 20, 'w': 20, 'h': 30, 'label_id': label}]
    for asset in assets:
        annotation = client.post(f'/api/asset/{asset["id"]}/annotations', {})['id']
        client.post(f'/api/annotation/{annotation}/bulk-rectangles', {'rectangles': boxes})


def shapes_in(client, version):
    return client.get(f'{version}/shapes')['count']


def test_what_is_copied_takes_its_annotations_along_when_asked(running, version):
    annotated(running, version)
    where = {'q': 'filename startswith "p00"'}
    bare, _ = act(running, f'{version}/assets', action='fork', version='bare', filter=where)
    named, _ = act(running, f'{version}/assets', action='fork', version='named', filter=where, with_labels=True)
    whole, _ = act(running, f'{version}/assets', action='fork', version='whole', filter=where, with_annotations=True)
    of = {name: f'/api/dataset/version/{fork["version"]["id"]}' for name, fork in (('bare', bare), ('named', named), ('whole', whole))}
    assert [shapes_in(running, of[name]) for name in ('bare', 'named', 'whole')] == [0, 0, 20]
    assert [len(running.get(f'{of[name]}/labels')['items']) for name in ('bare', 'named', 'whole')] == [0, 2, 2], 'annotations take all Labels along'

    act(running, f'{of["whole"]}/assets', action='add_to_version', version_id=bare['version']['id'], filter={}, with_annotations=True)
    assert shapes_in(running, of['bare']) == 0, 'an Asset that is there already stays as it is'
    act(running, f'{of["bare"]}/assets', action='remove', filter={})
    act(running, f'{of["whole"]}/assets', action='add_to_version', version_id=bare['version']['id'], filter={}, with_annotations=True)
    assert shapes_in(running, of['bare']) == 20


def test_shapes_of_what_is_copied_or_removed_come_and_go_in_the_search(running, lake, version):
    annotated(running, version)
    search = f'{version}/embeddings/shapes'
    assert running.wait(running.post(search, {'model': EMOJI_MODEL})['job_id'])['status'] == 'SUCCEEDED'
    fork, _ = act(running, f'{version}/assets', action='fork', version='new', filter={'q': 'filename = "p000.png"'}, with_annotations=True)
    new = f'/api/dataset/version/{fork["version"]["id"]}'
    assert running.wait(running.post(f'{new}/embeddings/shapes', {'model': EMOJI_MODEL})['job_id'])['status'] == 'SUCCEEDED'
    act(running, f'{version}/assets', action='add_to_version', version_id=fork['version']['id'], filter={'q': 'filename startswith "p00"'},
        with_annotations=True)
    for job in running.get(f'/api/organization/{running.organization()}/jobs', type='embed_shapes')['items']:
        running.wait(job['id'])
    points = running.get(f'{new}/embeddings/shapes')['points']
    assert running.get(f'{new}/embeddings/shapes/status')['counts'] == {'done': 20, 'pending': 0, 'error': 0, 'unsupported': 0} and len(points) == 20

    act(running, f'{new}/assets', action='remove', filter={'q': 'filename ~ ".png"'})
    left = {shape['id'] for shape in running.get(f'{new}/shapes')['items']}
    assert len(left) == 10 == running.get(f'{new}/embeddings/shapes/status')['counts']['done']
    assert {point['id'] for point in running.get(f'{new}/embeddings/shapes')['points']} == left
    one = next(iter(left))
    found = running.get(f'{new}/shapes/ids/visual-search', visual_search_query=one, visual_search_limit=100)['points']
    assert {point['id'] for point in found} == left - {one}
