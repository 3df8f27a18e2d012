"""Law: a map is what its document says, byte by byte and rule by rule; it shows what is there, and forgets what is deleted."""

import io
import random
import uuid

import numpy
import pytest

from harness import pictures
from harness.client import Client
from harness.maps import Maps, dbscan, in_polygon
from harness.people import add_user
from harness.server import Server, run

N, COPIES = 60, 100
EVERYTHING = [-1e6, -1e6, 1e6, 1e6]


@pytest.fixture(scope='module')
def data(tmp_path_factory):
    """Sixty pictures, and a hundred copies of one."""
    base = tmp_path_factory.mktemp('mapped')
    paths = pictures.folder_of(base / 'pictures', N, width=48, height=48)
    for i in range(COPIES - 1):
        (base / 'pictures' / f'copy{i:03}.png').write_bytes(paths[0].read_bytes())
    run('import', base / 'pictures', '--dataset', 'set', '--version', 'v1', '--data', base / 'data')
    return base / 'data'


@pytest.fixture(scope='module')
def server(data):
    with Server(data) as running:
        client = Client(running.port)
        client.activate(f'datalake/{client.datalake()["id"]}')
        client.activate(f'dataset-version/{client.version_id("set", "v1")}')
        yield running


@pytest.fixture(scope='module')
def client(server):
    return Client(server.port)


@pytest.fixture(scope='module')
def lake(client):
    return Maps(client, f'datalake/{client.datalake()["id"]}')


@pytest.fixture(scope='module')
def version(client):
    return Maps(client, f'dataset/version/{client.version_id("set", "v1")}')


@pytest.fixture(scope='module')
def map_id(version):
    return version.create(name='first', umap={'n_neighbors': 10, 'seed': 3}, dbscan={'min_samples': 3})


def asset_ids(client):
    return {item['id'] for item in client.all(f'/api/dataset/version/{client.version_id("set", "v1")}/assets')}


# --- What a map is -------------------------------------------------------------------------------------------------------

def test_tells_what_it_was_made_of(version, map_id):
    told = version.get(map_id)
    assert (told['name'], told['kind'], told['state'], told['message'], told['job_id']) == ('first', 'images', 'READY', None, None)
    assert told['umap']['n_neighbors'] == 10 and told['umap']['seed'] == 3 and told['umap']['metric'] == 'cosine'
    assert told['dbscan'] == {'eps': None, 'min_samples': 3}
    assert told['clustering']['min_samples'] == 3 and told['clustering']['eps'] == told['suggested_eps'] > 0
    assert told['items'] == N + COPIES - 1 and told['items_added'] == told['items_removed'] == 0 and told['recall'] == 1
    points = version.points(map_id)
    assert told['points'] == len(points.x)
    assert told['clustering']['clusters'] == points.clusters and told['clustering']['noise'] == (points.cluster == -1).sum()
    listed = version.client.get(version.base)
    assert [item['id'] for item in listed['items']] == [map_id] and listed['count'] == 1 and listed['next_cursor'] is None


def test_points_are_one_body(version, map_id, client):
    points = version.points(map_id)
    assert points.multiplicity.sum() == len(points.rows) == N + COPIES - 1
    assert sorted(points.multiplicity)[-1] == COPIES
    assert points.box == (points.x.min(), points.y.min(), points.x.max(), points.y.max())
    assert points.suggested_eps == numpy.float32(version.get(map_id)['suggested_eps'])
    assert len(set(points.rows)) == len(points.rows)
    packed = version.points(map_id, packed=True)
    assert (packed.xy == points.xy).all() and (packed.rows == points.rows).all()


def test_the_same_seed_gives_the_same_map(version, map_id):
    again = version.create(umap={'n_neighbors': 10, 'seed': 3}, dbscan={'min_samples': 3})
    other = version.create(umap={'n_neighbors': 10, 'seed': 4}, dbscan={'min_samples': 3})
    assert (version.points(again).xy == version.points(map_id).xy).all()
    assert not numpy.array_equal(version.points(other).xy, version.points(map_id).xy)
    for made in (again, other):
        version.client.delete(f'{version.base}/{made}')
        version.client.request('GET', f'{version.base}/{made}').expect(404)


