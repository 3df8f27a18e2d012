"""Law: what can't be understood is refused with the field's name, and nothing is changed by it."""

import pytest

from harness import pictures

NOBODY = '00000000-0000-0000-0000-000000000001'


@pytest.fixture(scope='module')
def things(client):
    """One of each, with their addresses."""
    organization, lake = client.organization(), client.datalake()
    data = client.upload('one.png', pictures.encoded(pictures.draw(1)))
    dataset = client.post(f'/api/organization/{organization}/datasets', {'name': 'one'})
    version = client.post(f'/api/dataset/{dataset["id"]}/versions', {'version': 'v1'})
    other = client.post(f'/api/dataset/{dataset["id"]}/versions', {'version': 'v2'})
    client.wait(client.post(f'/api/dataset/version/{version["id"]}/assets', {'data_ids': [data['id']]})['job']['id'])
    asset = client.get(f'/api/dataset/version/{version["id"]}/assets')['items'][0]
    return {
        'organization': organization, 'connector': lake['connector_id'], 'lake': lake['id'], 'data': data['id'], 'dataset': dataset['id'],
        'version': version['id'], 'other': other['id'], 'asset': asset['id'],
        'data_tag': client.post(f'/api/datalake/{lake["id"]}/tags', {'name': 'a'})['id'],
        'other_tag': client.post(f'/api/dataset/version/{other["id"]}/tags', {'name': 'a'})['id'],
    }


BODIES = [
    ('POST', '/api/datalake/{lake}/datas', {'type': 'IMAGE', 'filename': 'a'}, 'object_name'),
    ('POST', '/api/datalake/{lake}/datas', {'type': 'IMAGE', 'object_name': 'a'}, 'filename'),
    ('POST', '/api/datalake/{lake}/datas', {'type': 'SONG', 'filename': 'a', 'object_name': 'a'}, 'type'),
    ('POST', '/api/datalake/{lake}/datas', {'type': 'IMAGE', 'filename': 5, 'object_name': 'a'}, 'filename'),
    ('POST', '/api/datalake/{lake}/datas', {'type': 'IMAGE', 'filename': 'a', 'object_name': 'a', 'tags': 'a'}, 'tags'),
    ('POST', '/api/datalake/{lake}/datas', {'type': 'IMAGE', 'filename': 'a', 'object_name': 'a', 'tags': ['no id']}, 'no id'),
    ('POST', '/api/datalake/{lake}/datas', {'type': 'IMAGE', 'filename': 'a', 'object_name': 'a', 'metadata': []}, 'metadata'),
    ('PATCH', '/api/data/{data}', {'metadata': 'text'}, 'metadata'),
    ('PATCH', '/api/data/{data}/custom-metadata', {'custom_metadata': [1]}, 'custom_metadata'),
    ('DELETE', '/api/datalake/{lake}/datas', {}, 'ids'),
    ('DELETE', '/api/datalake/{lake}/datas', {'ids': [5]}, 'ids'),
    ('POST', '/api/datalake/{lake}/tags', {}, 'name'),
    ('POST', '/api/datalake/{lake}/tags', {'name': ''}, 'name'),
    ('POST', '/api/datalake/{lake}/tags', {'name': ['a']}, 'name'),
    ('POST', '/api/organization/{organization}/datasets', {'description': 'a'}, 'name'),
    ('POST', '/api/dataset/{dataset}/versions', {}, 'version'),
    ('POST', '/api/dataset/{dataset}/versions', {'version': 'v9', 'type': 'DRAWING'}, 'type'),
    ('POST', '/api/dataset/{dataset}/fork', {'version': 'v9'}, 'parent_id'),
    ('POST', '/api/dataset/{dataset}/fork', {'parent_id': 'x', 'version': 'v9'}, 'x'),
    ('POST', '/api/dataset/{dataset}/fork', {'parent_id': '{version}', 'version': 'v9', 'with_tags': 'yes'}, 'with_tags'),
    ('PATCH', '/api/dataset/version/{version}', {'type': 'DRAWING'}, 'type'),
    ('POST', '/api/dataset/version/{version}/assets', {}, 'data_ids'),
    ('POST', '/api/dataset/version/{version}/assets', {'data_ids': '{data}'}, 'data_ids'),
    ('POST', '/api/dataset/version/{version}/assets/copy', {'asset_ids': []}, 'destination_id'),
    ('XGET', '/api/dataset/version/{version}/assets', {'ids': 'all'}, 'ids'),
    ('XGET', '/api/datalake/{lake}/datas', {'filenames': [1]}, 'filenames'),
    ('XGET', '/api/datalake/{lake}/datas', {'upload_statuses': ['LOST']}, 'upload_statuses'),
    ('POST', '/api/organization/{organization}/connector/{connector}/generate_object_name', {'type': 'DATA'}, 'filename'),
    ('POST', '/api/object-storage/{connector}/generate_presigned_url', {'content_type': 'a'}, 'object_name'),
    ('POST', '/api/session', {'name': 'a'}, 'token'),
]


