"""Law: pictures, thumbnails and signed addresses give the right bytes, once more only when they changed, and only to who may have them."""

import base64
import hashlib
import hmac
import io
import sqlite3
import time
import urllib.parse

import pytest
from PIL import Image

from harness import pictures
from harness.client import Client


@pytest.fixture(scope='module')
def content():
    return pictures.encoded(pictures.draw(1, 800, 400), 'JPEG')


@pytest.fixture(scope='module')
def data(client, content):
    return client.upload('wide one.jpg', content)


@pytest.fixture(scope='module')
def address(server, data, client):
    return client.get(f'/api/data/{data["id"]}/presigned-url')['presigned_url'].removeprefix(server.url)


@pytest.fixture
def anyone(server):
    return Client(server.port, token=None)


# --- Thumbnails ----------------------------------------------------------------------------------------------------------

def test_a_thumbnail_is_a_small_jpeg_of_the_same_shape(client, data):
    for size in (64, 256, 512):
        answer = client.request('GET', f'/api/data/{data["id"]}/thumbnail', size=size).expect(200)
        with Image.open(io.BytesIO(answer.body)) as image:
            assert answer.headers['Content-Type'] == 'image/jpeg' and image.format == 'JPEG'
            assert min(size, 800) <= max(image.size) <= 800 and abs(image.width / image.height - 2) < 0.05


def test_a_thumbnail_is_sent_once(client, data):
    first = client.request('GET', f'/api/data/{data["id"]}/thumbnail').expect(200)
    again = client.request('GET', f'/api/data/{data["id"]}/thumbnail', headers={'If-None-Match': first.headers['ETag']}).expect(304)
    assert again.body == b'' and 'immutable' in first.headers['Cache-Control']
    client.request('GET', f'/api/data/{data["id"]}/thumbnail', headers={'If-None-Match': '"another"'}).expect(200)


def test_a_wrong_size_is_named(client, data):
    for size in ('0', '-1', '5000', 'large', ''):
        assert "'size'" in client.request('GET', f'/api/data/{data["id"]}/thumbnail?size={size}').expect(400).message


def test_an_unreadable_picture_has_no_thumbnail_and_says_why(client):
    broken = client.upload('broken.png', b'words', 'image/png')
    assert 'not of a picture format' in client.request('GET', f'/api/data/{broken["id"]}/thumbnail').expect(422).message


# --- Content -------------------------------------------------------------------------------------------------------------

def test_the_content_is_what_was_uploaded(client, data, content):
    answer = client.request('GET', f'/api/data/{data["id"]}/content').expect(200)
    assert answer.body == content and int(answer.headers['Content-Length']) == len(content) and answer.headers['Content-Type'] == 'image/jpeg'
    client.request('GET', f'/api/data/{data["id"]}/content', headers={'If-None-Match': answer.headers['ETag']}).expect(304)


def test_uploaded_markup_runs_no_scripts(client):
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    data = client.upload('drawing.svg', drawing, 'image/svg+xml')
    policy = client.request('GET', f'/api/data/{data["id"]}/content').expect(200).headers['Content-Security-Policy']
    assert 'sandbox' in policy and "default-src 'none'" in policy


@pytest.mark.parametrize(('asked', 'first', 'last'), [('0-9', 0, 9), ('10-', 10, None), ('-7', -7, None), ('5-99999999', 5, None), ('0-0', 0, 0)])
def test_ranges(anyone, address, content, asked, first, last):
    answer = anyone.request('GET', address, headers={'Range': f'bytes={asked}'}).expect(206)
    wanted = content[first:] if last is None else content[first:last + 1]
    start = first % len(content)
    assert answer.body == wanted
    assert answer.headers['Content-Range'] == f'bytes {start}-{start + len(wanted) - 1}/{len(content)}'


def test_a_range_behind_the_end(anyone, address, content):
    answer = anyone.request('GET', address, headers={'Range': f'bytes={len(content)}-'}).expect(416)
    assert answer.headers['Content-Range'] == f'bytes */{len(content)}'


