"""Law: only names of this server are answered; each role may what its line says; what is another organization's is not there."""

import uuid

import pytest

from harness import pictures
from harness.client import Client
from harness.people import add_user

NOBODY = str(uuid.UUID(int=1))


def status(client, method, path, body=None):
    return client.request(method, path, body).status


@pytest.fixture(scope='module')
def people(server):
    roles = {role: Client(server.port, add_user(server.data, f'{role}-one', role.upper())) for role in ('viewer', 'editor', 'admin')}
    return {'nobody': Client(server.port, token=None), **roles}


@pytest.fixture(scope='module')
def stranger(server):
    return Client(server.port, add_user(server.data, 'stranger', 'ADMIN', organization='elsewhere'))


# --- Host ----------------------------------------------------------------------------------------------------------------

def test_only_own_names_are_answered(server, client):
    for host, expected in [(f'127.0.0.1:{server.port}', 200), (f'localhost:{server.port}', 200), ('[::1]', 200), ('attacker.example', 403),
                           (f'attacker.example:{server.port}', 403), ('127.0.0.1.attacker.example', 403), ('localhost.attacker.example', 403)]:
        answer = client.request('GET', '/api/me', headers={'Host': host})
        assert answer.status == expected, host
        if expected == 403:
            assert '--public-url' in answer.message
    assert status(Client(server.port, token=None, headers={'Host': 'attacker.example'}), 'GET', '/') == 403


def test_pages_may_not_be_framed_or_sniffed(client):
    for path in ('/', '/api/me', '/healthz'):
        headers = client.request('GET', path).headers
        assert headers['X-Content-Type-Options'] == 'nosniff'
        assert "frame-ancestors 'none'" in headers['Content-Security-Policy'] and headers['X-Request-Id']


# --- Roles ---------------------------------------------------------------------------------------------------------------

LEVELS = ['nobody', 'viewer', 'editor', 'admin']

# The least role. The ids are nobody's, so that a permitted request finds nothing and changes nothing.
TABLE = [
    ('nobody', 'GET', '/healthz'), ('nobody', 'GET', '/readyz'), ('nobody', 'GET', '/api/server'),
    ('viewer', 'GET', '/api/me'), ('viewer', 'GET', '/api/home/ping'), ('viewer', 'GET', '/api/models'),
    ('viewer', 'GET', f'/api/datalake/{NOBODY}/datas'), ('viewer', 'XGET', f'/api/datalake/{NOBODY}/datas'),
    ('viewer', 'GET', f'/api/data/{NOBODY}'), ('viewer', 'GET', f'/api/data/{NOBODY}/thumbnail'),
    ('viewer', 'GET', f'/api/dataset/version/{NOBODY}/assets'), ('viewer', 'XGET', f'/api/dataset/version/{NOBODY}/assets'),
    ('viewer', 'GET', f'/api/dataset/version/{NOBODY}/datas/ids/visual-search?visual_search_query=a'),
    ('viewer', 'GET', f'/api/visual-search/datalake/{NOBODY}'), ('viewer', 'GET', f'/api/v2/job/{NOBODY}'),
    ('viewer', 'POST', f'/api/object-storage/{NOBODY}/retrieve_presigned_url'),
    ('editor', 'POST', f'/api/object-storage/{NOBODY}/generate_presigned_url'),
    ('editor', 'POST', f'/api/datalake/{NOBODY}/datas'), ('editor', 'DELETE', f'/api/data/{NOBODY}'), ('editor', 'PATCH', f'/api/data/{NOBODY}'),
    ('editor', 'POST', f'/api/datalake/{NOBODY}/tags'), ('editor', 'POST', f'/api/tag/{NOBODY}/attach'), ('editor', 'DELETE', f'/api/tag/{NOBODY}'),
    ('editor', 'POST', f'/api/organization/{NOBODY}/datasets'), ('editor', 'POST', f'/api/dataset/{NOBODY}/fork'),
    ('editor', 'POST', f'/api/dataset/version/{NOBODY}/assets'), ('editor', 'DELETE', f'/api/asset/{NOBODY}'),
    ('editor', 'POST', f'/api/v2/job/{NOBODY}/cancel'),
    ('admin', 'POST', f'/api/visual-search/datalake/{NOBODY}'), ('admin', 'DELETE', f'/api/visual-search/datalake/{NOBODY}'),
    ('admin', 'POST', f'/api/visual-search/datalake/{NOBODY}/retry'), ('admin', 'POST', f'/api/visual-search/dataset-version/{NOBODY}'),
    ('admin', 'DELETE', f'/api/visual-search/dataset-version/{NOBODY}'),
    ('viewer', 'GET', f'/api/shape/{NOBODY}/thumbnail'), ('viewer', 'GET', f'/api/dataset/version/{NOBODY}/embeddings/shapes'),
    ('viewer', 'GET', f'/api/dataset/version/{NOBODY}/embeddings/shapes/status'),
    ('viewer', 'GET', f'/api/dataset/version/{NOBODY}/shapes/ids/visual-search?visual_search_query=a'),
    ('admin', 'POST', f'/api/dataset/version/{NOBODY}/embeddings/shapes'), ('admin', 'DELETE', f'/api/dataset/version/{NOBODY}/embeddings/shapes'),
]