def test_a_client_that_has_the_points_gets_none(version, map_id):
    path = f'{version.base}/{map_id}/points'
    for headers in ({}, {'Accept-Encoding': 'gzip'}):
        first = version.client.request('GET', path, headers=headers).expect(200)
        assert first.headers['Vary'] == 'Accept-Encoding'
        again = version.client.request('GET', path, headers={**headers, 'If-None-Match': first.headers['ETag']}).expect(304)
        assert again.body == b''


def test_npy_and_csv_have_a_row_for_each_item(version, map_id, client):
    points = version.points(map_id)
    lines = version.client.request('GET', f'{version.base}/{map_id}/points', format='csv').expect(200).body.decode().splitlines()
    array = numpy.load(io.BytesIO(version.client.request('GET', f'{version.base}/{map_id}/points', format='npy').expect(200).body))
    assert lines[0] == 'id,x,y,cluster,point'
    rows = [line.split(',') for line in lines[1:]]
    assert array.dtype == numpy.float32 and (array == numpy.repeat(points.xy, points.multiplicity, axis=0)).all()
    assert (array == numpy.array([row[1:3] for row in rows], numpy.float32)).all()
    assert [int(row[3]) for row in rows] == list(numpy.repeat(points.cluster, points.multiplicity))
    assert {row[0] for row in rows} == asset_ids(client)


def test_points_name_their_items(version, map_id, client):
    points = version.points(map_id)
    most = int(points.multiplicity.argmax())
    answers = version.items(map_id, [most, 0], limit=5)
    assert [(answer['point'], answer['count']) for answer in answers] == [(most, COPIES), (0, points.multiplicity[0])]
    assert len(answers[0]['ids']) == 5
    every = [id for start in range(0, len(points.x), 50)
             for answer in version.items(map_id, range(start, min(start + 50, len(points.x))), limit=1000) for id in answer['ids']]
    assert len(every) == len(points.rows) and set(every) == asset_ids(client)
    names = {client.get(f'/api/asset/{id}')['data']['filename'] for id in version.items(map_id, [most], limit=1000)[0]['ids']}
    assert len(names) == COPIES and 'p000.png' in names
    version.client.request('GET', f'{version.base}/{map_id}/items', points=f'{len(points.x)}').expect(400)
    version.client.request('GET', f'{version.base}/{map_id}/items', points='1,x').expect(400)


def test_clusters_are_described_and_outliers_ranked(version, map_id, client):
    points, known = version.points(map_id), asset_ids(client)
    described = version.client.get(f'{version.base}/{map_id}/clusters')['items']
    assert [one['cluster'] for one in described] == list(range(points.clusters))
    for one in described:
        members = points.cluster == one['cluster']
        assert (one['points'], one['items']) == (members.sum(), points.multiplicity[members].sum())
        assert numpy.allclose(one['center'], numpy.repeat(points.xy[members].astype(float), points.multiplicity[members], axis=0).mean(axis=0), atol=1e-4) and 1 <= len(one['typical']) <= 9
        corners = {tuple(numpy.float32(corner)) for corner in one['hull']}
        assert corners <= set(map(tuple, points.xy[members])) and set(one['typical']) <= known
    outliers = version.client.get(f'{version.base}/{map_id}/outliers', limit=10)['items']
    assert len(outliers) == 10 and {one['id'] for one in outliers} <= known
    scores = [one['score'] for one in outliers]
    assert scores == sorted(scores, reverse=True) and 0 <= scores[-1] <= scores[0] <= 1


# --- Selection -----------------------------------------------------------------------------------------------------------

def select_all(maps, map_id, **region):
    ids, cursor = [], None
    while True:
        page = maps.select(map_id, **region, limit=17, **({'cursor': cursor} if cursor else {}))
        ids += page['items']
        assert len(page['items']) <= 17
        cursor = page['next_cursor']
        if not cursor:
            return ids, page