def test_a_range_of_other_bytes_gives_everything(anyone, address, content):
    assert anyone.request('GET', address, headers={'Range': 'bytes=0-9', 'If-Range': '"another"'}).expect(200).body == content


# --- Signed addresses ----------------------------------------------------------------------------------------------------

def signed(server, method, name, expires):
    """The server's own signature, computed a second time from its key."""
    with sqlite3.connect(server.data / 'kindred.sqlite') as database:
        key, = database.execute("SELECT value FROM setting WHERE key = 'signing_key'").fetchone()
    message = ''.join(f'{len(part.encode())}:{part}\n' for part in (method, name, str(expires)))
    return base64.urlsafe_b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode().rstrip('=')


def parts(address):
    split = urllib.parse.urlsplit(address)
    return split.path, dict(urllib.parse.parse_qsl(split.query))


def test_a_signed_address_needs_no_token(anyone, address, content):
    assert anyone.request('GET', address).expect(200).body == content


def test_a_signature_is_for_its_object_method_and_time(server, client, anyone, data, address):
    path, query = parts(address)
    other = client.upload('other.jpg', pictures.encoded(pictures.draw(2), 'JPEG'))
    other_path, other_query = parts(client.get(f'/api/data/{other["id"]}/presigned-url')['presigned_url'])
    name = urllib.parse.unquote(path.removeprefix('/storage/'))
    assert signed(server, 'GET', name, query['expires']) == query['signature'], 'the forgeries below are of the right form'
    late = int(time.time()) - 1
    for which, where, grant in [
            ('no grant', path, {}),
            ('another object', other_path, query),
            ('a changed signature', path, {**query, 'signature': query['signature'][:-2] + ('AA' if query['signature'][-2:] != 'AA' else 'BB')}),
            ('an expiry put off', path, {**query, 'expires': str(int(query['expires']) + 1)}),
            ('of an upload', path, {**query, 'signature': signed(server, 'POST', name, query['expires'])}),
            ('of another time', path, {**other_query, 'expires': '99999999999'}),
            ('expired', path, {'expires': str(late), 'signature': signed(server, 'GET', name, late)})]:
        answer = anyone.request('GET', where, **grant)
        assert answer.status == 403, which
        assert ('expired' in answer.message) == (which == 'expired'), which


def test_an_upload_form_is_for_its_object(client, anyone):
    connector = client.datalake()['connector_id']
    form = client.sign_upload(connector, 'mine/a.jpg')
    for change in ({'key': 'mine/b.jpg'}, {'signature': 'x' * 43}, {'expires': '99999999999'}, {'key': '../a.jpg'}):
        client.send_object({**form, 'fields': {**form['fields'], **change}}, 'a.jpg', b'words').expect(403)
    client.send_object(form, 'a.jpg', b'words').expect(204)
    address = client.post(f'/api/object-storage/{connector}/retrieve_presigned_url', {'object_name': 'mine/a.jpg'})['presigned_url']
    assert anyone.request('GET', address[address.index('/storage'):]).expect(200).body == b'words'


def test_a_registered_object_is_not_written_over(client, data, content):
    connector = client.datalake()['connector_id']
    form = client.sign_upload(connector, data['object_name'])
    client.send_object(form, 'a.jpg', b'other words').expect(409)
    assert client.request('GET', f'/api/data/{data["id"]}/content').body == content


@pytest.mark.parametrize('name', ['../up', '/rooted', 'a//b', 'a/../b', 'a\\b', 'a\nb', '.', 'x' * 2000])
def test_odd_object_names_are_refused(client, name):
    form = client.sign_upload(client.datalake()['connector_id'], name)
    assert client.send_object(form, 'a.jpg', b'words').status in (400, 403)


def test_a_data_needs_its_object(client):
    answer = client.request('POST', f'/api/datalake/{client.datalake()["id"]}/datas', {'type': 'IMAGE', 'filename': 'a', 'object_name': 'nobody/sent'})
    assert 'nobody/sent' in answer.expect(400).message
