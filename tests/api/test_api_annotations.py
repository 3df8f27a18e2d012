"""Law: what an annotation route was told is what every other route tells; bad input names its place and changes nothing."""

import uuid

import pytest

from harness import pictures
from harness.client import Client
from harness.people import add_user

WIDTH, HEIGHT = 96, 72
NOBODY = str(uuid.UUID(int=1))

SHAPES = {
    'rectangles': [{'x': -3, 'y': 4, 'w': 10, 'h': 0}],
    'polygons': [{'polygon': [[0, 0], [10, 0], [10, 10]]}],
    'lines': [{'line': [[1, 2], [3, 4], [500, 6]]}],
    'points': [{'point': [7, 8]}],
    'classifications': [{}],
    'masks': [],  # filled in below
    'keypoints': [{'keypoints': [[1, 2, 2], [0, 0, 0], [5, 6, 1]]}],
}


def rle(columns, height):
    """COCO's compressed run lengths of a mask whose columns in `columns` are full, on a picture of WIDTH columns."""
    runs, ones = [0], False
    for x in range(WIDTH):
        for _ in range(height):
            if (x in columns) != ones:
                runs.append(0)
                ones = not ones
            runs[-1] += 1
    text = ''
    for i, run in enumerate(runs):
        rest = run - (runs[i - 2] if i > 2 else 0)
        more = True
        while more:
            code = rest & 0x1F
            rest >>= 5
            more = rest != -1 if code & 0x10 else rest != 0
            text += chr((code | 0x20 if more else code) + 48)
    return text


SHAPES['masks'] = [{'mask': rle({5, 6, 9}, HEIGHT)}]
SINGULAR = {'rectangles': 'rectangle', 'polygons': 'polygon', 'lines': 'line', 'points': 'point', 'classifications': 'classification',
            'masks': 'mask', 'keypoints': 'keypoints'}


@pytest.fixture(scope='module')
def version(client):
    datas = [client.upload(f'p{i}.png', pictures.encoded(pictures.draw(i, WIDTH, HEIGHT)))['id'] for i in range(3)]
    dataset = client.post(f'/api/organization/{client.organization()}/datasets', {'name': 'set', 'description': ''})
    made = client.post(f'/api/dataset/{dataset["id"]}/versions', {'version': 'v1', 'description': '', 'type': 'MULTI'})
    job = client.post(f'/api/dataset/version/{made["id"]}/assets', {'data_ids': datas, 'asset_tag_ids': []})['job']
    client.wait(job['id'])
    return f'/api/dataset/version/{made["id"]}'


@pytest.fixture(scope='module')
def assets(client, version):
    return [row['id'] for row in client.get(f'{version}/assets', order_by='filename')['items']]


@pytest.fixture(scope='module')
def car(client, version):
    return client.post(f'{version}/labels', {'name': 'car'}, status=201)['id']


@pytest.fixture
def annotation(client, assets):
    made = client.post(f'/api/asset/{assets[0]}/annotations', {'duration': 1.5}, status=201)
    yield made
    client.request('DELETE', f'/api/annotation/{made["id"]}')


def labelled(kind, label):
    return [{**shape, 'label_id': label} for shape in SHAPES[kind]]


@pytest.mark.parametrize('kind', SHAPES)
def test_every_kind_is_what_it_was_made_as(client, assets, car, annotation, kind):
    made = client.post(f'/api/annotation/{annotation["id"]}/bulk-{kind}', {kind: labelled(kind, car)}, status=201)[kind]
    listed = client.get(f'/api/annotation/{annotation["id"]}/{kind}')['items']
    assert listed == made
    shape = made[0]
    for field, value in SHAPES[kind][0].items():
        assert shape[field] == value
    assert shape['label'] == {'id': car, 'name': 'car'} and shape['text'] is None and shape['attributes'] is None
    assert client.get(f'/api/{SINGULAR[kind]}/{shape["id"]}') == shape == client.get(f'/api/shape/{shape["id"]}')
    assert shape in client.get(f'/api/asset/{assets[0]}/shapes')['items']
    other = 'point' if kind != 'points' else 'line'
    client.request('GET', f'/api/{other}/{shape["id"]}').expect(404)
    changed = client.request('PATCH', f'/api/{SINGULAR[kind]}/{shape["id"]}', {'text': 'AB', 'status': 'ACCEPTED'}).expect(200).json()
    assert (changed['text'], changed['status'], changed['revision']) == ('AB', 'ACCEPTED', 1)
    client.delete(f'/api/{SINGULAR[kind]}/{shape["id"]}')
    assert client.get(f'/api/annotation/{annotation["id"]}/{kind}')['items'] == []


def test_masks_are_measured(client, car, annotation):
    mask = client.post(f'/api/annotation/{annotation["id"]}/bulk-masks', {'masks': labelled('masks', car)})['masks'][0]
    assert (mask['area'], mask['bbox']) == (3 * HEIGHT, [5, 0, 5, HEIGHT])


