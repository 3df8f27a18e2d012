"""Law: a server killed at random moments ends with what an undisturbed one ends with, and does at most one batch again for each kill.

Counted from outside: a preloaded library counts the model's batches over all lives (count_inferences.cpp). What a kill may cost is
what was embedded but not stored yet, at most one batch of the store (PipelineOptions::store_batch, 64).
"""

import contextlib
import http.client
import math
import os
import random
import threading
import time

import numpy
import pytest

from harness.client import EMOJI_MODEL, Client
from harness.server import Server
from harness.waiting import wait_until

PICTURES, UNREADABLE = 400, 6  # of `imported`
KILLS = 8
STORE_BATCH = 64


class Life:
    """A data folder through several servers, with the count of its inferences."""

    def __init__(self, data, counter):
        self.data = data
        self.count_path = data.with_name(data.name + '.inferences')
        self.env = {'LD_PRELOAD': str(counter), 'KINDRED_INFERENCES': str(self.count_path)}

    def server(self):
        return Server(self.data, env=self.env)

    def inferences(self):
        return self.count_path.stat().st_size if self.count_path.exists() else 0


def lake_of(client):
    return f'datalake/{client.datalake()["id"]}'


def outcome(client):
    """Each data's status, reason and vector."""
    lake = lake_of(client)
    items = {item['id']: (item['status'], item['reason']) for status in ('PENDING', 'DONE', 'ERROR', 'UNSUPPORTED')
             for item in client.all(f'/api/visual-search/{lake}/items', status=status)}
    points = client.get(f'/api/visual-search/{lake}/points/scroll', with_vector=True, limit=1000)['points']
    return items, {point['id']: numpy.array(point['vector'][EMOJI_MODEL]) for point in points}


def wait_for_end(client):
    job = client.get(f'/api/organization/{client.organization()}/jobs', type='embed_datalake')['items'][0]
    job = client.wait(job['id'])
    assert job['status'] == 'SUCCEEDED', job


def run_until(life, server, inferences, pause):
    """Lets the server work until it has done so many inferences more, or has nothing left to do, and a moment longer."""
    client = Client(server.port)
    wanted = life.inferences() + inferences
    lake = lake_of(client)
    wait_until(lambda: life.inferences() >= wanted or client.get(f'/api/visual-search/{lake}')['state'] == 'ACTIVE', 'the server embeds')
    time.sleep(pause)  # the random moment itself


@pytest.fixture
def undisturbed(copy_of_imported, counter):
    life = Life(copy_of_imported('undisturbed'), counter)
    with life.server() as server:
        client = Client(server.port)
        client.activate(lake_of(client))
        return life, outcome(client)


def test_killed_at_random_moments(copy_of_imported, counter, undisturbed):
    calm, (items, vectors) = undisturbed
    assert len(items) == PICTURES + UNREADABLE and len(vectors) == PICTURES

    life, rng = Life(copy_of_imported('killed'), counter), random.Random(20)
    unfinished = 0
    for kill in range(KILLS):
        server = life.server().start()
        if kill == 0:
            client = Client(server.port)
            client.begin_activation(lake_of(client))
        run_until(life, server, rng.randint(0, 12), rng.uniform(0, 0.05))
        server.kill()
        unfinished += life.inferences() < calm.inferences()
    assert unfinished >= KILLS // 2, 'the kills came too late to disturb anything'
    with life.server() as server:
        client = Client(server.port)
        wait_for_end(client)
        items_after, vectors_after = outcome(client)
        assert client.get(f'/api/visual-search/{lake_of(client)}')['state'] == 'ACTIVE'
        attempts = {item['attempts'] for item in client.all(f'/api/visual-search/{lake_of(client)}/items', status='DONE')}

    assert items_after == items
    assert attempts == {1}, 'what was stored was not done again'
    assert vectors_after.keys() == vectors.keys()
    # Other neighbours in a batch may round the last bit otherwise.
    assert max(numpy.abs(vectors_after[key] - vectors[key]).max() for key in vectors) < 1e-3

    batch = math.ceil(PICTURES / calm.inferences())
    ends = os.cpu_count()  # each stream's last batch may be a part of one
    assert life.inferences() <= calm.inferences() + ends + KILLS * STORE_BATCH // batch


def test_killed_while_it_is_deactivated(copy_of_imported, counter):
    """Whatever the moment, a deactivation that was begun is finished, and visual search can be activated again."""
    life, rng = Life(copy_of_imported('data'), counter), random.Random(3)
    with life.server() as server:
        client = Client(server.port)
        client.activate(lake_of(client))
    for _ in range(3):
        server = life.server().start()
        client = Client(server.port)
        lake = lake_of(client)
        request = threading.Thread(target=lambda: _quietly(lambda: client.request('DELETE', f'/api/visual-search/{lake}')))
        request.start()
        time.sleep(rng.uniform(0, 0.02))
        server.kill()
        request.join()
    with life.server() as server:
        client = Client(server.port)
        lake = lake_of(client)
        assert client.get(f'/api/visual-search/{lake}')['state'] in ('ACTIVE', 'INACTIVE')
        if client.get(f'/api/visual-search/{lake}')['state'] == 'ACTIVE':
            client.delete(f'/api/visual-search/{lake}')
        client.activate(lake)
        assert client.get(f'/api/visual-search/{lake}')['counts']['done'] == PICTURES


def _quietly(action):
    with contextlib.suppress(OSError, http.client.HTTPException):  # the server is killed meanwhile
        action()
