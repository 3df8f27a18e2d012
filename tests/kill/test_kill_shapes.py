"""Law: shapes are embedded once, whatever is killed and whenever: a server that comes back goes on with those that are left."""

import random
import time

import numpy

from harness.client import EMOJI_MODEL, Client
from harness.server import Server
from harness.waiting import wait_until

PICTURES, SHAPES, KILLS = 60, 6, 5


def draw_shapes(client, version):
    """SHAPES rectangles on each of PICTURES pictures; one of them is outside."""
    label = client.post(f'/api/dataset/version/{version}/labels', {'name': 'thing'})['id']
    pictures = [asset for asset in client.all(f'/api/dataset/version/{version}/assets') if asset['data']['upload_status'] == 'DONE']
    for i, asset in enumerate(pictures[:PICTURES]):
        annotation = client.post(f'/api/asset/{asset["id"]}/annotations', {'duration': 1.0})['id']
        boxes = [{'x': 3 * n + i % 7, 'y': 2 * n, 'w': 20 + n, 'h': 30, 'label_id': label} for n in range(SHAPES - 1)]
        boxes.append({'x': 1000, 'y': 0, 'w': 10, 'h': 10, 'label_id': label})
        client.post(f'/api/annotation/{annotation}/bulk-rectangles', {'rectangles': boxes})


def counts(client, version):
    return client.get(f'/api/dataset/version/{version}/embeddings/shapes/status')['counts']


def vectors(client, version):
    page = client.get(f'/api/dataset/version/{version}/embeddings/shapes', with_vector=True, limit=1000)
    assert page['next_page_offset'] is None
    return {point['id']: numpy.array(point['vector'][EMOJI_MODEL]) for point in page['points']}


def last_job(client):
    return client.get(f'/api/organization/{client.organization()}/jobs', type='embed_shapes')['items'][0]['id']


def test_killed_at_random_moments(copy_of_imported):
    data, rng = copy_of_imported('data'), random.Random(7)
    with Server(data) as server:
        client = Client(server.port)
        version = client.version_id('set', 'v1')
        draw_shapes(client, version)
    disturbed = 0
    for kill in range(KILLS):
        server = Server(data, '--threads', '1').start()
        client = Client(server.port)
        if kill == 0:
            client.post(f'/api/dataset/version/{version}/embeddings/shapes', {'model': EMOJI_MODEL}, status=202)
        before = counts(client, version)['done']
        wait_until(lambda: counts(client, version)['done'] > before or counts(client, version)['pending'] == 0, 'the server embeds')
        time.sleep(rng.uniform(0, 0.05))  # the random moment itself
        disturbed += counts(client, version)['pending'] > 0
        server.kill()
    assert disturbed >= 2, 'the kills came too late to disturb anything'
    with Server(data) as server:
        client = Client(server.port)
        assert client.wait(last_job(client))['status'] == 'SUCCEEDED'
        assert counts(client, version) == {'pending': 0, 'done': PICTURES * (SHAPES - 1), 'error': PICTURES, 'unsupported': 0}
        items = f'/api/visual-search/dataset-version/{version}/items'
        attempts = {item['attempts'] for word in ('DONE', 'ERROR') for item in client.all(items, kind='shapes', status=word)}
        assert attempts == {1}, 'what was stored was not done again'
        after_kills = vectors(client, version)
        job = client.post(f'/api/visual-search/dataset-version/{version}/retry', {'kind': 'shapes', 'status': 'DONE'})['job_id']
        assert client.wait(job)['status'] == 'SUCCEEDED'
        fresh = vectors(client, version)
    assert after_kills.keys() == fresh.keys()
    # Other neighbours in a batch may round the last bit otherwise.
    assert max(numpy.abs(after_kills[key] - fresh[key]).max() for key in fresh) < 1e-3
