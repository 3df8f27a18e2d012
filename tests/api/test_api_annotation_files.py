"""Law: annotation files go in by a streamed upload and out by an address; the report tells what was not imported; roles hold."""

import io
import json
import urllib.parse
import zipfile

import pytest

from harness.client import Client


@pytest.fixture
def client(fresh):
    return Client(fresh.port)


@pytest.fixture
def version(client):
    return client.version_id('set', 'v1')


def assets(client, version):
    return client.get(f'/api/dataset/version/{version}/assets', limit=3, order_by='filename')['items']


def coco(names):
    return {
        'images': [{'id': i, 'file_name': name} for i, name in enumerate([*names, 'nowhere.jpg'])],
        'categories': [{'id': 1, 'name': 'cat'}],
        'annotations': [{'image_id': i, 'category_id': 1, 'bbox': [1, 2, 10, 12]} for i in range(len(names) + 1)]
        + [{'image_id': 0, 'category_id': 1, 'bbox': [1, 2, -10, 12]}],
    }


def import_file(client, version, body, **query):
    answer = client.request('POST', f'/api/dataset/version/{version}/annotations/import', body, **query)
    return client.wait(answer.expect(202).json()['job_id'])


def download(client, url):
    address = urllib.parse.urlsplit(url)
    answer = Client(client.port, token=None).request('GET', f'{address.path}?{address.query}')
    return answer.expect(200).body


def export(client, version, **what):
    return download(client, client.post(f'/api/dataset/version/{version}/annotations/export', what)['presigned_url'])


def test_coco_in_and_every_format_out(client, version):
    names = [asset['data']['filename'] for asset in assets(client, version)]
    job = import_file(client, version, json.dumps(coco(names)).encode(), type='COCO', import_type='REPLACE')
    assert job['status'] == 'SUCCEEDED', job
    report = client.get(f'/api/v2/job/{job["id"]}/report')
    assert report['shapes_stored'] == 3 and report['matched'] == 3
    assert report['unmatched'] == {'count': 1, 'examples': ['nowhere.jpg']}
    [refused] = report['problems']['refused']['examples']
    assert refused['place'].endswith('annotations[4]') and 'negative' in refused['reason']

    out = json.loads(export(client, version, type='COCO', export_video=False, export_key='FILENAME'))
    assert [a['bbox'] for a in out['annotations']] == [[1, 2, 10, 12]] * 3
    assert {i['file_name'] for i in out['images']} >= set(names)
    [chosen] = [a['id'] for a in assets(client, version)][:1]
    out = json.loads(export(client, version, type='COCO', export_key='ASSET_ID', asset_ids=[chosen]))
    assert [i['file_name'] for i in out['images']] == [chosen]

    for kind in ('YOLO', 'PASCAL_VOC'):
        packed = export(client, version, type=kind, export_key='FILENAME')
        assert zipfile.ZipFile(io.BytesIO(packed)).testzip() is None
        again = import_file(client, version, packed, type=kind, import_type='REPLACE', all_or_nothing=True)
        assert again['status'] == 'SUCCEEDED', again
        assert client.get(f'/api/v2/job/{again["id"]}/report')['shapes_stored'] == 3


def test_all_or_nothing(client, version):
    names = [asset['data']['filename'] for asset in assets(client, version)]
    job = import_file(client, version, json.dumps(coco(names)).encode(), all_or_nothing=True)
    assert job['status'] == 'FAILED' and 'Nothing was imported' in job['message']
    assert json.loads(export(client, version, type='COCO'))['annotations'] == []


def test_bad_requests_are_refused(client, version):
    path = f'/api/dataset/version/{version}/annotations'
    client.request('POST', f'{path}/import', b'{}', type='CSV').expect(400)
    client.request('POST', f'{path}/import', b'{}', import_type='MIX').expect(400)
    client.request('POST', f'{path}/export', {'type': 'CSV'}).expect(400)
    client.request('POST', f'{path}/export', {'type': 'COCO', 'export_key': 'HASH'}).expect(400)
    client.request('POST', f'{path}/export', {}).expect(400)
    Client(client.port, token=None).request('POST', f'{path}/import', b'{}').expect(401)
    job = import_file(client, version, b'{"images": [', type='COCO')
    assert job['status'] == 'SUCCEEDED' and '1 files unreadable' in job['message']
    job = import_file(client, version, b'no json', type='COCO')
    assert job['status'] == 'FAILED'
