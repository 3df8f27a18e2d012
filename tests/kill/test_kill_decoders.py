"""Law: decoding children that are killed from outside, at any moment, cost the server nothing, and are replaced."""

import os
import signal

from harness import pictures
from harness.client import Client
from harness.server import Server
from harness.waiting import wait_until

N = 60


def children_of(server):
    """The decoding children of a server, by process id."""
    found = []
    for task in os.listdir(f'/proc/{server.process.pid}/task'):
        with open(f'/proc/{server.process.pid}/task/{task}/children') as words:
            found += [int(pid) for pid in words.read().split()]
    return found


def kill_all(server):
    killed = 0
    for pid in children_of(server):
        try:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        except ProcessLookupError:
            pass
    return killed


def test_killed_children_are_replaced(tmp_path):
    with Server(tmp_path / 'data', '--threads', '2') as server:
        client = Client(server.port)
        paths = pictures.folder_of(tmp_path / 'pictures', N)
        datas = [client.upload(path.name, path.read_bytes()) for path in paths]
        assert all(data['upload_status'] == 'DONE' for data in datas)
        lake = f'datalake/{client.datalake()["id"]}'
        job = client.begin_activation(lake)
        killed, last = 0, 0
        while killed < 6:
            told = client.get(f'/api/visual-search/{lake}')['counts']
            if told['pending'] == 0:
                break
            if told['done'] > last:
                last = told['done']
                killed += kill_all(server)
        assert client.wait(job)['status'] == 'SUCCEEDED'
        assert client.get(f'/api/visual-search/{lake}')['counts']['done'] == N

        kill_all(server)  # idle ones: nobody notices
        assert client.request('GET', f'/api/data/{datas[0]["id"]}/thumbnail', size=512).expect(200)


def test_children_end_with_their_server(tmp_path):
    server = Server(tmp_path / 'data').start()
    Client(server.port).upload('one.png', pictures.encoded(pictures.draw(1)))
    children = children_of(server)
    assert children
    server.kill()
    wait_until(lambda: not any(os.path.exists(f'/proc/{pid}') for pid in children), 'the children are gone')