def test_polygons_hold_what_the_rule_says(version, map_id):
    points = version.points(map_id)
    ids = [id for start in range(len(points.x)) for id in version.items(map_id, [start], limit=1000)[0]['ids']]
    ends = numpy.cumsum(points.multiplicity)
    rng = random.Random(1)
    x0, y0, x1, y1 = points.box
    for corners in (0, 1, 2, 3, 4, 7, 30, 500):
        polygon = [[rng.uniform(x0, x1), rng.uniform(y0, y1)] for _ in range(corners)]
        if corners == 4:  # corners on points
            polygon = [[float(points.x[i]), float(points.y[i])] for i in (0, 5, 9, 13)]
        inside = in_polygon(points.xy, polygon)
        selected, page = select_all(version, map_id, polygon=polygon)
        assert selected == [id for i in numpy.flatnonzero(inside) for id in ids[ends[i] - points.multiplicity[i]:ends[i]]]
        assert (page['count'], page['points']) == (points.multiplicity[inside].sum(), inside.sum())


def test_rectangles_and_clusters(version, map_id):
    points = version.points(map_id)
    x0, y0, x1, y1 = points.box
    assert version.select(map_id, rectangle=[x1, y1, x0, y0], limit=0)['points'] == len(points.x)
    half = version.select(map_id, rectangle=[x0, y0, (x0 + x1) / 2, y1], limit=0)
    assert half['points'] == (points.x.astype(float) <= (x0 + x1) / 2).sum() and half['items'] == []
    for cluster in range(-1, points.clusters):
        assert version.select(map_id, clusters=[cluster], limit=0)['points'] == (points.cluster == cluster).sum()


def test_a_hundred_thousand_corners(version, map_id):
    rng = random.Random(2)
    polygon = [[round(rng.uniform(-20, 20), 6), round(rng.uniform(-20, 20), 6)] for _ in range(100_000)]
    selected = version.select(map_id, polygon=polygon, limit=0)
    points = version.points(map_id)
    x, y = points.xy.astype(numpy.float64).T
    corners = numpy.array(polygon)
    low, high = corners, numpy.roll(corners, -1, axis=0)
    low, high = numpy.where((low[:, 1] < high[:, 1])[:, None], low, high), numpy.where((low[:, 1] < high[:, 1])[:, None], high, low)
    odd = [((low[:, 1] <= b) & (b < high[:, 1]) & ((a - low[:, 0]) * (high[:, 1] - low[:, 1]) < (high[:, 0] - low[:, 0]) * (b - low[:, 1]))).sum() % 2
           for a, b in zip(x, y)]
    assert selected['points'] == sum(odd)
    assert '100000' in version.select(map_id, status=413, polygon=polygon + [[0, 0]])['message']


@pytest.mark.parametrize(('body', 'named'), [
    ({}, 'polygon'), ({'polygon': [[0, 0]], 'clusters': [1]}, 'clusters'), ({'polygon': [[0]]}, 'Corner 0'), ({'polygon': 'all'}, 'polygon'),
    ({'rectangle': [1, 2, 3]}, 'rectangle'), ({'clusters': [0.5]}, 'clusters'), ({'rectangle': [0, 0, 1, 1], 'limit': -1}, 'limit'),
    ({'rectangle': [0, 0, 1, 1], 'limit': 10_001}, 'limit'), ({'rectangle': [0, 0, 1, 1], 'cursor': 'x'}, 'cursor')])
def test_bad_regions_are_named(version, map_id, body, named):
    assert named in version.select(map_id, status=400, **body)['message']


# --- Clusters, new items, deletions ---------------------------------------------------------------------------------------