@pytest.mark.parametrize(('least', 'method', 'path'), TABLE, ids=[f'{method} {path.replace(NOBODY, "ID")}' for _, method, path in TABLE])
def test_roles(people, least, method, path):
    for role in LEVELS:
        answer = people[role].request(method, path, None if method == 'GET' else {})
        if LEVELS.index(role) >= LEVELS.index(least):
            assert answer.status in (200, 400, 404), (role, answer.body)
        else:
            assert answer.status == (401 if role == 'nobody' else 403), (role, answer.body)
            assert role == 'nobody' or least.upper() in answer.message


# --- Organizations -------------------------------------------------------------------------------------------------------

def test_anothers_things_are_not_there(server, client, stranger):
    lake, organization = client.datalake(), client.organization()
    data = client.upload('own.png', pictures.encoded(pictures.draw(1)))
    tag = client.post(f'/api/datalake/{lake["id"]}/tags', {'name': 'own'})
    dataset = client.post(f'/api/organization/{organization}/datasets', {'name': 'own'})
    version = client.post(f'/api/dataset/{dataset["id"]}/versions', {'version': 'v1'})
    job = client.post(f'/api/dataset/version/{version["id"]}/assets', {'data_ids': [data['id']]})['job']
    client.wait(job['id'])
    asset = client.get(f'/api/dataset/version/{version["id"]}/assets')['items'][0]
    for method, path, body in [
            ('GET', f'/api/organization/{organization}', None), ('GET', f'/api/organization/{organization}/datalake', None),
            ('GET', f'/api/organization/{organization}/datasets', None), ('GET', f'/api/organization/{organization}/jobs', None),
            ('GET', f'/api/datalake/{lake["id"]}', None), ('GET', f'/api/datalake/{lake["id"]}/datas', None),
            ('GET', f'/api/data/{data["id"]}', None), ('GET', f'/api/data/{data["id"]}/content', None),
            ('GET', f'/api/data/{data["id"]}/thumbnail', None), ('GET', f'/api/data/{data["id"]}/presigned-url', None),
            ('PATCH', f'/api/data/{data["id"]}', {'metadata': {'a': 1}}), ('DELETE', f'/api/data/{data["id"]}', None),
            ('POST', f'/api/object-storage/{lake["connector_id"]}/retrieve_presigned_url', {'object_name': data['object_name']}),
            ('POST', f'/api/object-storage/{lake["connector_id"]}/generate_presigned_url', {'object_name': 'a/b', 'content_type': 'image/png'}),
            ('GET', f'/api/tag/{tag["id"]}', None), ('POST', f'/api/tag/{tag["id"]}/attach', [data['id']]), ('DELETE', f'/api/tag/{tag["id"]}', None),
            ('GET', f'/api/dataset/{dataset["id"]}', None), ('DELETE', f'/api/dataset/{dataset["id"]}', None),
            ('GET', f'/api/dataset/version/{version["id"]}', None), ('GET', f'/api/dataset/version/{version["id"]}/assets', None),
            ('POST', f'/api/dataset/version/{version["id"]}/assets', {'data_ids': [data['id']]}),
            ('POST', f'/api/dataset/{dataset["id"]}/fork', {'parent_id': version['id'], 'version': 'v2'}),
            ('GET', f'/api/asset/{asset["id"]}', None), ('DELETE', f'/api/asset/{asset["id"]}', None), ('GET', f'/api/asset/{asset["id"]}/thumbnail', None),
            ('GET', f'/api/visual-search/datalake/{lake["id"]}', None), ('POST', f'/api/visual-search/datalake/{lake["id"]}', None),
            ('GET', f'/api/v2/job/{job["id"]}', None), ('POST', f'/api/v2/job/{job["id"]}/cancel', None)]:
        answer = stranger.request(method, path, body)
        assert answer.status == 404, (method, path, answer.status, answer.body)
    assert client.get(f'/api/data/{data["id"]}')['metadata'] is None
