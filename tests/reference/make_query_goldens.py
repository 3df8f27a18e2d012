#!/usr/bin/env python3
"""Writes tests/data/query/goldens.jsonl: what DjangoQL's own parser and schema make of many queries.

    python3 -m venv djangoql && djangoql/bin/pip install djangoql==0.19.1 django==4.2
    djangoql/bin/python tests/reference/make_query_goldens.py

Each line is {"text", "tree"} or {"text", "error"}, and for the schema {"text", "field_error"} or {"text", "fields": "ok"}. A tree is
written as nested lists: ["and", left, right] or [name, operator, value]; numbers as {"number": text}. Three things are not
taken over: DjangoQL leaves out the column for some tokens, which is a slip (here it is asked of its lexer); it shows decimal
numbers as Decimal('1.5'), which is Python's business (here 1.5); and it can't decode \\u surrogates (left out here).
"""
import json
import os
import random
from decimal import Decimal
from pathlib import Path

import django
from django.conf import settings

settings.configure(USE_TZ=True, TIME_ZONE="UTC", INSTALLED_APPS=[])
django.setup()

from djangoql import schema as ql  # noqa: E402
from djangoql.ast import Comparison, List, Logical  # noqa: E402
from djangoql.exceptions import DjangoQLError, DjangoQLParserError  # noqa: E402
from djangoql.parser import DjangoQLParser  # noqa: E402

HERE = Path(__file__).resolve().parent.parent / "data" / "query"

METADATA = {name: ql.FloatField(name=name, nullable=True) for name in ("latitude", "longitude", "altitude", "resolution_x", "resolution_y")}
METADATA |= {
    name: ql.StrField(name=name, nullable=True)
    for name in ("acquired_by", "weather", "resolution_unit", "compression", "manufacturer", "software", "color_space", "custom_id", "reference")
}
METADATA["acquired_at"] = ql.DateTimeField(name="acquired_at", nullable=True)


class Relation(ql.DjangoQLField):
    type = "relation"

    def __init__(self, name, relation):
        super().__init__(name=name, nullable=True)
        self.relation = relation


def fields(*items):
    return {field.name: field for field in items}


MODELS = {
    "data": fields(
        ql.StrField(name="id"),
        ql.StrField(name="filename"),
        ql.StrField(name="object_name"),
        ql.StrField(name="content_type"),
        ql.StrField(name="type"),
        ql.StrField(name="upload_status"),
        ql.IntField(name="width", nullable=True),
        ql.IntField(name="height", nullable=True),
        Relation("meta", "meta"),
        ql.IntField(name="file_size"),
        ql.DateTimeField(name="created_at"),
        Relation("tags", "tag"),
        ql.StrField(name="source", nullable=True),
        Relation("data_source", "data_source"),
        Relation("metadata", "metadata"),
        Relation("custom_metadata", "custom_metadata"),
        Relation("datasets", "datasets"),
        Relation("embedding", "embedding"),
    ),
    "meta": fields(ql.IntField(name="width", nullable=True), ql.IntField(name="height", nullable=True)),
    "tag": fields(ql.StrField(name="name", nullable=True)),
    "data_source": fields(ql.StrField(name="name", nullable=True)),
    "metadata": METADATA,
    "custom_metadata": {},
    "datasets": fields(ql.StrField(name="name", nullable=True), ql.StrField(name="version", nullable=True)),
    "embedding": fields(ql.StrField(name="status", nullable=True)),
}


class Schema(ql.DjangoQLSchema):
    def __init__(self):
        self._models = MODELS
        self.current_model = "data"

    @classmethod
    def model_label(cls, model):
        return model


class Parser(DjangoQLParser):
    def raise_syntax_error(self, message, token=None):
        if token is None:
            raise DjangoQLParserError(message)
        raise DjangoQLParserError(
            message=message, value=token.value, line=token.lineno, column=self.default_lexer.find_column(token)
        )


def value(constant):
    if isinstance(constant, bool) or constant is None or isinstance(constant, str):
        return constant
    return {"number": repr(float(constant))}


def tree(node):
    if isinstance(node.operator, Logical):
        return [node.operator.operator, tree(node.left), tree(node.right)]
    assert isinstance(node.operator, Comparison)
    if isinstance(node.right, List):
        return [node.left.value, node.operator.operator, [value(item.value) for item in node.right.items]]
    return [node.left.value, node.operator.operator, value(node.right.value)]


