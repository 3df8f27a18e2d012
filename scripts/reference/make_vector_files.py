#!/usr/bin/env python3
"""Writes the golden vector files of tests/data/vectors and the seeds of vector_file_fuzz, from docs/vector-files.md alone.

A second writer of the format, in the plainest way: struct for the numbers ("e" is binary16), and CRC-32C bit by bit.
Usage: scripts/reference/make_vector_files.py   (from the root of the repository; needs only Python)
"""
import pathlib
import struct


def crc32c(data):
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = state >> 1 ^ (0x82F63B78 if state & 1 else 0)
    return state ^ 0xFFFFFFFF


def padded(data):
    return data + bytes(-len(data) % 64)


def block(dimension, items):
    ids = padded(b"".join(id for id, _ in items))
    vectors = padded(b"".join(struct.pack(f"<{dimension}e", *vector) for _, vector in items))
    payload = ids + vectors
    header = struct.pack("<8sIIII36x", b"KindVec\n", 1, dimension, len(items), crc32c(payload))
    return header + struct.pack("<I", crc32c(header)) + payload


assert crc32c(b"123456789") == 0xE3069283  # the check value of the catalogue of CRC algorithms
first = block(3, [(bytes(range(16)), [1.0, 0.0, -0.5]), (bytes(range(16, 32)), [0.0, 0.333251953125, 65504.0])])
second = block(3, [(bytes(range(16)), [0.0, 1.0, 0.0])])
whole = first + second
damaged = bytearray(whole)
damaged[len(first) + 64] ^= 1

data = pathlib.Path("tests/data/vectors")
data.mkdir(parents=True, exist_ok=True)
(data / "two_blocks.vectors").write_bytes(whole)

corpus = pathlib.Path("tests/fuzz/corpus/vector_file_fuzz")
corpus.mkdir(parents=True, exist_ok=True)
for name, content in {
    "two_blocks": whole,
    "damaged_payload": bytes(damaged),
    "cut_in_header": whole[: len(first) + 10],
    "cut_in_payload": whole[:-64],
    "other_dimension": block(4, [(bytes(16), [0.0] * 4)]),
    "wide": block(40, [(bytes([i] * 16), [i / 8] * 40) for i in range(5)]),
    "not_a_block": b"something else entirely",
    "empty": b"",
}.items():
    # The first byte is the dimension that the fuzzer opens the file with.
    (corpus / name).write_bytes(bytes([40 if name == "wide" else 3]) + content)
