"""Law: on every route, whatever the place of an id, what is another organization's is not there: it is not told, and nothing of it changes.

The routes are those of the server's own table, the fields those of its handlers: a new one is walked without being listed here, or fails
a test that says what to add.
"""

import json
import re
import sqlite3
import urllib.parse

import pytest

from harness import pictures
from harness.client import EMOJI_MODEL, Client
from harness.maps import Maps
from harness.people import add_user
from harness.routes import all_routes, filled_in, id_fields, nouns_of

SECRET = 'a-name-that-only-its-owners-see'
WIDTH, HEIGHT = 96, 72
# Signed addresses carry their own right, which no id gives (test_api_files).
SIGNED = {'/storage/{connector}', '/storage/{connector}/{object...}'}
# A file of annotations without any.
NO_ANNOTATIONS = json.dumps({'images': [], 'annotations': [], 'categories': []}).encode()


def rle(length):
    """COCO's compressed run lengths of an empty mask."""
    text, more = '', True
    while more:
        code = length & 0x1F
        length >>= 5
        more = length != -1 if code & 0x10 else length != 0
        text += chr((code | 0x20 if more else code) + 48)
    return text


GEOMETRIES = {
    'rectangle': {'x': 3, 'y': 4, 'w': 30, 'h': 20}, 'polygon': {'polygon': [[0, 0], [40, 0], [40, 30]]}, 'line': {'line': [[1, 2], [30, 40]]},
    'point': {'point': [7, 8]}, 'classification': {}, 'mask': {'mask': rle(WIDTH * HEIGHT)}, 'keypoints': {'keypoints': [[1, 2, 2]]},
}
PLURALS = {kind: kind if kind == 'keypoints' else f'{kind}s' for kind in GEOMETRIES}
# Fields that only answers have.
ANSWERS = {'request_id', 'annotation_id', 'default_connector_id', 'connector_id', 'organization_id', 'origin_id', 'dataset_version_id',
           'annotation_campaign_id'}


def make_world(client, name, with_search):
    """One of everything that a path can name, by the nouns of the paths."""
    organization, lake = client.organization(), client.datalake()
    datas = [client.upload(f'{name}-{i}.png', pictures.encoded(pictures.draw(i, WIDTH, HEIGHT)))['id'] for i in range(4)]
    dataset = client.post(f'/api/organization/{organization}/datasets', {'name': name})['id']
    version = client.post(f'/api/dataset/{dataset}/versions', {'version': name})['id']
    base = f'/api/dataset/version/{version}'
    job = client.post(f'{base}/assets', {'data_ids': datas})['job']['id']
    assert client.wait(job)['status'] == 'SUCCEEDED'
    asset = client.get(f'{base}/assets')['items'][0]['id']
    label = client.post(f'{base}/labels', {'name': name})['id']
    client.post(f'/api/label/{label}/skeleton', {'vertices': ['head', 'tail'], 'edges': [[1, 2]]})
    annotation = client.post(f'/api/asset/{asset}/annotations', {})['id']
    shapes = {}
    for kind, plural in PLURALS.items():
        made = client.post(f'/api/annotation/{annotation}/bulk-{plural}', {plural: [{**GEOMETRIES[kind], 'label_id': label}]})
        shapes[kind] = made[plural][0]['id']
    imported = client.request('POST', f'{base}/annotations/import?type=COCO&filename=none.json', NO_ANNOTATIONS).expect(202).json()['job_id']
    client.wait(imported)
    user = client.post('/api/users', {'username': name, 'role': 'VIEWER', 'password': 'correct horse battery'})['id']
    client.post('/api/tokens', {'name': name})
    world = {
        'organization': organization, 'connector': lake['connector_id'], 'datalake': lake['id'], 'data': datas[0], 'dataset': dataset,
        'version': version, 'asset': asset, 'label': label, 'group': client.post(f'{base}/labelgroups', {'name': name})['id'],
        'annotation': annotation, 'shape': shapes['rectangle'], **shapes, 'tag': client.post(f'{base}/tags', {'name': name})['id'],
        'source': client.post(f'/api/organization/{organization}/datasources', {'name': name})['id'],
        'data_tag': client.post(f'/api/datalake/{lake["id"]}/tags', {'name': name})['id'], 'job': imported, 'user': user,
        'token': next(token['id'] for token in client.get('/api/tokens')['items'] if token['name'] == name),
    }
    world['query_image'] = client.request('POST', '/api/query-images', {'data_id': datas[0]}, {'Content-Type': 'application/json'}).expect(201).json()['id']
    if with_search:
        client.activate(f'datalake/{lake["id"]}')
        client.activate(f'dataset-version/{version}')
        assert client.wait(client.post(f'{base}/embeddings/shapes')['job_id'])['status'] == 'SUCCEEDED'
        world['projections'] = {owner: Maps(client, f'{path}/{world[owner]}').create() for owner, path in
                                [('datalake', 'datalake'), ('version', 'dataset/version')]}
    return world


