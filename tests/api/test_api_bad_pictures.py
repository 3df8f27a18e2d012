"""Law: each odd file is embedded, or marked with a reason that names the cause; the job goes on and succeeds."""

import io
import re
import struct
import zlib

import numpy
import pytest
from PIL import Image

from harness import pictures
from harness.client import EMOJI_MODEL, Client
from harness.server import Server, run

SCENE = pictures.draw(7, 320, 240)


def png_chunk(kind, content):
    return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))


def bomb():
    """A PNG of a few bytes that says it has 60000 x 60000 pixels."""
    header = struct.pack('>IIBBBBB', 60000, 60000, 8, 2, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + png_chunk(b'IHDR', header) + png_chunk(b'IDAT', zlib.compress(bytes(1000))) + png_chunk(b'IEND', b'')


def animated(format):
    frames = [pictures.draw(20 + i, 64, 64) for i in range(3)]
    return pictures.encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=100, **({'lossless': True} if format == 'WEBP' else {}))


def grey16():
    ramp = numpy.linspace(0, 65535, 320 * 240).reshape(240, 320).astype(numpy.uint16)
    return pictures.encoded(Image.fromarray(ramp))


JPEG, PNG = pictures.encoded(SCENE, 'JPEG'), pictures.encoded(SCENE)
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