def test_moving_raises_the_revision(client, car, annotation):
    shape = client.post(f'/api/annotation/{annotation["id"]}/bulk-rectangles', {'rectangles': labelled('rectangles', car)})['rectangles'][0]
    moved = client.request('PATCH', f'/api/rectangle/{shape["id"]}', {'x': 50}).expect(200).json()
    assert (moved['x'], moved['y'], moved['w'], moved['revision']) == (50, 4, 10, 2)
    coords = client.request('PATCH', f'/api/rectangle/{shape["id"]}', {'coords': [1, 2, 3, 4]}).expect(200).json()
    assert [coords[field] for field in 'xywh'] == [1, 2, 3, 4]
    rounded = client.request('PATCH', f'/api/rectangle/{shape["id"]}', {'w': 2.6}).expect(200).json()
    assert rounded['w'] == 3


@pytest.mark.parametrize(('kind', 'shape', 'said'), [
    ('rectangles', {'x': 1, 'y': 1, 'w': -1, 'h': 1}, "'w' is -1"),
    ('rectangles', {'x': 1, 'y': 1, 'w': 1}, "'h' is missing"),
    ('rectangles', {'x': '1', 'y': 1, 'w': 1, 'h': 1}, "'x' must be made of numbers"),
    ('rectangles', {'x': 1e10, 'y': 1, 'w': 1, 'h': 1}, "'x' is beyond"),
    ('polygons', {'polygon': [[0, 0], [1, 1]]}, "'polygon' has 2 points"),
    ('polygons', {'polygon': [[0, 0], [1]]}, "'polygon' must be made of pairs"),
    ('polygons', {}, "'polygon' is missing"),
    ('lines', {'line': [[0, 0]]}, "'line' has 1 points"),
    ('points', {'point': [1, 2, 3]}, "'point' must be made of pairs"),
    ('masks', {'mask': '4'}, "'mask' is not COCO's"),
    ('masks', {'mask': 7}, "'mask' must be COCO's"),
    ('keypoints', {'keypoints': [[1, 2, 9]]}, 'visibility of 9'),
    ('classifications', {'attributes': 3}, "'attributes' must be an object"),
])
def test_bad_shapes_are_refused_whole(client, version, car, annotation, kind, shape, said):
    good = {**labelled(kind, car)[0]}
    bad = {'label_id': car, **shape}
    answer = client.request('POST', f'/api/annotation/{annotation["id"]}/bulk-{kind}', {kind: [good, bad]}).expect(400)
    assert said in answer.message
    bulk = {'import_type': 'CONCATENATE', 'annotations': [{'asset_id': annotation['asset_id'], kind: [good, bad]}]}
    answer = client.request('POST', f'{version}/bulk-annotations', bulk).expect(400)
    assert said in answer.message
    assert client.get(f'/api/annotation/{annotation["id"]}/{kind}')['items'] == []


def test_what_is_not_there(client, version, assets, car, annotation):
    client.request('POST', f'/api/annotation/{NOBODY}/bulk-points', {'points': []}).expect(404)
    client.request('POST', f'/api/asset/{NOBODY}/annotations', {'duration': 0}).expect(404)
    unknown = client.request('POST', f'/api/annotation/{annotation["id"]}/bulk-points', {'points': [{'point': [1, 1], 'label_id': NOBODY}]})
    assert NOBODY in unknown.expect(400).message
    stray = {'import_type': 'KEEP', 'annotations': [{'asset_id': NOBODY}]}
    assert NOBODY in client.request('POST', f'{version}/bulk-annotations', stray).expect(400).message
    mode = client.request('POST', f'{version}/bulk-annotations', {'import_type': 'ADD', 'annotations': []}).expect(400)
    assert "'import_type'" in mode.message
    client.request('GET', f'{version}/annotations', status='DONE').expect(400)


def test_strangers_find_nothing(server, client, version, assets, car, annotation):
    point = client.post(f'/api/annotation/{annotation["id"]}/bulk-points', {'points': labelled('points', car)})['points'][0]
    stranger = Client(server.port, add_user(server.data, 'stranger', 'ADMIN', organization='elsewhere'))
    for path in (f'{version}/labels', f'{version}/annotations', f'{version}/stats', f'{version}/shapes', f'/api/label/{car}',
                 f'/api/annotation/{annotation["id"]}', f'/api/annotation/{annotation["id"]}/points', f'/api/asset/{assets[0]}/shapes',
                 f'/api/point/{point["id"]}', f'/api/shape/{point["id"]}'):
        stranger.request('GET', path).expect(404)
    viewer = Client(server.port, add_user(server.data, 'looker', 'VIEWER'))
    viewer.request('GET', f'{version}/shapes').expect(200)
    for method, path in (('POST', f'{version}/labels'), ('XGET', f'{version}/bulk-labels'), ('POST', f'{version}/bulk-annotations'),
                         ('PATCH', f'{version}/shapes'), ('DELETE', f'/api/point/{point["id"]}')):
        viewer.request(method, path, {}).expect(403)


