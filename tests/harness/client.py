"""Our endpoints by plain HTTP: any method, any header, nothing hidden."""

import http.client
import json
import urllib.parse

from harness.server import TOKEN

FINAL = {'SUCCEEDED', 'FAILED', 'KILLED'}
EMOJI_MODEL = 'kindred||demo-clip||emoji'  # comes with the program


class Response:
    def __init__(self, answer, body):
        self.status = answer.status
        self.headers = answer.headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    @property
    def message(self):
        return self.json()['message']

    def expect(self, status):
        assert self.status == status, f'{self.status} instead of {status}: {self.body[:500]!r}'
        return self


class Client:
    """Requests as one user, each on a connection of its own."""

    def __init__(self, port, token=TOKEN, headers=None, timeout=60):
        self.port = port
        self.timeout = timeout
        self.headers = dict(headers or {})
        if token:
            self.headers['Authorization'] = f'Bearer {token}'

    def request(self, method, path, body=None, headers=None, **query):
        """`body`: bytes as they are, anything else as JSON. Lists in the query repeat their key."""
        if query:
            path += '?' + urllib.parse.urlencode(query, doseq=True)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, {**self.headers, **(headers or {})})
            answer = connection.getresponse()
            return Response(answer, answer.read())
        finally:
            connection.close()

    def get(self, path, **query):
        """The answer's JSON; it must be 200."""
        return self.request('GET', path, **query).expect(200).json()

    def post(self, path, body=None, status=None):
        response = self.request('POST', path, body)
        assert response.status == status if status else 200 <= response.status < 300, f'{response.status}: {response.body[:500]!r}'
        return response.json() if response.body else None

    def delete(self, path, body=None):
        self.request('DELETE', path, body).expect(204)

    # --- Where everything is -----------------------------------------------------------------------------------------

    def organization(self):
        return self.get('/api/home/ping')['default_organization']

    def datalake(self):
        return self.get(f'/api/organization/{self.organization()}/datalake')

    def version_id(self, dataset, version):
        found = self.get(f'/api/organization/{self.organization()}/datasets/find', name=dataset)
        return self.get(f'/api/dataset/{found["id"]}/versions/find', version=version)['id']

    def all(self, path, **query):
        """The items of all pages."""
        items, page = [], {'limit': 1000}
        while True:
            answer = self.get(path, **query, **page)
            items += answer['items']
            if not answer['next_cursor']:
                return items
            page = {'cursor': answer['next_cursor']}

    # --- Files -------------------------------------------------------------------------------------------------------

    def upload(self, filename, content, content_type='image/jpeg', tags=()):
        """The SDK's steps; gives the registered Data."""
        lake = self.datalake()
        connector = lake['connector_id']
        base = f'/api/organization/{self.organization()}/connector/{connector}'
        name = self.post(f'{base}/generate_object_name', {'filename': filename, 'type': 'DATA'})['object_name']
        self.send_object(self.sign_upload(connector, name, content_type), name, content, content_type).expect(204)
        what = {'type': 'IMAGE', 'filename': filename, 'object_name': name, 'content_type': content_type, 'tags': list(tags)}
        return self.post(f'/api/datalake/{lake["id"]}/datas', what)

    def sign_upload(self, connector, object_name, content_type='image/jpeg'):
        body = {'object_name': object_name, 'content_type': content_type}
        return self.post(f'/api/object-storage/{connector}/generate_presigned_url', body)['presigned_url_data']

    def send_object(self, signed, filename, content, content_type='image/jpeg'):
        """A signed form. It carries its own right, so no token goes with it."""
        boundary = 'a-boundary-that-no-picture-holds'
        form = b''
        for field, value in {**signed['fields'], 'Content-Type': content_type}.items():
            form += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        form += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'.encode()
        form += content + f'\r\n--{boundary}--\r\n'.encode()
        stranger = Client(self.port, token=None, timeout=self.timeout)
        path = urllib.parse.urlsplit(signed['url']).path
        return stranger.request('POST', path, form, {'Content-Type': f'multipart/form-data; boundary={boundary}'})

    # --- Jobs --------------------------------------------------------------------------------------------------------

    def begin_activation(self, scope):
        """scope: 'datalake/ID', with the model that comes with the program, or 'dataset-version/ID'. The job's id."""
        body = {'model': EMOJI_MODEL} if scope.startswith('datalake/') else None
        return self.post(f'/api/visual-search/{scope}', body, status=202)['job_id']

    def activate(self, scope):
        """Waits until it is active."""
        job = self.wait(self.begin_activation(scope))
        assert job['status'] == 'SUCCEEDED', job
        return job

    def job(self, job_id):
        return self.get(f'/api/v2/job/{job_id}')

    def wait(self, job_id, until=FINAL):
        """The job once its status is one of `until`, told by the server's events."""
        with Events(self) as events:
            job = self.job(job_id)  # after the stream was opened, so that no change falls between
            while job['status'] not in until:
                job = events.next(lambda news: news['id'] == job_id)
        return job


class Events:
    """GET /api/events, a job's new state at a time."""

    def __init__(self, client):
        self.connection = http.client.HTTPConnection('127.0.0.1', client.port, timeout=client.timeout)
        self.connection.request('GET', '/api/events', headers=client.headers)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, self.answer.status

    def next(self, wanted=lambda job: True):
        """The next job that is wanted."""
        kind = None
        while True:
            line = self.answer.readline()
            assert line, 'The server ended the stream of events'
            field, _, value = line.decode().rstrip('\n').partition(': ')
            if field == 'event':
                kind = value
            elif field == 'data' and kind == 'job' and wanted(job := json.loads(value)):
                return job

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
