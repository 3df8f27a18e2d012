"""Law: a workspace whose vectors are in Qdrant answers as one whose vectors are here, and needs Qdrant for nothing else than vectors."""

import json
import re
import shutil

import pytest

from harness import pictures
from harness.client import Client
from harness.qdrant import QdrantServer
from harness.server import Server, run

N = 24  # pictures


@pytest.fixture(scope='module')
def imported(tmp_path_factory):
    """A workspace with pictures, visual search off."""
    folder = tmp_path_factory.mktemp('imported')
    pictures.folder_of(folder / 'pictures', N)
    run('import', folder / 'pictures', '--dataset', 'set', '--version', 'v1', '--data', folder / 'data')
    return folder / 'data'


@pytest.fixture
def data(imported, tmp_path):
    return shutil.copytree(imported, tmp_path / 'data')


@pytest.fixture
def qdrant():
    with QdrantServer() as running:
        yield running


def lake_of(client):
    return client.datalake()['id']


def search(client, **wanted):
    return client.request('POST', f'/api/datalake/{lake_of(client)}/datas/search', wanted)


def by_image(client, item, k=N - 1):
    return search(client, similar={'positive': [item], 'k': k}, limit=N)


def by_text(client, k=N):
    return search(client, text={'prompt': 'a red circle', 'k': k}, limit=N)


def ids(response):
    return [item['id'] for item in response.expect(200).json()['items']]


def items(client):
    return [item['id'] for item in client.all(f'/api/datalake/{lake_of(client)}/datas')]


def collection_of(client):
    return f'kindred-{lake_of(client)}-images'


def vectors_in(qdrant, collection):
    return {point for point, payload in qdrant.points(collection).items() if 'checksum' in payload}


def test_answers_are_those_of_an_index_in_the_process(imported, data, qdrant, tmp_path):
    with Server(data, '--vectors', 'qdrant', '--qdrant-url', qdrant.url) as server:
        client = Client(server.port)
        client.activate(f'datalake/{lake_of(client)}')
        there = {'image': ids(by_image(client, items(client)[0])), 'text': ids(by_text(client))}
        assert vectors_in(qdrant, collection_of(client)) == set(items(client))
    shutil.copytree(data, tmp_path / 'copy')
    with Server(tmp_path / 'copy', '--vectors', 'exact') as server:
        client = Client(server.port)
        assert {'image': ids(by_image(client, items(client)[0])), 'text': ids(by_text(client))} == there
        assert len(there['text']) == N


def test_it_is_recorded_and_nothing_is_sent_twice(data, qdrant):
    with Server(data, '--vectors', 'qdrant', '--qdrant-url', qdrant.url) as server:
        client = Client(server.port)
        client.activate(f'datalake/{lake_of(client)}')
        collection = collection_of(client)
        before = ids(by_text(client))
    qdrant.requests.clear()
    with Server(data) as server:
        assert ids(by_text(Client(server.port))) == before
    assert any(path.endswith('/points/query/batch') for _, path in qdrant.requests)
    assert not {('PUT', f'/collections/{collection}/points'), ('DELETE', f'/collections/{collection}')} & set(qdrant.requests)


def test_only_what_needs_vectors_waits_for_qdrant(data, qdrant):
    with Server(data, '--vectors', 'qdrant', '--qdrant-url', qdrant.url) as server:
        client = Client(server.port)
        lake = lake_of(client)
        client.activate(f'datalake/{lake}')
        first, second, *_ = items(client)
        before = ids(by_image(client, first))
        assert second in before
        qdrant.stop()
        for response in (by_image(client, first), by_text(client)):
            refused_with_a_sentence(response)
        assert len(items(client)) == N
        client.delete(f'/api/datalake/{lake}/datas', {'ids': [second]})
        assert len(items(client)) == N - 1
        assert client.get(f'/api/visual-search/datalake/{lake}')['counts']['done'] == N - 1
        qdrant.start()
        assert ids(by_image(client, first)) == [one for one in before if one != second]
        assert vectors_in(qdrant, collection_of(client)) == set(items(client))


def test_a_server_starts_without_qdrant(data, qdrant):
    with Server(data, '--vectors', 'qdrant', '--qdrant-url', qdrant.url) as server:
        client = Client(server.port)
        client.activate(f'datalake/{lake_of(client)}')
        before = ids(by_text(client))
    qdrant.stop()
    with Server(data) as server:
        assert 'wait for Qdrant' in server.log()
        client = Client(server.port)
        assert len(items(client)) == N
        refused_with_a_sentence(by_text(client))
        qdrant.start()
        assert ids(by_text(client)) == before