def test_bulk_review_and_counts(client, version, assets):
    client.request('DELETE', f'{version}/annotations', {'asset_ids': ['__all__']}).expect(204)
    labels = client.request('XGET', f'{version}/bulk-labels', {'names': ['cat', 'dog', 'cat']}).expect(200).json()
    assert [label['name'] for label in labels] == ['cat', 'dog', 'cat'] and labels[0]['id'] == labels[2]['id']
    cat, dog = labels[0]['id'], labels[1]['id']
    boxes = [{'x': i, 'y': 0, 'w': 5, 'h': 5, 'label_id': cat} for i in range(4)]
    answer = client.post(f'{version}/bulk-annotations', {'import_type': 'REPLACE', 'status': 'ACCEPTED',
                                                         'annotations': [{'asset_id': assets[1], 'rectangles': boxes, 'attributes': {'night': True}},
                                                                         {'asset_id': assets[2], 'points': [{'point': [1, 1], 'label_id': dog}]}]})
    assert sorted(answer.values()) == [1, 4]
    listed = client.get(f'{version}/annotations', status='ACCEPTED')
    assert listed['count'] == 2 and {row['id'] for row in listed['items']} == set(answer)
    assert {row['asset_id']: row['attributes'] for row in listed['items']} == {assets[1]: {'night': True}, assets[2]: None}
    assert client.get(f'{version}/annotations/ids') == [row['id'] for row in listed['items']]
    assert len(client.get(f'{version}/annotations/ids', asset_ids=[assets[1], assets[0]])) == 1

    shapes = client.get(f'{version}/shapes', label_id=cat)
    assert shapes['count'] == 4
    ids = [row['id'] for row in shapes['items']]
    assert client.request('PATCH', f'{version}/shapes', {'ids': ids[:3], 'label_id': dog}).expect(200).json() == {'count': 3}
    assert client.request('PATCH', f'{version}/shapes', {'ids': ids, 'status': 'REFUSED'}).expect(200).json() == {'count': 4}
    assert client.get(f'{version}/shapes', status='REFUSED', type='RECTANGLE')['count'] == 4
    client.request('PATCH', f'{version}/shapes', {'ids': ids}).expect(400)
    assert client.request('DELETE', f'{version}/shapes', {'ids': ids[:1] + [NOBODY]}).expect(200).json() == {'count': 1}
    stats = client.get(f'{version}/stats')
    assert stats['label_repartition'] == {'cat': 1, 'dog': 3} and (stats['nb_objects'], stats['nb_annotations']) == (4, 2)
    assert stats['shapes_by_status'] == {'PENDING': 1, 'REFUSED': 3}
    assert stats['annotations_by_status']['ACCEPTED'] == 2

    client.request('DELETE', f'/api/label/{dog}').expect(204)
    assert client.get(f'{version}/stats')['label_repartition'] == {'cat': 1}
    client.request('DELETE', f'{version}/annotations', {'asset_ids': [assets[1]]}).expect(204)
    assert client.get(f'{version}/stats')['nb_annotations'] == 1


def test_labels_groups_skeletons_and_attributes(client, version):
    label = client.post(f'{version}/labels', {'name': 'van'})
    client.request('POST', f'{version}/labels', {'name': 'van'}).expect(409)
    client.request('POST', f'{version}/labels', {'name': ' '}).expect(400)
    top = client.post(f'{version}/labelgroups', {'name': 'things'})
    group = client.post(f'{version}/labelgroups', {'name': 'vehicles', 'parent_id': top['id']})
    assert group['parent_id'] == top['id']
    assert client.request('PATCH', f'/api/label/{label["id"]}', {'group_id': group['id']}).expect(200).json()['group_id'] == group['id']
    assert 'itself' in client.request('PATCH', f'/api/label/group/{top["id"]}', {'parent_id': group['id']}).expect(400).message
    assert {row['name'] for row in client.get(f'{version}/labelgroups')['items']} >= {'things', 'vehicles'}

    skeleton = {'vertices': ['head', 'tail'], 'edges': [[1, 2]]}
    client.post(f'/api/label/{label["id"]}/skeleton', skeleton)
    assert client.get(f'/api/label/{label["id"]}/skeleton') == skeleton
    assert client.get(f'{version}/labels/skeleton')['items'] == {label['id']: skeleton}
    assert "'edges'" in client.request('POST', f'/api/label/{label["id"]}/skeleton', {'vertices': ['a'], 'edges': [[1, 2]]}).expect(400).message

    attributes = {'colour': {'input_type': 'STRING', 'required': True}}
    client.post(f'/api/label/{label["id"]}/attributes', {'attributes': attributes})
    assert client.get(f'/api/label/{label["id"]}/attributes') == {'attributes': attributes}
    client.request('POST', f'{version}/attributes', {'attributes': {'a': {'input_type': 'DATE'}}}).expect(400)
    client.post(f'{version}/attributes', {'attributes': attributes})
    assert client.get(f'{version}/attributes') == {'attributes': attributes}
    client.post(f'{version}/attributes', {'attributes': None})
    assert client.get(f'{version}/attributes') == {'attributes': None}
    client.delete(f'/api/label/group/{group["id"]}')
    assert client.get(f'{version}/labels/find', name='van')['group_id'] is None
