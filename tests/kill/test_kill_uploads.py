"""Law: what the server has acknowledged is there after a SIGKILL, whole; what it has not is either there, whole, or not at all."""

import contextlib
import http.client
import random
import threading
import time

import pytest

from harness import pictures
from harness.client import Client
from harness.server import Server
from harness.waiting import wait_until

CLIENTS = 4
KILLS = 3


class Uploader(threading.Thread):
    """Uploads, tags and deletes until the server is gone; remembers what was acknowledged."""

    def __init__(self, port, seed):
        super().__init__()
        self.client, self.seed = Client(port, timeout=20), seed
        self.uploaded, self.tagged, self.deleted = {}, set(), set()
        self.doomed = None  # its deletion is asked for and not acknowledged: it may be there or not

    def run(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            lake = self.client.datalake()['id']
            tag = self.client.post(f'/api/datalake/{lake}/tags', {'name': f'of {self.seed}'})['id']
            for i in range(10_000):
                content = pictures.encoded(pictures.draw(self.seed * 10_000 + i))
                data = self.client.upload(f'{self.seed}-{i}.png', content, 'image/png')['id']
                self.uploaded[data] = content
                if i % 3 == 1:
                    self.client.post(f'/api/tag/{tag}/attach', [data])
                    self.tagged.add(data)
                if i % 3 == 2:
                    self.doomed = data
                    self.client.delete(f'/api/data/{data}')
                    self.deleted.add(data)
                    self.doomed = None

@pytest.mark.parametrize('seed', range(KILLS))
def test_acknowledged_uploads_tags_and_deletions_last(tmp_path, seed):
    rng = random.Random(seed)
    server = Server(tmp_path / 'data').start()
    uploaders = [Uploader(server.port, seed * CLIENTS + i) for i in range(CLIENTS)]
    for uploader in uploaders:
        uploader.start()
    wait_until(lambda: sum(len(uploader.uploaded) for uploader in uploaders) >= 12, 'some uploads are acknowledged')
    time.sleep(rng.uniform(0, 0.2))  # the random moment
    server.kill()
    for uploader in uploaders:
        uploader.join()

    with Server(tmp_path / 'data') as server:
        client = Client(server.port)
        there = {row['id']: row for row in client.all(f'/api/datalake/{client.datalake()["id"]}/datas')}
        for uploader in uploaders:
            for data, content in uploader.uploaded.items():
                if data in uploader.deleted:
                    client.request('GET', f'/api/data/{data}').expect(404)
                elif data != uploader.doomed:
                    assert client.request('GET', f'/api/data/{data}/content').expect(200).body == content
                    assert bool(client.get(f'/api/data/{data}')['tags']) >= (data in uploader.tagged)
        for data, row in there.items():  # acknowledged or not: nothing is there by half
            content = client.request('GET', f'/api/data/{data}/content').expect(200).body
            assert len(content) == row['bytes'] and row['upload_status'] == 'DONE'
