"""Law: a map that was being made when the server was killed, at whatever moment, is made all the same, and is the map of an undisturbed server.

No kill leaves a file behind that no map names.
"""

import contextlib
import http.client
import random
import shutil
import threading
import time

import pytest

from harness.client import Client
from harness.maps import Maps
from harness.server import Server

KILLS = 6
# Enough epochs for a second or two, so that kills meet the work.
SLOW = {'umap': {'n_epochs': 20_000, 'seed': 5}}


def maps_of(server):
    client = Client(server.port)
    return Maps(client, f'datalake/{client.datalake()["id"]}')


def files(data):
    return sorted(path.name for path in (data / 'maps').iterdir())


@pytest.fixture(scope='module')
def embedded(imported, tmp_path_factory):
    data = shutil.copytree(imported, tmp_path_factory.mktemp('embedded') / 'data')
    with Server(data) as server:
        client = Client(server.port)
        client.activate(f'datalake/{client.datalake()["id"]}')
    return data


def test_killed_while_a_map_is_made(embedded, tmp_path):
    with Server(shutil.copytree(embedded, tmp_path / 'calm')) as server:
        calm = maps_of(server)
        began = time.monotonic()
        wanted = calm.points(calm.create(**SLOW))
        duration = time.monotonic() - began

    data, rng = shutil.copytree(embedded, tmp_path / 'killed'), random.Random(11)
    begun, unfinished = None, 0
    for _ in range(KILLS):
        server = Server(data).start()
        begun = begun or maps_of(server).begin(**SLOW)
        time.sleep(rng.uniform(0, duration / 6))  # the random moment itself; early, for each life begins the map again
        unfinished += Client(server.port).job(begun['job_id'])['status'] != 'SUCCEEDED'
        server.kill()
    assert unfinished >= KILLS // 2, 'the kills came too late to disturb anything'
    with Server(data) as server:
        maps = maps_of(server)
        assert maps.client.wait(begun['job_id'])['status'] == 'SUCCEEDED'
        points = maps.points(begun['id'])
        assert (points.xy == wanted.xy).all() and (points.cluster == wanted.cluster).all() and (points.multiplicity == wanted.multiplicity).all()
        assert len(files(data)) == 1


def cluster_until_killed(maps, map_id, rng, heard):
    with contextlib.suppress(OSError, http.client.HTTPException):
        while True:
            heard['asked'] = rng.uniform(0.1, 2)
            heard['told'] = maps.cluster(map_id, eps=heard['asked'], min_samples=2)


def test_killed_while_points_are_replaced(embedded, tmp_path):
    """Clusters are changed again and again. Whatever the moment, the map is whole, it has what was acknowledged last, and there is one file of it."""
    data, rng = shutil.copytree(embedded, tmp_path / 'data'), random.Random(12)
    with Server(data) as server:
        map_id = maps_of(server).create(umap={'n_epochs': 10})
        whole = maps_of(server).points(map_id)
        heard = {'told': maps_of(server).get(map_id)['clustering'], 'asked': None}
    for _ in range(KILLS):
        server = Server(data).start()
        client_at_work = threading.Thread(target=cluster_until_killed, args=(maps_of(server), map_id, rng, heard))
        client_at_work.start()
        time.sleep(rng.uniform(0, 0.5))  # the random moment itself
        server.kill()
        client_at_work.join()
        with Server(data) as server:
            maps = maps_of(server)
            points, now = maps.points(map_id), maps.get(map_id)['clustering']
            assert (points.xy == whole.xy).all()
            assert now == heard['told'] or now['eps'] == heard['asked']  # the last request may have been done and not answered
            assert points.clusters == now['clusters'] and (points.cluster == -1).sum() == now['noise']
            assert len(files(data)) == 1
            heard['told'] = now


def test_cancelled_and_paused(embedded, tmp_path):
    """A map's job stops when it is asked to, and a paused one goes on to the same map."""
    with Server(shutil.copytree(embedded, tmp_path / 'data')) as server:
        maps = maps_of(server)
        client = maps.client
        cancelled = maps.begin(**SLOW)
        client.wait(cancelled['job_id'], until={'RUNNING'})
        client.post(f'/api/v2/job/{cancelled["job_id"]}/cancel')
        assert client.wait(cancelled['job_id'])['status'] == 'KILLED'
        told = maps.get(cancelled['id'])
        assert (told['state'], told['message']) == ('FAILED', 'It was cancelled')
        client.request('GET', f'{maps.base}/{cancelled["id"]}/points').expect(409)
        client.delete(f'{maps.base}/{cancelled["id"]}')

        paused = maps.begin(**SLOW)
        client.wait(paused['job_id'], until={'RUNNING'})
        client.post(f'/api/v2/job/{paused["job_id"]}/pause')
        client.wait(paused['job_id'], until={'PENDING'})
        assert maps.get(paused['id'])['state'] == 'COMPUTING'
        client.request('POST', f'{maps.base}/{paused["id"]}/clusterings', {}).expect(409)
        client.post(f'/api/v2/job/{paused["job_id"]}/resume')
        assert client.wait(paused['job_id'])['status'] == 'SUCCEEDED'
        assert maps.get(paused['id'])['state'] == 'READY'
        assert len(files(tmp_path / 'data')) == 1

        doomed = maps.begin(**SLOW)
        client.delete(f'{maps.base}/{doomed["id"]}')  # with the job at work on it
        assert client.wait(doomed['job_id'])['status'] in ('KILLED', 'SUCCEEDED')
        assert len(files(tmp_path / 'data')) == 1