BY_HAND = r'''
filename = "porsche.png"
datasets.version = "MyDatasetVersion"
tags.name in ("car","truck") and width >= 1920
metadata.latitude > 43.5 and metadata.latitude < 43.7
created_at >= "2024-01-01" and created_at < "2024-02-01 12:30"
created_at = "2024-01-01 12:30:59"
annotations.rectangles.label.name = "car"
(data.tags.name = "night" or data.tags.name = "rain") and tags.name not in ("train")
data.filename startswith "cam1_" and data.filename not endswith ".png"
metadata.reference = None
tags.name = "a" and tags.name = "b"
not tags.name = "a"
a = true
a in ()
a = "x" AND b = 1
a ~ 3
score > .5
metadata.x-y = 1
a > True
a=1 and b=2 or c=3
a=1 or b=2 and c=3
(a=1 and b=2) or c=3
a="b"and c=1
a
a =
a = 1 or
((a=1)
(a=1))
a in (1,
a in (1,)
a in 1
a = (1)
a not = 1
a not
a !x
a = 01
a = -0
a = - 1
a = 1.
a = 1.5e
a = 1e400
a = 1abc
a = 99999999999999999999
in.x = 1
x.in = 1
a.b.=1
a..b = 1
.a = 1
android = 1
inner = 1
notes = 1
a = "x\"y"
a = 'x\'y'
a = "it's"
a = "\u00e9\n\\\/"
a = "\x"
a = "\u12"
a = "unfinished
a = 'it"s' b
a = "d'quote" b
a = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
a = 1 "ééééééééééééééééééééééééé"
é = 1
a = "é" é
a = "日本" 日
a = 1 # comment
a = 1; b = 2
a = 1 && b = 2
tags = None
tags != None
tags = "a"
tags = 1
tags = True
tags in (None)
metadata = None
nothing = 1
tags.nothing = 1
metadata.nothing.more = 1
filename = 1
filename = None
filename = True
filename > 1.5
filename in ("a", 1)
filename in ("a", None)
width = "a"
width = 1.5
width = True
width = None
width in (1, 2.5)
width in (None, 2)
height startswith "1"
metadata.latitude = 1
metadata.latitude = "1"
metadata.latitude = True
metadata.acquired_at = "yesterday"
metadata.acquired_at = None
created_at = "2024-13-01"
created_at = "2024-01-01 25:00"
created_at = 5
created_at = None
created_at in ("2024-01-01", "nope")
data_source.name = "cam"
embedding.status != "DONE"
'''

EXTRA = ["", "   ", "a\n=\n1", "a = 1\nand\nb ? 2", "a\n=\n\n@", "a = \"x\ny\"", "a\r= !", "a\u2028= !", "a\u00a0=\u00a01", "a = \"\u2028\"", "\ta\v=\f1",
         "a = 1 x\u00a0y", "a = '\x01' \x01", "a = \"tab\there\" b", "(" * 30 + "a=1" + ")" * 30]

PIECES = ["a", "tags.name", "filename", "width", "b.c.d", "=", "!=", ">", ">=", "<", "<=", "~", "!~", "in", "not", "startswith", "endswith", "and", "or",
          "(", ")", ",", "1", "-2.5", "0", "1e3", '"x"', "'y z'", "True", "False", "None", "@", ".", "!", "AND", "\n", '"', "é"]


def sensible(rng, depth=0):
    kind = rng.random()
    if depth < 4 and kind < 0.15:
        return "(" + sensible(rng, depth + 1) + ")"
    if depth < 5 and kind < 0.5:
        return sensible(rng, depth + 1) + rng.choice([" and ", " or ", "\nand ", " or\t"]) + sensible(rng, depth + 1)
    name = rng.choice(["a", "tags.name", "width", "_x9.y"])
    text = rng.choice(['"x"', "'y'", '"\\u0041\\n"', '""'])
    number = rng.choice(["0", "-17", "2.50", "1e-3", "12345678901"])
    constant = rng.choice([text, number, "True", "False", "None"])
    return rng.choice([
        f"{name} {rng.choice(['=', '!='])} {constant}",
        f"{name}{rng.choice(['>', '>=', '<', '<='])}{rng.choice([text, number])}",
        f"{name} {rng.choice(['~', '!~', 'startswith', 'not startswith', 'endswith', 'not  endswith'])} {text}",
        f"{name} {rng.choice(['in', 'not in'])} ({', '.join([constant] * rng.randint(1, 3))})",
    ])


def texts():
    rng = random.Random(7)
    yield from BY_HAND.strip().split("\n")
    yield from EXTRA
    for _ in range(250):
        yield sensible(rng)
    for _ in range(150):  # one place of a sensible one broken
        text = sensible(rng)
        place = rng.randrange(len(text) + 1)
        yield text[:place] + rng.choice(PIECES + [""]) + text[place + rng.randint(0, 2):]
    for _ in range(250):
        yield " ".join(rng.choice(PIECES) for _ in range(rng.randint(1, 8)))


def without_decimal(message, text):
    """The message with the number as it was written; nothing where Python's Decimal writes it otherwise."""
    start = message.find("Decimal('")
    if start < 0:
        return message
    number = message[start + 9:].replace("')", "")
    return message[:start] + number if number in text else None


def main():
    parser, schema = Parser(), Schema()
    os.makedirs(HERE, exist_ok=True)
    with open(HERE / "goldens.jsonl", "w", encoding="utf-8") as out:
        for text in dict.fromkeys(texts()):
            line = {"text": text}
            try:
                node = parser.parse(text)
                line["tree"] = tree(node)
                try:
                    schema.validate(node)
                    line["fields"] = "ok"
                except DjangoQLError as error:
                    message = without_decimal(str(error), text)
                    if message:
                        line["field_error"] = message
            except DjangoQLError as error:
                line["error"] = str(error)
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


main()