def test_visual_search_is_switched_off_without_qdrant_and_on_again_with_it(data, qdrant):
    with Server(data, '--vectors', 'qdrant', '--qdrant-url', qdrant.url) as server:
        client = Client(server.port)
        lake = lake_of(client)
        client.activate(f'datalake/{lake}')
        gone = items(client)[0]
        qdrant.stop()
        client.delete(f'/api/visual-search/datalake/{lake}')
        client.delete(f'/api/datalake/{lake}/datas', {'ids': [gone]})
        assert client.get(f'/api/visual-search/datalake/{lake}')['state'] == 'INACTIVE'
        qdrant.start()
        assert gone in vectors_in(qdrant, collection_of(client)), 'left behind, as nobody could delete it'
        client.activate(f'datalake/{lake}')
        assert vectors_in(qdrant, collection_of(client)) == set(ids(by_text(client))) == set(items(client))


def test_a_qdrant_that_is_used_again_is_filled_again(data, qdrant):
    """What it holds of the first time is not believed: a picture was deleted and another embedded meanwhile, so that the numbers agree."""
    with Server(data, '--vectors', 'qdrant', '--qdrant-url', qdrant.url) as server:
        client = Client(server.port)
        lake = lake_of(client)
        client.activate(f'datalake/{lake}')
        gone = items(client)[0]
    with Server(data, '--vectors', 'exact') as server:
        client = Client(server.port)
        client.delete(f'/api/visual-search/datalake/{lake}')
        client.delete(f'/api/datalake/{lake}/datas', {'ids': [gone]})
        client.upload('new.png', pictures.encoded(pictures.draw(1000)), 'image/png')
        client.activate(f'datalake/{lake}')
    with Server(data, '--vectors', 'qdrant') as server:
        client = Client(server.port)
        found = ids(by_text(client))
        assert len(found) == N
        assert vectors_in(qdrant, collection_of(client)) == set(found) == set(items(client))


@pytest.mark.parametrize(('options', 'says'), [
    (['--vectors', 'qdrant'], 'give --qdrant-url'),
    (['--vectors', 'faiss'], 'choose one of'),
    (['--qdrant-shards', '3'], 'give --qdrant-url'),
    (['--vectors', 'qdrant', '--qdrant-url', 'http://127.0.0.1:1', '--qdrant-replicas', '2', '--qdrant-write-consistency', '3'], 'from 1 to the replicas'),
])
def test_options_that_make_no_sense_are_refused_and_not_recorded(data, options, says):
    done = run('serve', '--data', data, '--listen', '127.0.0.1:0', *options, check=False)
    assert done.returncode != 0 and says in done.stderr, done.stderr
    with Server(data) as server:
        assert len(items(Client(server.port))) == N


@pytest.mark.parametrize('version', ['1.16.3', '1.20.0', '2.0.0'])
def test_another_version_is_refused_at_the_start(data, version):
    with QdrantServer(version=version) as qdrant:
        done = run('serve', '--data', data, '--listen', '127.0.0.1:0', '--vectors', 'qdrant', '--qdrant-url', qdrant.url, check=False)
    assert done.returncode != 0 and version in done.stderr and '1.17 to 1.19' in done.stderr, done.stderr


def test_the_key_is_read_from_a_file_and_never_recorded(data, tmp_path):
    (tmp_path / 'key').write_text('a-key-of-qdrant\n')
    with QdrantServer(api_key='a-key-of-qdrant') as qdrant:
        options = ['--vectors', 'qdrant', '--qdrant-url', qdrant.url]
        with Server(data, *options) as server:
            client = Client(server.port)
            refused = client.wait(client.begin_activation(f'datalake/{lake_of(client)}'))
            assert refused['status'] == 'FAILED' and 'Check the key' in json.dumps(refused), refused
        with Server(data, *options, '--qdrant-api-key-file', tmp_path / 'key') as server:
            client = Client(server.port)
            client.activate(f'datalake/{lake_of(client)}')
            assert len(ids(by_text(client))) == N
        for file in [*data.glob('kindred.sqlite*'), data.with_name('data.log')]:
            assert b'a-key-of-qdrant' not in file.read_bytes(), file


def refused_with_a_sentence(response):
    message = response.expect(503).message
    assert re.search(r"http://127\.0\.0\.1:\d+ can't be reached", message), message
