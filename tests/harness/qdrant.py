"""A stand-in for a Qdrant server: its REST interface as far as Kindred uses it, on a free port of the loopback.

Result sets come from qdrant-client's local mode. Status codes, envelopes and checks follow what a Qdrant 1.18.3 was seen to do
(tests/data/qdrant); equal scores come in random order, as there. Run as a program it prints its address and serves until its input ends.
"""

import contextlib
import http.server
import json
import random
import re
import socket
import sys
import threading
import urllib.parse
import uuid

from qdrant_client import QdrantClient, models

BODY_LIMIT = 32 * 2**20
REFUSED_IN_NAMES = '<>:"/\\|?*'


class Refusal(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status
        self.text = text


class QdrantServer:
    """A context manager. `faults` are answers that are given in place of the next ones: numbers are statuses, 'wait_timeout' is a change
    that is made but said to be on its way, 'hang up' closes the connection without a word, after the change was made."""

    def __init__(self, version='1.18.3', api_key=None, port=0, seed=1):
        self.version = version
        self.api_key = api_key
        self.store = QdrantClient(':memory:')
        self.named = {}  # collection: {vector name: size}
        self.bodies = {}  # collection: the body that made it
        self.lock = threading.Lock()
        self.random = random.Random(seed)
        self.faults = []
        self.requests = []  # method and path
        self.port = port
        self.http = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def start(self):
        """With what it held when it was stopped, on the same port."""
        handler = type('Handler', (Handler,), {'qdrant': self})
        self.http = Sockets(('127.0.0.1', self.port), handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def stop(self):
        """Nothing happens when it is stopped already."""
        if self.http is not None:
            self.http.shutdown()
            self.http.close_all()
            self.http = None

    def points(self, collection):
        """{id: payload} of what is stored."""
        records, _ = self.store.scroll(collection, limit=10**9, with_payload=True)
        return {record.id: record.payload for record in records}

    # Each of these answers one route with the "result".

    def describe(self, name):
        self._must_exist(name)
        vectors = {one: {'size': size, 'distance': 'Dot'} for one, size in self.named[name].items()}
        return {'status': 'green', 'points_count': self.store.count(name).count, 'config': {'params': {'vectors': vectors}}, 'payload_schema': {}}

    def create(self, name, body):
        if name in self.named:
            raise Refusal(409, f'Wrong input: Collection `{name}` already exists!')
        for vector in body.get('vectors', {}):
            for character in vector:
                if character in REFUSED_IN_NAMES:
                    raise Refusal(400, f'Wrong input: Invalid dense vector name `{vector}`: vector name cannot contain "{character}" char')
            if len(vector.encode()) > 200:
                raise Refusal(400, f'Wrong input: Invalid dense vector name `{vector}`: too long')
        config = {one: models.VectorParams(size=each['size'], distance=each['distance']) for one, each in body.get('vectors', {}).items()}
        self.store.create_collection(name, vectors_config=config)
        self.named[name] = {one: each['size'] for one, each in body.get('vectors', {}).items()}
        self.bodies[name] = body
        return True

    def delete_collection(self, name):
        if name not in self.named:
            return False
        self.store.delete_collection(name)
        del self.named[name]
        return True

    def upsert(self, name, body):
        self._must_exist(name)
        if 'points' not in body:
            raise Refusal(400, 'Format error in JSON body: Invalid PointInsertOperations format')
        if not body['points']:
            raise Refusal(400, 'Bad request: Empty update request')
        points = []
        for point in body['points']:
            if 'vector' not in point:
                raise Refusal(400, 'Format error in JSON body: missing field `vector`')
            for vector, numbers in point['vector'].items():
                self._check_vector(name, vector, numbers)
            points.append(models.PointStruct(id=point_id(point.get('id')), vector=point['vector'], payload=point.get('payload') or {}))
        self.store.upsert(name, points)
        return {'operation_id': 1, 'status': 'completed'}

    def delete_points(self, name, body):
        self._must_exist(name)
        if not body.get('points'):
            raise Refusal(400, 'Bad request: Empty update request')
        self.store.delete(name, models.PointIdsList(points=[point_id(one) for one in body['points']]))
        return {'operation_id': 1, 'status': 'completed'}

    def retrieve(self, name, body):
        self._must_exist(name)
        ids = list(dict.fromkeys(point_id(one) for one in body['ids']))
        records = self.store.retrieve(name, ids, with_payload=True, with_vectors=body.get('with_vector', False))
        return [record_json(record, True, body.get('with_vector')) for record in records]

    def scroll(self, name, body):
        self._must_exist(name)
        limit = body.get('limit', 10)
        if limit < 1:
            raise Refusal(422, 'Validation error in JSON body: [scroll_request.limit: value 0 invalid, must be 1 or larger]')
        offset = point_id(body['offset']) if body.get('offset') is not None else None
        records, following = self.store.scroll(
            name, filter_of(body), limit, offset=offset, with_payload=body.get('with_payload', True), with_vectors=body.get('with_vector', False))
        points = [record_json(record, body.get('with_payload', True), body.get('with_vector')) for record in records]
        return {'points': points, 'next_page_offset': following}

    def count(self, name, body):
        self._must_exist(name)
        return {'count': self.store.count(name, filter_of(body), exact=True).count}

    def query_batch(self, name, body):
        self._must_exist(name)
        for search in body['searches']:
            self._check_vector(name, search.get('using', ''), search['query'])
            if search.get('limit', 10) < 1:
                raise Refusal(422, 'Validation error in JSON body: [limit: value 0 invalid, must be 1 or larger]')
        return [{'points': self._query(name, search)} for search in body['searches']]

    def _query(self, name, search):
        total = self.store.count(name).count
        if total == 0:
            return []
        found = self.store.query_points(name, query=search['query'], using=search['using'], query_filter=filter_of(search), limit=total).points
        self.random.shuffle(found)
        found.sort(key=lambda point: -point.score)
        return [{'id': point.id, 'version': 1, 'score': point.score} for point in found[: search.get('limit', 10)]]

    def _must_exist(self, name):
        if name not in self.named:
            raise Refusal(404, f"Not found: Collection `{name}` doesn't exist!")

    def _check_vector(self, name, vector, numbers):
        if vector not in self.named[name]:
            raise Refusal(400, f'Wrong input: Not existing vector name error: {vector}')
        if not all(isinstance(number, (int, float)) for number in numbers):
            raise Refusal(400, 'Format error in JSON body: data did not match any variant of untagged enum VectorStruct')
        expected = self.named[name][vector]
        if len(numbers) != expected:
            raise Refusal(400, f"Wrong input: Vector dimension error: expected dim: {expected}, got {len(numbers)} for vector '{vector}'")


class Sockets(http.server.ThreadingHTTPServer):
    """Kept connections end with it, as they do when a process ends."""

    daemon_threads = True

    def __init__(self, *arguments):
        self.open = set()
        super().__init__(*arguments)

    def get_request(self):
        connection, address = super().get_request()
        self.open.add(connection)
        return connection, address

    def shutdown_request(self, request):
        self.open.discard(request)
        super().shutdown_request(request)

    def close_all(self):
        self.server_close()
        for connection in list(self.open):
            with contextlib.suppress(OSError):  # the other side was quicker
                connection.shutdown(socket.SHUT_RDWR)


def point_id(value):
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64:
        return value
    if isinstance(value, str) and re.fullmatch(r'(urn:uuid:)?\{?[0-9a-fA-F-]{32,36}\}?', value):
        return str(uuid.UUID(value))
    raise Refusal(400, f'Format error in JSON body: value {value} is not a valid point ID, valid values are either an unsigned integer or a UUID')


def filter_of(body):
    if body.get('filter') is None:
        return None
    return models.Filter.model_validate(body['filter'])


def record_json(record, with_payload, with_vector):
    point = {'id': record.id}
    if with_payload:
        point['payload'] = record.payload or {}
    if with_vector:
        point['vector'] = record.vector or {}
    return point


def refuse_constant(text):
    raise ValueError(f'expected value, not {text}')


ROUTES = [
    ('GET', r'/collections/([^/]+)', QdrantServer.describe, False),
    ('PUT', r'/collections/([^/]+)', QdrantServer.create, True),
    ('DELETE', r'/collections/([^/]+)', QdrantServer.delete_collection, False),
    ('PUT', r'/collections/([^/]+)/points', QdrantServer.upsert, True),
    ('POST', r'/collections/([^/]+)/points/delete', QdrantServer.delete_points, True),
    ('POST', r'/collections/([^/]+)/points', QdrantServer.retrieve, True),
    ('POST', r'/collections/([^/]+)/points/scroll', QdrantServer.scroll, True),
    ('POST', r'/collections/([^/]+)/points/count', QdrantServer.count, True),
    ('POST', r'/collections/([^/]+)/points/query/batch', QdrantServer.query_batch, True),
]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024  # an answer's header and body in one packet
    qdrant = None

    def log_message(self, *_):
        pass

    def do_any(self):
        length = int(self.headers.get('content-length', 0))
        if length > BODY_LIMIT:
            self.close_connection = True
            return self.answer(400, error=f'JSON payload ({length} bytes) is larger than allowed (limit: {BODY_LIMIT} bytes).')
        text = self.rfile.read(length)
        path = urllib.parse.urlsplit(self.path)
        self.qdrant.requests.append((self.command, path.path))
        if self.qdrant.api_key is not None and self.headers.get('api-key') != self.qdrant.api_key:
            return self.say(401, 'text/plain', b'Must provide an API key or an Authorization bearer token')
        if (self.command, path.path) == ('GET', '/'):
            about = {'title': 'qdrant - vector search engine', 'version': self.qdrant.version}
            return self.say(200, 'application/json', json.dumps(about).encode())
        for method, pattern, route, has_body in ROUTES:
            matched = re.fullmatch(pattern, urllib.parse.unquote(path.path))
            if method == self.command and matched:
                return self.run(route, matched.group(1), text if has_body else None, urllib.parse.parse_qs(path.query))
        self.say(404, None, b'')

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_any

    def run(self, route, name, text, query):
        with self.qdrant.lock:
            fault = self.qdrant.faults.pop(0) if self.qdrant.faults else None
            if isinstance(fault, int):
                return self.answer(fault, error='Service internal error: a fault was asked for')
            try:
                arguments = () if text is None else (json.loads(text, parse_constant=refuse_constant),)
                result = route(self.qdrant, name, *arguments)
            except ValueError as reason:
                return self.answer(400, error=f'Format error in JSON body: {reason}')
            except Refusal as refusal:
                return self.answer(refusal.status, error=refusal.text)
        is_change = isinstance(result, dict) and 'operation_id' in result
        if fault == 'hang up':
            self.close_connection = True
            return
        if fault == 'wait_timeout' and is_change:
            result = {**result, 'status': 'wait_timeout'}
        elif is_change and query.get('wait') != ['true']:
            result = {**result, 'status': 'acknowledged'}
        self.answer(200, result=result)

    def answer(self, status, result=None, error=None):
        envelope = {'status': {'error': error}} if error is not None else {'result': result, 'status': 'ok'}
        self.say(status, 'application/json', json.dumps({**envelope, 'time': 0.001}).encode())

    def say(self, status, content_type, body):
        self.send_response(status)
        if content_type:
            self.send_header('content-type', content_type)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


if __name__ == '__main__':
    with QdrantServer() as running:
        print(running.url, flush=True)
        sys.stdin.read()