# Each with what becomes of it and words of its reason.
FILES = {
    'plain.png': (PNG, 'DONE', ''),
    'truncated.jpg': (JPEG[:len(JPEG) // 2], 'ERROR', 'truncated|ends|end of'),
    'truncated.png': (PNG[:len(PNG) // 2], 'ERROR', 'truncated|ends|end of'),
    'header only.png': (PNG[:40], 'ERROR', 'truncated|ends|end of'),
    'empty.jpg': (b'', 'ERROR|UNSUPPORTED', 'empty'),
    'bomb.png': (bomb(), 'ERROR|UNSUPPORTED', '60000.*pixels|pixels.*60000'),
    'damaged.png': (PNG[:60] + bytes(40) + PNG[100:], 'ERROR', 'PNG|damaged|checksum|CRC|corrupt'),
    'really a png.jpg': (PNG, 'DONE', ''),
    'really a jpeg.png': (JPEG, 'DONE', ''),
    'cmyk.jpg': (pictures.encoded(SCENE.convert('CMYK'), 'JPEG'), 'DONE', ''),
    'grey 16 bit.png': (grey16(), 'DONE', ''),
    'one bit.png': (pictures.encoded(SCENE.convert('1')), 'DONE', ''),
    'palette.png': (pictures.encoded(SCENE.convert('P')), 'DONE', ''),
    'alpha.png': (pictures.encoded(SCENE.convert('RGBA')), 'DONE', ''),
    'one pixel.png': (pictures.encoded(Image.new('RGB', (1, 1), (9, 200, 30))), 'DONE', ''),
    'thin.png': (pictures.encoded(Image.new('RGB', (3000, 1), (9, 200, 30))), 'DONE', ''),
    'animated.gif': (animated('GIF'), 'DONE', ''),
    'animated.webp': (animated('WEBP'), 'DONE', ''),
    'animated.png': (animated('PNG'), 'DONE', ''),
    'words.jpg': (b'These are words, not a picture.\n' * 20, 'UNSUPPORTED', 'not.*picture format'),
    'page.png': (b'<!DOCTYPE html><html><body>404</body></html>', 'UNSUPPORTED', 'HTML'),
    'drawing.svg': (SVG, 'UNSUPPORTED', 'SVG'),
    'archive.jpg': (b'PK\x03\x04' + bytes(200), 'UNSUPPORTED', 'ZIP'),
    'video.jpg': (b'\x00\x00\x00\x18ftypmp42' + bytes(200), 'UNSUPPORTED', 'video'),
}


@pytest.fixture(scope='module')
def items(client):
    """Every file uploaded, the datalake activated; what became of each, by file name."""
    for name, (content, _, _) in FILES.items():
        client.upload(name, content)
    lake = f'datalake/{client.datalake()["id"]}'
    job = client.activate(lake)
    counts = client.get(f'/api/visual-search/{lake}')['counts']
    assert counts['pending'] == 0 and job['message'].startswith(f'{counts["done"]} done')
    found = {}
    for status in ('DONE', 'ERROR', 'UNSUPPORTED'):
        listed = client.all(f'/api/visual-search/{lake}/items', status=status)
        assert len(listed) == counts[status.lower()]
        found |= {item['filename']: item for item in listed}
    return found


@pytest.fixture(scope='module')
def vectors(client, items):
    points = client.get(f'/api/visual-search/datalake/{client.datalake()["id"]}/points/scroll', with_vector=True, limit=100)['points']
    by_id = {point['id']: numpy.array(point['vector'][EMOJI_MODEL]) for point in points}
    return {name: by_id[item['id']] for name, item in items.items() if item['status'] == 'DONE'}


def test_all_files_have_an_end(items):
    assert items.keys() == FILES.keys()


@pytest.mark.parametrize('name', FILES)
def test_what_becomes_of(items, name):
    _, statuses, reason = FILES[name]
    item = items[name]
    assert item['status'] in statuses.split('|'), item
    assert re.search(reason, item['reason'] or '', re.IGNORECASE), item
    assert bool(item['reason']) == (item['status'] != 'DONE')


def test_the_name_does_not_matter(vectors):
    assert vectors['plain.png'] @ vectors['really a png.jpg'] > 0.9999


def test_the_same_scene_in_other_forms_is_near(vectors):
    for name in ('really a jpeg.png', 'cmyk.jpg', 'alpha.png'):
        assert vectors['plain.png'] @ vectors[name] > 0.97, name


def test_an_animations_first_frame_counts(client, vectors):
    lake = client.datalake()['id']
    for ending, format in (('png', 'PNG'), ('webp', 'WEBP'), ('gif', 'GIF')):
        still = pictures.encoded(Image.open(io.BytesIO(FILES[f'animated.{ending}'][0])).convert('RGB'))
        data = client.upload(f'still {format}.png', still)
        for job in client.get(f'/api/organization/{client.organization()}/jobs', type='embed_datalake')['items']:
            client.wait(job['id'])
        points = client.get(f'/api/visual-search/datalake/{lake}/points/scroll', with_vector=True, limit=100)['points']
        vector, = (point['vector'][EMOJI_MODEL] for point in points if point['id'] == data['id'])
        assert vectors[f'animated.{ending}'] @ numpy.array(vector) > 0.995, format


def test_the_limit_of_pixels_can_be_set(tmp_path):
    with Server(tmp_path / 'data', '--max-pixels', '1000') as server:
        client = Client(server.port)
        client.upload('small.png', pictures.encoded(pictures.draw(1, 30, 30)))
        client.upload('large.png', pictures.encoded(pictures.draw(1, 40, 30)))
        lake = f'datalake/{client.datalake()["id"]}'
        client.activate(lake)
        assert client.get(f'/api/visual-search/{lake}')['counts']['done'] == 1
        refused = [item for status in ('ERROR', 'UNSUPPORTED') for item in client.get(f'/api/visual-search/{lake}/items', status=status)['items']]
        assert [item['filename'] for item in refused] == ['large.png'] and '1000' in refused[0]['reason']


def test_a_folder_with_all_of_them_is_imported(tmp_path):
    folder = tmp_path / 'odd'
    folder.mkdir()
    for name, (content, _, _) in FILES.items():
        (folder / name).write_bytes(content)
    (folder / 'notes.txt').write_text('not a picture by its name')
    done = run('import', folder, '--dataset', 'odd', '--version', 'v1', '--data', tmp_path / 'data', '--model', EMOJI_MODEL)
    assert f'{len(FILES)} imported' in done.stdout and '1 other files skipped' in done.stdout
    with Server(tmp_path / 'data') as server:
        client = Client(server.port)
        counts = client.get(f'/api/visual-search/dataset-version/{client.version_id("odd", "v1")}')['counts']
    assert counts['done'] == sum(status == 'DONE' for _, status, _ in FILES.values())
    assert counts['error'] + counts['unsupported'] == len(FILES) - counts['done'] and counts['pending'] == 0
