#!/usr/bin/env python3
"""Writes src/embed/text/html_entities_table.inc: the named character references of the HTML standard, from Python's html.entities.

Each line is {name, value, all-capitals value or "", works without a semicolon}. The third column follows the rule of ftfy 6.3.1
(chardata.HTML_ENTITIES): a name in small letters is also understood in capitals, as the capital of its value, unless HTML already
gives the capitals a meaning. Needs only the standard library.
"""
import html
import html.entities
import pathlib

TABLE = pathlib.Path(__file__).parents[2] / "src/embed/text/html_entities_table.inc"


def literal(text):
    plain = {"\t": "\\t", "\n": "\\n", '"': '\\"', "\\": "\\\\"}
    escapes = (plain.get(c) or (c if " " <= c <= "~" else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}") for c in text)
    return '"' + "".join(escapes) + '"'


def capitals(name, value):
    shouted = "&" + name.upper() + ";"
    return value.upper() if name == name.lower() and html.unescape(shouted) == shouted else ""


def main():
    values = html.entities.html5
    names = sorted(name[:-1] for name in values if name.endswith(";"))
    assert all(name.rstrip(";") in names for name in values)
    lines = ["// Written by scripts/reference/make_html_entities.py."]
    for name in names:
        value = values[name + ";"]
        bare = "true" if values.get(name) == value else "false"
        lines.append(f"{{{literal(name)}, {literal(value)}, {literal(capitals(name, value))}, {bare}}},")
    TABLE.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