def test_clustering_again_is_dbscan_of_the_points(version, map_id):
    before = version.points(map_id)
    etag = version.client.request('GET', f'{version.base}/{map_id}/points').headers['ETag']
    for eps, min_samples in [(0.05, 2), (0.4, 3), (1.5, 5), (100, 1)]:
        told = version.cluster(map_id, eps=eps, min_samples=min_samples)
        points = version.points(map_id)
        wanted = dbscan(points.xy, eps, min_samples)
        assert (points.cluster == wanted).all() and (points.xy == before.xy).all()
        assert told['clusters'] == points.clusters == wanted.max() + 1 and told['noise'] == (wanted == -1).sum()
        assert version.get(map_id)['clustering'] == told
    assert version.client.request('GET', f'{version.base}/{map_id}/points').headers['ETag'] != etag
    assert version.cluster(map_id)['eps'] == version.get(map_id)['suggested_eps']
    for body, named in [({'eps': 0}, 'eps'), ({'eps': 'x'}, 'eps'), ({'min_samples': 0}, 'min_samples'), ({'epsilon': 1}, 'epsilon')]:
        assert named in version.client.request('POST', f'{version.base}/{map_id}/clusterings', body).expect(400).message


def test_new_items_are_counted_and_placed(lake, client):
    map_id = lake.create()
    before = lake.points(map_id)
    assert lake.place(map_id)['message'].startswith('Nothing was added')
    for seed in range(500, 505):
        client.upload(f'new{seed}.png', pictures.encoded(pictures.draw(seed)), 'image/png')
    jobs = client.get(f'/api/organization/{client.organization()}/jobs', type='embed_datalake')['items']
    client.wait(jobs[0]['id'])
    told = lake.get(map_id)
    assert told['items_added'] == 5 and told['items'] == N + COPIES - 1
    job = lake.place(map_id)
    assert job['status'] == 'SUCCEEDED' and '5 items placed' in job['message']
    after, told = lake.points(map_id), lake.get(map_id)
    assert told['items_added'] == 0 and told['items'] == len(after.rows) == len(before.rows) + 5
    assert set(map(tuple, before.xy)) <= set(map(tuple, after.xy))
    eps = told['clustering']['eps']
    assert (after.cluster == dbscan(after.xy, eps, told['clustering']['min_samples'])).all()


def test_deleted_data_leave_their_maps(lake, version, client):
    gone = client.upload('doomed.png', pictures.encoded(pictures.draw(900)), 'image/png')
    client.wait(client.get(f'/api/organization/{client.organization()}/jobs', type='embed_datalake')['items'][0]['id'])
    map_id = lake.create()
    body = lake.client.request('GET', f'{lake.base}/{map_id}/points')
    ids, _ = select_all(lake, map_id, rectangle=EVERYTHING)
    assert gone['id'] in ids
    client.delete(f'/api/data/{gone["id"]}')
    left, page = select_all(lake, map_id, rectangle=EVERYTHING)
    assert left == [id for id in ids if id != gone['id']] and page['count'] == len(left)
    points = lake.points(map_id)
    assert len(points.rows) == len(left) and points.multiplicity.sum() == len(left)
    lake.client.request('GET', f'{lake.base}/{map_id}/points', headers={'If-None-Match': body.headers['ETag']}).expect(200)
    assert lake.get(map_id)['items_removed'] == 1


# --- Who may, and what is not there ---------------------------------------------------------------------------------------

def test_roles_and_owners(server, lake, version, map_id, client):
    viewer = Client(server.port, add_user(server.data, 'map-viewer', 'VIEWER'))
    stranger = Client(server.port, add_user(server.data, 'map-stranger', 'ADMIN', organization='elsewhere'))
    one = f'{version.base}/{map_id}'
    for method, path, body in [('GET', version.base, None), ('GET', one, None), ('GET', f'{one}/points', None), ('GET', f'{one}/items?points=0', None),
                               ('GET', f'{one}/clusters', None), ('GET', f'{one}/outliers', None),
                               ('POST', f'{one}/select', {'clusters': []})]:
        viewer.request(method, path, body).expect(200)
        stranger.request(method, path, body).expect(404)
    for method, path, body in [('POST', version.base, {}), ('PATCH', one, {'name': 'x'}), ('DELETE', one, None), ('POST', f'{one}/clusterings', {}),
                               ('POST', f'{one}/place', None)]:
        viewer.request(method, path, body).expect(403)
        stranger.request(method, path, body).expect(404)
    client.request('GET', f'{lake.base}/{map_id}').expect(404)  # a version's map is not the datalake's
    client.request('GET', f'{version.base}/{uuid.uuid4()}/points').expect(404)
    client.request('GET', f'{version.base}/no-uuid').expect(400)


