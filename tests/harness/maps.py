"""Maps from outside: the body of points as docs/map-points.md tells it, and slow twins of what the server does with it."""

import dataclasses
import gzip
import struct

import numpy

from harness.client import Client


@dataclasses.dataclass
class Points:
    clusters: int
    suggested_eps: float
    box: tuple
    x: numpy.ndarray
    y: numpy.ndarray
    cluster: numpy.ndarray
    multiplicity: numpy.ndarray
    rows: numpy.ndarray

    @property
    def xy(self):
        return numpy.stack([self.x, self.y], axis=1)


def parse_points(body):
    mark, version, n, m, clusters, eps, *box = struct.unpack_from('<4sIIIifffff', body)
    assert (mark, version) == (b'KPTS', 1)
    assert len(body) == 40 + 16 * n + 4 * m
    columns, at = [], 40
    for kind, count in [('<f4', n), ('<f4', n), ('<i4', n), ('<u4', n), ('<u4', m)]:
        columns.append(numpy.frombuffer(body, kind, count, at))
        at += 4 * count
    return Points(clusters, eps, tuple(box), *columns)


class Maps:
    """Those of one owner: 'datalake/ID' or 'dataset/version/ID'."""

    def __init__(self, client: Client, owner):
        self.client = client
        self.base = f'/api/{owner}/projections'

    def begin(self, **parameters):
        return self.client.post(self.base, parameters, status=202)

    def create(self, **parameters):
        """A map's id, once it is computed."""
        begun = self.begin(**parameters)
        job = self.client.wait(begun['job_id'])
        assert job['status'] == 'SUCCEEDED', job
        return begun['id']

    def get(self, map_id):
        return self.client.get(f'{self.base}/{map_id}')

    def points(self, map_id, packed=False):
        answer = self.client.request('GET', f'{self.base}/{map_id}/points', headers={'Accept-Encoding': 'gzip'} if packed else None).expect(200)
        assert (answer.headers['Content-Encoding'] == 'gzip') == packed
        return parse_points(gzip.decompress(answer.body) if packed else answer.body)

    def select(self, map_id, status=200, **body):
        return self.client.request('POST', f'{self.base}/{map_id}/select', body).expect(status).json()

    def items(self, map_id, points, **query):
        return self.client.get(f'{self.base}/{map_id}/items', points=','.join(map(str, points)), **query)['items']

    def cluster(self, map_id, **parameters):
        return self.client.post(f'{self.base}/{map_id}/clusterings', parameters, status=201)

    def place(self, map_id):
        return self.client.wait(self.client.post(f'{self.base}/{map_id}/place', status=202)['job_id'])


def in_polygon(xy, corners):
    """The rule of the document, in float64, all points at once."""
    x, y = xy.astype(numpy.float64).T
    odd = numpy.zeros(len(xy), bool)
    if len(corners) < 3:
        return odd
    for a, b in zip(corners, corners[1:] + corners[:1]):
        (x0, y0), (x1, y1) = sorted([a, b], key=lambda corner: corner[1])
        odd ^= (y0 <= y) & (y < y1) & ((x - x0) * (y1 - y0) < (x1 - x0) * (y - y0))
    return odd


def dbscan(xy, eps, min_samples):
    """scikit-learn's labels: clusters numbered by their lowest core point, a border point to the lowest-numbered cluster in reach."""
    xy = xy.astype(numpy.float64)
    near = numpy.sqrt(((xy[:, None] - xy[None]) ** 2).sum(axis=2)) <= eps
    core = near.sum(axis=1) >= min_samples
    labels = numpy.full(len(xy), -1)
    for number, seed in enumerate(_seeds(near, core)):
        members, reached = set(), [seed]
        while reached:
            point = reached.pop()
            if point in members:
                continue
            members.add(point)
            if core[point]:
                reached += [other for other in numpy.flatnonzero(near[point]) if other not in members]
        for point in members:
            if labels[point] == -1:
                labels[point] = number
    return labels


def _seeds(near, core):
    """The lowest core point of each cluster."""
    seen = set()
    for point in numpy.flatnonzero(core):
        if point in seen:
            continue
        yield point
        stack = [point]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack += [other for other in numpy.flatnonzero(near[at] & core) if other not in seen]
