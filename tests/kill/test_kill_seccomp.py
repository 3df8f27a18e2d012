"""Law: where the system allows no filter of system calls, pictures are decoded all the same, in children with their other limits, and the
log says so."""

import ctypes
import errno
import struct

from harness import pictures
from harness.client import Client
from harness.server import Server

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
SYS_PRCTL, SYS_SECCOMP = 157, 317  # x86-64
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EINVAL
NUMBER, FIRST_ARGUMENT = 0, 16  # offsets in struct seccomp_data

LIBC = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('instructions', ctypes.c_void_p)]


def program():
    """Refuses to set a filter, by either way, as a kernel without seccomp does."""
    steps = [(LOAD, 0, 0, NUMBER), (EQUAL, 4, 0, SYS_SECCOMP), (EQUAL, 0, 2, SYS_PRCTL), (LOAD, 0, 0, FIRST_ARGUMENT),
             (EQUAL, 1, 0, PR_SET_SECCOMP), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b''.join(struct.pack('<HBBI', *step) for step in steps)


INSTRUCTIONS = ctypes.create_string_buffer(program())
PROGRAM = Program(len(program()) // 8, ctypes.addressof(INSTRUCTIONS))


def without_seccomp():
    """In the child, before the server begins: this filter is the last one that it and its children can set."""
    assert LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    assert LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(PROGRAM), 0, 0) == 0


def decode_some(server):
    client = Client(server.port)
    datas = [client.upload(f'{i}.png', pictures.encoded(pictures.draw(i))) for i in range(3)]
    assert [data['upload_status'] for data in datas] == ['DONE'] * 3
    client.upload('broken.png', pictures.encoded(pictures.draw(1))[:200])
    client.activate(f'datalake/{client.datalake()["id"]}')
    assert client.get(f'/api/visual-search/datalake/{client.datalake()["id"]}')['counts']['done'] == 3


def test_without_a_filter_pictures_are_decoded_and_the_log_says_so_once(tmp_path):
    with Server(tmp_path / 'data', '--threads', '2', preexec_fn=without_seccomp) as server:
        decode_some(server)
        assert server.log().count('decoding_children=unguarded') == 1
        assert 'this system allows no system call filter' in server.log()


def test_with_one_nothing_is_said(tmp_path):
    with Server(tmp_path / 'data', '--threads', '2') as server:
        decode_some(server)
        assert 'unguarded' not in server.log()
