#!/usr/bin/env python3
"""Writes src/embed/text/newer_characters.inc: letters and numbers that the package `regex` knows and utf8proc lacks.

A small C program that asks utf8proc is compiled on the fly. Needs: regex 2026.11.15 (Unicode 18),
libutf8proc-dev 2.8 (Unicode 15).
"""
import pathlib
import subprocess
import tempfile

import regex

TABLE = pathlib.Path(__file__).parents[2] / "src/embed/text/newer_characters.inc"
PROGRAM = """
#include <stdio.h>
#include <utf8proc.h>
int main(void) {
  for (int c = 0; c < 0x110000; ++c)
    if (utf8proc_category(c) == UTF8PROC_CATEGORY_CN) printf("%d\\n", c);
}
"""


def unassigned():
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder) / "list.c", pathlib.Path(folder) / "list"
        source.write_text(PROGRAM)
        subprocess.run(["cc", source, "-o", program, "-lutf8proc"], check=True)
        lines = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    return [int(line) for line in lines]


def ranges(numbers):
    found = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def table(name, pattern, characters):
    belongs = regex.compile(pattern)
    entries = [f"Range{{0x{first:X}, 0x{last:X}}}" for first, last in ranges(c for c in characters if belongs.match(chr(c)))]
    rows = [", ".join(entries[i : i + 4]) for i in range(0, len(entries), 4)]
    return f"constexpr Range {name}[] = {{\n    " + ",\n    ".join(rows) + "};\n"


def main():
    characters = unassigned()
    heading = "// Written by scripts/reference/make_newer_characters.py.\n"
    TABLE.write_text(heading + table("kNewerLetters", r"\p{L}", characters) + table("kNewerNumbers", r"\p{N}", characters))


if __name__ == "__main__":
    main()
