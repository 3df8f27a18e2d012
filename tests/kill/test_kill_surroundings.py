"""Law: a folder in use, a port in use and a full disk are told plainly; nothing is lost, and work goes on when there is room again."""

import os
import resource
import signal
import subprocess

import pytest

from harness import pictures
from harness.client import Client, Events
from harness.server import Server, run
from harness.waiting import wait_until

PICTURES, UNREADABLE = 400, 6  # of `imported`


def refused(*arguments):
    """The command's message; it must end with 1 and without a stack trace."""
    done = run(*arguments, check=False, timeout=60)
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert 'terminate called' not in done.stderr
    return done.stderr


# --- Folder and port -------------------------------------------------------------------------------------------------------

def test_a_second_process_on_the_same_folder(tmp_path):
    folder = tmp_path / 'data'
    pictures.folder_of(tmp_path / 'pictures', 2)
    with Server(folder) as server:
        for command in (['serve', '--listen', '127.0.0.1:0'], ['import', tmp_path / 'pictures', '--dataset', 'a', '--version', 'b']):
            message = refused(*command, '--data', folder)
            assert str(folder) in message and 'in use' in message and f'process {server.process.pid}' in message
        assert Client(server.port).get('/api/me')['username'] == 'admin'
    run('import', tmp_path / 'pictures', '--dataset', 'a', '--version', 'b', '--data', folder)


def test_commands_that_go_well_beside_a_server(tmp_path):
    with Server(tmp_path / 'data') as server:
        token = run('token', '--data', tmp_path / 'data').stdout.strip()
        assert Client(server.port, token).get('/api/me')['username'] == 'admin'
        run('model', 'list', '--data', tmp_path / 'data')


def test_the_lock_ends_with_a_killed_process(tmp_path):
    Server(tmp_path / 'data').start().kill()
    with Server(tmp_path / 'data'):
        pass


def test_a_port_in_use(tmp_path):
    with Server(tmp_path / 'one') as server:
        message = refused('serve', '--data', tmp_path / 'two', '--listen', f'127.0.0.1:{server.port}')
        assert str(server.port) in message and 'in use' in message


@pytest.mark.parametrize(('listen', 'named'), [('8080', '8080'), ('127.0.0.1:http', 'http'), ('127.0.0.1:99999', '99999'), ('0.0.0.0:0', '--public-url')])
def test_an_address_that_can_not_be_listened_on(tmp_path, listen, named):
    assert named in refused('serve', '--data', tmp_path / 'data', '--listen', listen)


def test_a_data_folder_that_can_not_be(tmp_path):
    (tmp_path / 'file').write_text('not a folder')
    assert str(tmp_path / 'file') in refused('serve', '--data', tmp_path / 'file' / 'data', '--listen', '127.0.0.1:0')


# --- A full disk -----------------------------------------------------------------------------------------------------------

@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 MiB: room for the model's copy and its compiled form, and some pictures."""
    disk = tmp_path / 'disk'
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64m', 'none', disk], capture_output=True).returncode != 0:
        pytest.skip('file systems can not be mounted here')
    yield disk
    subprocess.run(['umount', '--lazy', disk], check=True)


class Ballast:
    """A file that takes all room that is left."""

    def __init__(self, disk):
        self.path = disk / 'ballast'

    def __enter__(self):
        with open(self.path, 'wb', buffering=0) as file:
            for size in (2**20, 2**12, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass  # full, for this size

    def __exit__(self, *_):
        self.path.unlink()


def test_uploads_on_a_full_disk(small_disk):
    with Server(small_disk / 'data', '--min-free-mib', '0') as server:
        client = Client(server.port)
        kept = {client.upload(f'{i}.png', content, 'image/png')['id']: content
                for i, content in enumerate(pictures.encoded(pictures.draw(i)) for i in range(5))}
        connector = client.datalake()['connector_id']
        form = client.sign_upload(connector, 'large/one.png', 'image/png')
        with Ballast(small_disk):
            answer = client.send_object(form, 'one.png', os.urandom(300_000), 'image/png').expect(503)
            assert 'disk full' in answer.message and 'No space left' in answer.json()['detail']
            assert client.request('GET', '/healthz').status == 200
            for data, content in kept.items():
                assert client.request('GET', f'/api/data/{data}/content').expect(200).body == content
        client.send_object(form, 'one.png', os.urandom(300_000), 'image/png').expect(204)
        after = client.upload('after.png', pictures.encoded(pictures.draw(99)), 'image/png')
        assert {row['id'] for row in client.all(f'/api/datalake/{client.datalake()["id"]}/datas')} == {*kept, after['id']}
        assert not list((small_disk / 'data').rglob('*.part')), 'what was refused leaves nothing behind'


@pytest.fixture
def at_work(small_disk, imported):
    """A server on the small disk that has embedded some pictures, but not all; with the job that does."""
    subprocess.run(['cp', '-r', imported, small_disk / 'data'], check=True)
    with Server(small_disk / 'data', '--threads', '1') as server:
        client = Client(server.port)
        with Events(client) as events:
            job = client.begin_activation(f'datalake/{client.datalake()["id"]}')
            events.next(lambda news: news['id'] == job and news['done'] > 100)
        yield server, client, job


def all_done(client):
    counts = client.get(f'/api/visual-search/datalake/{client.datalake()["id"]}')['counts']
    return counts == {'pending': 0, 'done': PICTURES, 'error': UNREADABLE // 2, 'unsupported': UNREADABLE // 2}


def test_a_job_is_not_resumed_on_a_full_disk(small_disk, at_work):
    _, client, job = at_work
    client.post(f'/api/v2/job/{job}/pause')
    client.wait(job, until={'PENDING'})
    with Ballast(small_disk):
        assert 'disk is full' in client.request('POST', f'/api/v2/job/{job}/resume').expect(503).message
        assert client.job(job)['status'] == 'PENDING'
    client.post(f'/api/v2/job/{job}/resume')
    assert client.wait(job)['status'] == 'SUCCEEDED' and all_done(client)


def test_the_disk_fills_up_while_a_job_is_at_work(small_disk, at_work):
    """The job's end can't be stored either: it is tried again, for a while."""
    server, client, job = at_work
    with Ballast(small_disk):
        wait_until(lambda: 'end_not_stored' in server.log(), 'the log tells that the job could not end')
        assert client.request('GET', '/healthz').status == 200
    failed = client.wait(job)
    assert failed['status'] == 'FAILED' and ('is full' in failed['message'] or 'No space left' in failed['message']), failed
    client.activate(f'datalake/{client.datalake()["id"]}')
    assert all_done(client), 'no picture is blamed for the disk'


def test_a_file_that_may_not_grow(tmp_path):
    """The same by a limit on the size of files, which needs no rights."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * 2**20, 8 * 2**20))

    with Server(tmp_path / 'data', preexec_fn=limit) as server:
        client = Client(server.port)
        form = client.sign_upload(client.datalake()['connector_id'], 'large/one.bmp', 'image/bmp')
        answer = client.send_object(form, 'one.bmp', bytes(9 * 2**20), 'image/bmp').expect(503)
        assert 'File too large' in answer.json()['detail']
        client.upload('small.png', pictures.encoded(pictures.draw(1)), 'image/png')