def test_wrong_requests_are_named(version, lake, map_id, client):
    for body, named in [({'umap': {'n_neighbors': 1}}, 'umap.n_neighbors'), ({'umap': {'min_dist': 2}}, 'umap.min_dist'), ({'dbscan': {'eps': -1}}, 'dbscan.eps'),
                        ({'kind': 'videos'}, 'kind'), ({'name': 7}, 'name'), ({'umap': {'neighbors': 5}}, 'umap.neighbors')]:
        assert named in client.request('POST', version.base, body).expect(400).message
    assert 'Shape embeddings are not active' in client.request('POST', version.base, {'kind': 'shapes'}).expect(400).message
    assert 'format' in client.request('GET', f'{version.base}/{map_id}/points', format='png').expect(400).message
    client.request('PATCH', f'{version.base}/{map_id}', {'name': ' '}).expect(400)
    assert client.request('PATCH', f'{version.base}/{map_id}', {'name': 'renamed'}).expect(200).json()['name'] == 'renamed'


def test_a_map_needs_active_embeddings(client):
    dataset = client.post(f'/api/organization/{client.organization()}/datasets', {'name': 'other'})
    made = client.post(f'/api/dataset/{dataset["id"]}/versions', {'version': 'v1'})
    answer = client.request('POST', f'/api/dataset/version/{made["id"]}/projections', {}).expect(400)
    assert 'not active on the images of this version' in answer.message


# --- The command line -----------------------------------------------------------------------------------------------------

def test_the_command_line_makes_lists_exports_and_selects(tmp_path):
    pictures.folder_of(tmp_path / 'pictures', 20, width=48, height=48)
    data = tmp_path / 'data'
    run('import', tmp_path / 'pictures', '--dataset', 'set', '--version', 'v1', '--data', data)
    version = ('--dataset', 'set', '--version', 'v1')
    assert 'not active' in run('map', 'create', *version, '--data', data, check=False).stderr
    with Server(data) as server:
        client = Client(server.port)
        client.activate(f'datalake/{client.datalake()["id"]}')
        client.activate(f'dataset-version/{client.version_id("set", "v1")}')
    map_id, told = run('map', 'create', *version, '--name', 'by hand', '--parameters', '{"umap": {"n_neighbors": 5}}', '--data', data).stdout.split('\t')
    assert '20 items in' in told
    listed = run('map', 'list', *version, '--data', data).stdout.splitlines()
    assert len(listed) == 1 and listed[0].split('\t')[:2] == [map_id, 'READY'] and listed[0].endswith('by hand')
    run('map', 'export', *version, '--out', tmp_path / 'points.npy', '--data', data)
    run('map', 'export', *version, '--map', 'by hand', '--out', tmp_path / 'points.csv', '--data', data)
    lines = (tmp_path / 'points.csv').read_text().splitlines()[1:]
    assert numpy.load(tmp_path / 'points.npy').shape == (len(lines), 2) == (20, 2)
    selected = run('map', 'select', *version, '--region', '{"rectangle": [-1e6, -1e6, 1e6, 1e6]}', '--data', data).stdout.split()
    assert selected == [line.split(',')[0] for line in lines]
    assert run('map', 'select', *version, '--region', '{"polygon": [[0, 0]', '--data', data, check=False).returncode == 1
    assert "no version 'v2'" in run('map', 'list', '--dataset', 'set', '--version', 'v2', '--data', data, check=False).stderr
    assert run('map', '--data', data).stdout == ''  # the datalake has none
