"""Law: what the SDK uploads is in the datalake, byte for byte, with the tags, source and metadata that it was given."""

import hashlib

import pytest
from PIL import Image
from picsellia.exceptions import NothingDoneError
from picsellia.types.enums import DataUploadStatus
from picsellia.services.error_manager import ErrorManager

from harness import pictures
from harness.client import Client


def stored(client, data):
    """The Data and its bytes, as the server has them."""
    return client.get(f'/api/data/{data.id}'), client.request('GET', f'/api/data/{data.id}/content').expect(200).body


def test_several_pictures_with_tags(lake, client, paths):
    uploaded = lake.upload_data([str(path) for path in paths], tags=['first', lake.get_or_create_data_tag('second')])
    assert len(uploaded) == len(paths)
    bytes_of = {path.name: path.read_bytes() for path in paths}
    for data in uploaded:
        row, content = stored(client, data)
        assert content == bytes_of[row['filename']]
        assert row['upload_status'] == 'DONE' and row['meta'] == {'width': 96, 'height': 72}
        assert {tag['name'] for tag in row['tags']} == {'first', 'second'}


def test_one_picture_with_source_metadata_and_folder(sdk, lake, client, tmp_path):
    path = pictures.folder_of(tmp_path, 1, first_seed=50)[0]
    data = lake.upload_data(
        str(path), source=sdk.get_or_create_datasource('camera-1'), metadata={'manufacturer': 'ACME'},
        custom_metadata={'lane': 3}, upload_dir='street/north')
    row, content = stored(client, data)
    assert content == path.read_bytes()
    assert row['data_source']['name'] == 'camera-1'
    assert row['metadata'] == {'manufacturer': 'ACME'} and row['custom_metadata'] == {'lane': 3}
    assert row['object_name'].startswith('street/north/')
    data.update_metadata({'manufacturer': 'Other'})
    data.update_custom_metadata({'lane': 4})
    row, _ = stored(client, data)
    assert row['metadata'] == {'manufacturer': 'Other'} and row['custom_metadata'] == {'lane': 4}


def test_a_file_over_25_mib_falls_back_to_one_form(lake, client, tmp_path):
    path = tmp_path / 'large.bmp'
    Image.new('RGB', (3000, 3000), (200, 100, 50)).save(path)
    assert path.stat().st_size > 25 * 2**20
    data = lake.upload_data(str(path))
    row, content = stored(client, data)
    assert row['meta'] == {'width': 3000, 'height': 3000} and row['bytes'] == path.stat().st_size
    assert hashlib.sha256(content).digest() == hashlib.sha256(path.read_bytes()).digest()


def test_a_file_that_is_no_picture_is_told_to_the_error_manager(lake, client, tmp_path):
    path = tmp_path / 'broken.png'
    path.write_bytes(b'These are words.')
    errors = ErrorManager()
    with pytest.raises(NothingDoneError):
        lake.upload_data(str(path), error_manager=errors)
    assert len(errors.errors) == 1


def test_a_datas_tags_are_attached_and_detached(lake, client, datas):
    tag = lake.create_data_tag('chosen')
    assert client.get(f'/api/datalake/{lake.id}/tags/find', name='chosen')['id'] == str(tag.id)
    datas[0].add_tags(tag)
    datas[1:4].add_tags([tag])
    tagged = client.all(f'/api/datalake/{lake.id}/datas', q='tags.name = "chosen"')
    assert sorted(row['id'] for row in tagged) == sorted(str(data.id) for data in datas[:4])
    datas[0].remove_tags(tag)
    assert 'chosen' not in {one['name'] for one in client.get(f'/api/data/{datas[0].id}')['tags']}
    tag.update('renamed')
    assert [one.name for one in datas[1].get_tags() if one.id == tag.id] == ['renamed']
    assert 'renamed' in {one['name'] for one in client.get(f'/api/datalake/{lake.id}/tags')['items']}
    tag.delete()
    client.request('GET', f'/api/tag/{tag.id}').expect(404)


def test_datas_are_deleted_one_and_many(lake, client, tmp_path):
    doomed = lake.upload_data([str(path) for path in pictures.folder_of(tmp_path, 3, first_seed=90)])
    doomed[0].delete()
    client.request('GET', f'/api/data/{doomed[0].id}').expect(404)
    client.request('GET', f'/api/data/{doomed[1].id}').expect(200)
    ids = [str(data.id) for data in doomed]
    doomed[1:].delete()
    for data_id in ids:
        client.request('GET', f'/api/data/{data_id}').expect(404)


def test_the_addresses_in_answers_reach_the_bytes_without_a_token(server, client, datas):
    address = datas[0].url
    assert address.startswith(server.url)
    body = Client(server.port, token=None).request('GET', address.removeprefix(server.url)).expect(200).body
    assert body == client.request('GET', f'/api/data/{datas[0].id}/content').body


def test_uploads_are_done_when_the_sdk_has_them(datas):
    assert {data.upload_status for data in datas} == {DataUploadStatus.DONE}
