"""Law: a picture from outside, or a region drawn on one of ours, searches as if it were one of ours; and is nothing else."""

import io

import pytest
from PIL import Image

from harness import pictures

JSON = {'Content-Type': 'application/json'}


@pytest.fixture
def active(running, lake, version):
    running.activate(lake.replace('/api/', ''))
    running.activate(version.replace('/api/dataset/version', 'dataset-version'))
    return {asset['data']['filename']: asset for asset in running.all(f'{version}/assets')}


def add(client, file, **region):
    answer = client.request('POST', '/api/query-images', file, {'Content-Type': 'image/png'}, **region).expect(201).json()
    assert answer['expires_in'] == 3600
    return answer['id']


def names(page):
    return [(item.get('data') or item)['filename'] for item in page['items']]


def test_an_uploaded_picture_finds_itself_and_what_is_like_it(running, lake, version, active):
    query = add(running, pictures.encoded(pictures.draw(4)))
    similar = {'similar': {'positive': [query], 'k': 5}}
    for items in (f'{lake}/datas', f'{version}/assets'):
        page = running.post(f'{items}/search', similar)
        assert names(page)[0] == 'p004.png' and page['scores'][0] == pytest.approx(1, abs=1e-3)
    # The same as of the stored one, but for that one itself.
    of_ours = running.post(f'{version}/assets/search', {'similar': {'positive': [active['p004.png']['id']], 'k': 4}})
    assert names(running.post(f'{version}/assets/search', similar))[1:] == names(of_ours)
    # One more part of the filter: ranked within the rest, beside examples of ours.
    within = {'q': 'filename ~ "p00"', 'similar': {'positive': [query, active['p006.png']['id']], 'negative': [active['p002.png']['id']], 'k': 20}}
    assert sorted(names(running.post(f'{version}/assets/search', within))) == [f'p{i:03}.{("png", "jpg")[i % 2]}' for i in range(10) if i not in (2, 6)]


def test_a_region_is_cut_out(running, version, active):
    """The picture stands beside another one; its region finds what the picture alone finds."""
    wide = Image.new('RGB', (72 + 96 + 96, 96), (10, 20, 30))
    square = pictures.draw(8, 96, 96)
    wide.paste(square, (72, 0))
    region = add(running, pictures.encoded(wide), x=72, y=0, w=96, h=96)
    alone = add(running, pictures.encoded(square))
    scores = [running.post(f'{version}/assets/search', {'similar': {'positive': [query], 'k': 9}}) for query in (region, alone)]
    assert names(scores[0]) == names(scores[1]) and scores[0]['scores'] == pytest.approx(scores[1]['scores'], abs=1e-4)


def test_a_region_of_ours_and_its_picture(running, version, active):
    asset = active['p010.png']
    region = running.request('POST', '/api/query-images?x=10&y=5&w=60&h=60', {'asset_id': asset['id']}, JSON).expect(201).json()['id']
    shown = running.request('GET', f'/api/query-images/{region}/thumbnail', size=512).expect(200)
    assert Image.open(io.BytesIO(shown.body)).size == (60, 60) and shown.headers['Content-Type'] == 'image/jpeg'
    data = running.request('POST', '/api/query-images', {'data_id': asset['data']['id']}, JSON).expect(201).json()['id']
    assert names(running.post(f'{version}/assets/search', {'similar': {'positive': [data], 'k': 1}})) == ['p010.png']


def test_it_is_no_data(running, lake):
    before = running.get(f'{lake}/datas')['count']
    query = add(running, pictures.encoded(pictures.draw(3)))
    assert running.get(f'{lake}/datas')['count'] == before
    running.request('GET', f'/api/data/{query}').expect(404)


@pytest.mark.parametrize(('file', 'region', 'status', 'says'), [
    (b'', {}, 400, ''),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', {}, 422, 'SVG'),
    (pictures.encoded(pictures.draw(1))[:200], {}, 400, ''),
    (pictures.encoded(pictures.draw(1)), {'x': 500, 'y': 0, 'w': 5, 'h': 5}, 400, 'outside'),
    (pictures.encoded(pictures.draw(1)), {'x': 5, 'y': 0, 'w': 0, 'h': 5}, 400, 'empty'),
    (pictures.encoded(pictures.draw(1)), {'x': 5}, 400, "'y'"),
    (bytes((32 << 20) + 1), {}, 413, 'MiB'),
])
def test_what_cannot_be_searched_with_is_refused(running, file, region, status, says):
    answer = running.request('POST', '/api/query-images', file, {'Content-Type': 'image/png'}, **region)
    assert (answer.status, says in answer.message) == (status, True), answer.body


def test_an_unknown_one_is_not_found(running, version, active):
    unknown = '00000000-0000-7000-8000-000000000000'
    running.request('GET', f'/api/query-images/{unknown}/thumbnail').expect(404)
    running.request('POST', f'{version}/assets/search', {'similar': {'positive': [unknown]}}).expect(404)
