"""The table of all routes as src/api/routes.cpp has it: what walks it misses no new one."""

import itertools
import pathlib
import re

API = pathlib.Path(__file__).parents[2] / 'src' / 'api'
ROW = re.compile(r'^ {4}\{"(\w+)",\s*"([^"]+)",\s*k\w+,', re.MULTILINE)
NOUN = re.compile(r'\{([a-z.]+)\}')


def all_routes():
    """(method, pattern) of each."""
    text = (API / 'routes.cpp').read_text()
    routes = ROW.findall(text)
    assert len(routes) == len(re.findall(r'^ {4}\{', text, re.MULTILINE)) > 100, 'a row of the table is written in a way that ROW does not know'
    return routes


def nouns_of(pattern):
    """What its parameters stand for; a shape's path also says of which kind it is."""
    kind = re.match(r'/api/(rectangle|polygon|line|point|classification|mask|keypoints)/', pattern)
    return [kind[1] if kind and noun == 'shape' else noun for noun in NOUN.findall(pattern)]


def filled_in(pattern, values):
    values = iter(values)
    return NOUN.sub(lambda _: next(values), pattern)


def id_fields():
    """The names that look like fields of ids in what the handlers read (and write)."""
    texts = itertools.chain(API.glob('*.cpp'), (API / 'routes').glob('*.cpp'))
    found = set()
    for path in texts:
        if not path.stem.endswith(('_test', '_fuzz')):
            found |= set(re.findall(r'"((?:\w+_)?ids?)"', path.read_text()))
    return found