def filled(value, things):
    if isinstance(value, str):
        return things.get(value.strip('{}'), value) if value.startswith('{') else value
    if isinstance(value, dict):
        return {key: filled(one, things) for key, one in value.items()}
    return [filled(one, things) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(('method', 'path', 'body', 'named'), BODIES, ids=[f'{method} {path} {named}' for method, path, _, named in BODIES])
def test_a_wrong_field_is_named(client, things, method, path, body, named):
    answer = client.request(method, path.format(**things), filled(body, things)).expect(400).json()
    assert named in answer['message'] and set(answer) == {'message', 'detail'}


@pytest.mark.parametrize('body', [b'{', b'[]', b'"text"', b'{"name": "a"', b'\xff\xfe', b'{"name": "\xff"}', b'[' * 100_000, b'null'])
def test_a_malformed_body(client, things, body):
    answer = client.request('POST', f'/api/datalake/{things["lake"]}/tags', body).expect(400).json()
    assert answer['message']
    assert [tag['name'] for tag in client.get(f'/api/datalake/{things["lake"]}/tags')['items']] == ['a']


QUERIES = ['not tags.name = "a"', 'width = true', 'width in ()', 'filename = "x" AND width = 1', 'filename ~ 3', 'width > .5', 'metadata.x-y = 1', 'width > True',
           'tags.name', 'tags.name = ', 'tags.name = a', 'tags.name = "a', '(tags.name = "a"', 'tags.name = "a")', '(' * 65 + 'width = 1' + ')' * 65,
           'colour = 1', 'tags.colour = "a"', 'tags = "a"', 'width = "wide"', 'width = 1.5', 'created_at > "yesterday"', 'metadata.latitude = "north"',
           'filename in ("a", 5)', 'filename = None', 'metadata.nothing = 1']


@pytest.mark.parametrize('q', QUERIES)
def test_a_query_that_is_not_understood_is_told_its_place(client, things, q):
    for path in (f'/api/datalake/{things["lake"]}/datas', f'/api/dataset/version/{things["version"]}/assets'):
        q_here = q.replace('filename', 'data.filename') if 'version' in path else q
        answer = client.request('GET', path, q=q_here)
        assert answer.status == (413 if q.startswith('((') else 400), answer.body
        assert 'Line 1, col' in answer.json()['message'] + (answer.json()['detail'] or '')
    refused = client.request('XGET', f'/api/dataset/version/{things["version"]}/assets', {'ids': [], 'q': q})
    assert refused.status in (400, 413)


FILTERS = [({'colour': 'red'}, 'colour'), ({'q': 5}, 'q'), ({'ids': 'x'}, 'ids'), ({'ids': ['x']}, 'x'), ({'similar': []}, 'similar'), ({'similar': {}}, 'similar'),
           ({'similar': {'positive': ['x']}}, 'x'), ({'text': {'prompt': 'a', 'k': 0}}, 'k'), ({'text': {}}, 'prompt'), ({'created': {'from': 'yesterday'}}, 'created.from'), ({"clusters": [1]}, "clusters"), ({"region": {}}, "projection"),
           ({'limit': 0}, 'limit'), ({'offset': -1}, 'offset'), ({'order_by': ['colour']}, 'colour'), ({'cursor': 'bogus'}, 'bogus'),
           ({'text': {'prompt': 'a'}, 'similar': {'positive': [NOBODY]}}, 'similar')]


@pytest.mark.parametrize(('body', 'named'), FILTERS)
def test_a_filter_that_is_not_understood_names_its_part(client, things, body, named):
    for path in (f'/api/datalake/{things["lake"]}/datas/search', f'/api/dataset/version/{things["version"]}/assets/search'):
        assert named in client.request('POST', path, body).expect(400).message


@pytest.mark.parametrize('query', ['limit=0', 'limit=many', 'offset=-1', 'order_by=colour', 'cursor=bogus', 'types=SONG', 'custom_metadata=['])
def test_a_wrong_parameter(client, things, query):
    answer = client.request('GET', f'/api/datalake/{things["lake"]}/datas?{query}').expect(400)
    assert answer.message


def test_wrong_and_unknown_ids(client, things):
    for kind in ('data', 'asset', 'dataset', 'dataset/version', 'datalake', 'tag', 'v2/job'):
        assert NOBODY in client.request('GET', f'/api/{kind}/{NOBODY}').expect(404).message
        client.request('GET', f'/api/{kind}/not-an-id').expect(400)


def test_ids_of_another_version_are_not_there(client, things):
    """Each exists, but not where it is asked for."""
    client.request('GET', f'/api/dataset/version/{things["other"]}/assets/find', id=things['asset']).expect(404)
    assert client.request('XGET', f'/api/dataset/version/{things["other"]}/assets', {'ids': [things['asset']]}).expect(200).json()['items'] == []
    client.request('POST', f'/api/tag/{things["other_tag"]}/attach', [things['asset']])
    client.request('POST', f'/api/tag/{things["data_tag"]}/attach', [things['asset']])
    assert client.get(f'/api/asset/{things["asset"]}')['tags'] == []
    client.request('DELETE', f'/api/dataset/version/{things["other"]}/assets', {'ids': [things['asset']]})
    client.request('GET', f'/api/asset/{things["asset"]}').expect(200)
    answer = client.request('POST', f'/api/dataset/version/{things["version"]}/assets', {'data_ids': [things['data']], 'asset_tag_ids': [things['other_tag']]})
    if answer.status == 202:
        client.wait(answer.json()['job']['id'])
    assert client.get(f'/api/asset/{things["asset"]}')['tags'] == []


def test_unknown_addresses_and_methods(client):
    assert '/api/nothing' in client.request('GET', '/api/nothing').expect(404).message
    answer = client.request('PUT', '/api/me').expect(405)
    assert 'GET' in answer.headers['Allow']


def test_a_body_that_is_too_large(client, things):
    client.request('POST', '/api/session', b'{"token": "' + b'a' * 2_000_000 + b'"}').expect(413)


def test_searching_without_embeddings_says_what_to_do(client, things):
    for path in (f'/api/datalake/{things["lake"]}', f'/api/dataset/version/{things["version"]}'):
        answer = client.request('GET', f'{path}/datas/ids/visual-search', visual_search_query='a dog')
        assert answer.status in (400, 409) and 'ctiv' in answer.message
        assert 'visual_search_query' in client.request('GET', f'{path}/datas/ids/visual-search').expect(400).message