@pytest.fixture(scope='module')
def owners(client):
    return make_world(client, SECRET, with_search=True)


@pytest.fixture(scope='module')
def outsider(server, owners):
    return Client(server.port, add_user(server.data, 'outsider', 'ADMIN', organization='elsewhere'))


@pytest.fixture(scope='module')
def outsiders(outsider):
    return make_world(outsider, 'a-name-of-the-outsiders', with_search=True)


def ids_for(world, pattern):
    """In the order of the path's parameters."""
    nouns = nouns_of(pattern)
    return [world['projections'][nouns[0]] if noun == 'projection' else world[noun] for noun in nouns]


# Bodies of routes that look at their body first.
WHOLE = {}

ROUTES = [route for route in all_routes() if route[1] not in SIGNED]
WITH_IDS = [route for route in ROUTES if nouns_of(route[1])]


def rows(server, without=()):
    """Every row of every table, as text."""
    with sqlite3.connect(server.data / 'kindred.sqlite', timeout=30) as database:
        tables = [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'") if name not in without]
        found = {(table, repr(row)) for table in tables for row in database.execute(f'SELECT * FROM "{table}"')}  # noqa: S608
    database.close()
    return found


def ask(client, method, path, body):
    return client.request(method, path, None if method == 'GET' else body)


# --- Ids in the path -------------------------------------------------------------------------------------------------------

def test_every_parameter_has_an_example(owners):
    for _, pattern in WITH_IDS:
        assert len(ids_for(owners, pattern)) == pattern.count('{')


def test_the_examples_are_there_for_their_owners(client, owners):
    """Else the outsider's 404 would prove nothing."""
    for method, pattern in WITH_IDS:
        if method == 'GET':
            answer = client.request('GET', filled_in(pattern, ids_for(owners, pattern)))
            assert answer.status in (200, 400, 409), (pattern, answer.body)  # 400: a query is missing


def test_foreign_ids_in_paths_are_not_there(server, outsider, owners, outsiders):
    before = rows(server)
    for method, pattern in WITH_IDS:
        foreign, own = ids_for(owners, pattern), ids_for(outsiders, pattern)
        mixed = [[*own[:at], foreign[at], *own[at + 1:]] for at in range(len(foreign))]
        for ids in [foreign, *mixed]:
            answer = ask(outsider, method, filled_in(pattern, ids), WHOLE.get((method, pattern), {}))
            assert answer.status == 404, (method, pattern, ids, answer.status, answer.body[:300])
            assert SECRET.encode() not in answer.body
    assert rows(server) == before


# --- Ids in bodies and queries ---------------------------------------------------------------------------------------------

def foreign_fields(w):
    """Every field that a handler reads ids of, with ids of the owners."""
    return {
        'ids': [w['data'], w['asset'], w['shape'], w['annotation']], 'data_ids': [w['data']], 'asset_ids': [w['asset']], 'annotation_ids': [w['annotation']],
        'asset_tag_ids': [w['tag']], 'asset_id': w['asset'], 'label_id': w['label'], 'group_id': w['group'], 'parent_id': w['group'],
        'destination_id': w['version'], 'version_id': w['version'], 'user_id': w['user'], 'dataset_id': w['dataset'], 'datalake_id': w['datalake'],
        'id': w['version'], 'data_id': w['data'], 'data_source_id': w['source'], 'job_id': w['job'], 'tag_id': w['tag'],
    }


def bodies(w, method, pattern):
    """What an insider would send to this route, with foreign ids wherever ids stand; by default with all fields that there are."""
    shape = {'label_id': w['label']}
    new = {'name': 'new', 'version': 'new', 'import_type': 'REPLACE', 'type': 'COCO', 'role': 'EDITOR', 'filename': 'new.png',
           'object_name': 'new.png', 'content_type': 'image/png', 'target_type': 'DATASET', 'status': 'ACCEPTED', 'margin': 0.1,
           'tags': [w['data_tag']], 'names': ['new'], 'username': 'new', 'password': 'another horse battery', 'attributes': {},
           'vertices': ['a'], 'edges': [], 'model': EMOJI_MODEL}
    fields = {**new, **foreign_fields(w)}
    if pattern.endswith(('/attach', '/detach')):
        return [[w['data']], [w['asset']], [w['shape']]]
    if pattern.endswith('/bulk-annotations'):
        return [{'import_type': mode, 'annotations': [{'asset_id': w['asset'], 'rectangles': [{**GEOMETRIES['rectangle'], **shape}]}]}
                for mode in ('REPLACE', 'CONCATENATE')]
    for kind, plural in PLURALS.items():
        if pattern.endswith(f'/bulk-{plural}'):
            return [{plural: [{**GEOMETRIES[kind], **shape}]}]
    if pattern.endswith('/save'):
        return [{'duration': 1, **{plural: [{**GEOMETRIES[kind], **shape}]}} for kind, plural in PLURALS.items()]
    filters = [{'ids': fields['ids'][:2]}, {'similar': {'positive': [w['asset']], 'k': 5}}, {'similar': {'positive': [w['data']], 'k': 5}},
               {'similar': {'positive': [w['query_image']], 'k': 5}},
               {'clusters': {'projection': w['projections']['version'], 'clusters': [0]}}]
    if pattern.endswith('/bulk'):
        actions = [{'action': 'add_tag', 'tag': 'new'}, {'action': 'remove'}, {'action': 'fork', 'version': 'newer', 'with_annotations': True},
                   {'action': 'add_to_version', 'version_id': w['version']}]
        return [{**action, 'filter': where} for action in actions for where in [*filters, {'q': f'id = "{w["asset"]}"'}]]
    if pattern.endswith(('/search', '/count', '/facets')):
        return filters
    if pattern == '/api/roles':
        return [{key: value for key, value in fields.items() if key not in without} for without in ({'dataset_id'}, {'datalake_id'})]
    if pattern == '/api/dataset/{dataset}/fork':
        return [{**new, 'parent_id': w['version'], 'asset_ids': [w['asset']], 'with_annotations': True}]
    if pattern in ('/api/dataset/version/{version}/assets', '/api/datalake/{datalake}/datas'):
        return [{**fields, 'ids': [w[noun]], 'asset_tag_ids': tags} for noun in ('data', 'asset') for tags in ([w['tag']], [])]
    return [{**fields, 'ids': [w[noun]]} for noun in ('data', 'asset', 'shape', 'annotation')] if method != 'GET' else [None]


# What ends the outsider's own world, or the means to ask; their own ids are in the path, so there is nothing foreign to name.
ENDINGS = {('DELETE', '/api/session'), ('PATCH', '/api/me'), ('POST', '/api/session'), ('GET', '/api/events'), ('GET', '/login'),
           ('PATCH', '/api/users/{user}')}


def test_every_field_of_ids_is_tried(owners):
    """A new field of ids in src/api must stand in foreign_fields(), or in ANSWERS when it is only told."""
    assert id_fields() - set(foreign_fields(owners)) - ANSWERS == set()


def is_last(route):
    method, pattern = route
    return method == 'DELETE' and pattern.endswith('}') or '/visual-search/' in pattern and method == 'DELETE'


def queries(w):
    """As a query of any list or search."""
    fields = foreign_fields(w)
    texts = [('visual_search_query', w['asset']), ('visual_search_query', w['data']), ('visual_search_query', w['shape'])]
    everything = [(key, one) for key, value in fields.items() if key != 'id' for one in (value if isinstance(value, list) else [value])]
    ids = [[('id', w[noun])] for noun in ('datalake', 'dataset', 'version', 'asset', 'data', 'job', 'tag', 'label')]
    return [*[[text] for text in texts], everything, *ids, [('name', SECRET)], [('version', SECRET)], [('filename', f'{SECRET}-0.png')],
            [('q', f'id = "{w["data"]}"')], [('user', w['user'])], [('target', w['version'])], [('offset', w['data'])], [('query', SECRET)]]


def test_foreign_ids_elsewhere_are_not_there_either(server, client, outsider, owners, outsiders):
    """The paths are the outsider's own. Nothing of the owners' is told, taken or changed, at once or by the jobs that were begun."""
    owned = [value for key, value in owners.items() if key != 'projections']
    before = {path: client.request('GET', path).body for path in watched(owners)}
    for method, pattern in sorted((route for route in ROUTES if route not in ENDINGS and not is_last(route)), key=lambda route: route[0] == 'DELETE'):
        path = filled_in(pattern, ids_for(outsiders, pattern))
        asked = [(None, query) for query in queries(owners)] if method == 'GET' else [(body, []) for body in bodies(owners, method, pattern)]
        for body, query in asked:
            answer = outsider.request(method, path + ('?' + '&'.join(f'{key}={quoted(value)}' for key, value in query) if query else ''), body)
            assert answer.status < 500, (method, pattern, answer.body[:300])
            assert SECRET.encode() not in without_echo(answer), (method, pattern, body, query, answer.body[:300])
            if answer.status < 300 and answer.body[:1] == b'{':
                assert not told_in(answer, owned), (method, pattern, body, query, answer.body[:300])
    for job in outsider.all(f'/api/organization/{outsiders["organization"]}/jobs'):
        outsider.wait(job['id'])
    for path, body in before.items():
        assert client.request('GET', path).body == body, path
    for path in watched(outsiders):
        assert SECRET.encode() not in outsider.request('GET', path).body, path


def quoted(value):
    return urllib.parse.quote(str(value))


def told_in(answer, ids):
    """Those of the ids that a good answer tells; a job that failed says by its message what was not there."""
    text = re.sub(rb'"message":"[^"]*"', b'', answer.body)
    return [one for one in ids if one.encode() in text]


def without_echo(answer):
    """An error may repeat what was asked for."""
    return b'' if answer.status >= 400 else answer.body


def watched(world):
    """Lists of all that is there, without addresses that are signed anew each time."""
    lake, version, organization = world['datalake'], world['version'], world['organization']
    return [f'/api/dataset/version/{version}/{what}' for what in
            ('shapes', 'labels', 'labelgroups', 'tags', 'annotations', 'assets/ids/paginated', 'embeddings/shapes/status', 'projections')] + [
        f'/api/datalake/{lake}/datas/ids/paginated', f'/api/datalake/{lake}/tags', f'/api/visual-search/datalake/{lake}/items',
        f'/api/dataset/{world["dataset"]}/versions', f'/api/organization/{organization}/datasets', f'/api/tag/{world["tag"]}',
        f'/api/label/{world["label"]}/skeleton', f'/api/access/organization/{organization}/users']
