"""Law: one filter finds the same everywhere: in lists, in counts, in facets and by the visual part; pages put together are the whole."""

import itertools

import pytest

N = 200  # pictures of `fresh`


@pytest.fixture
def tagged(running, lake, version):
    """Every third Asset is tagged "third", every fourth Data "fourth"; the assets by their file names."""
    assets = {asset['data']['filename']: asset for asset in running.all(f'{version}/assets')}
    third = running.post(f'{version}/tags', {'name': 'third'})['id']
    fourth = running.post(f'{lake}/tags', {'name': 'fourth'})['id']
    running.post(f'/api/tag/{third}/attach', [asset['id'] for name, asset in assets.items() if int(name[1:4]) % 3 == 0])
    running.post(f'/api/tag/{fourth}/attach', [asset['data']['id'] for name, asset in assets.items() if int(name[1:4]) % 4 == 0])
    return assets


def numbers(items):
    return sorted(int((item.get('data') or item)['filename'][1:4]) for item in items)


QUERIES = [('tags.name = "third"', lambda n: n % 3 == 0),
           ('tags.name != "third" and data.tags.name = "fourth"', lambda n: n % 3 != 0 and n % 4 == 0),
           ('tags = None or data.tags.name in ("fourth", "none")', lambda n: n % 3 != 0 or n % 4 == 0),
           ('filename ~ "P01"', lambda n: 10 <= n < 20),
           ('filename not endswith ".PNG" and width = 96', lambda n: n % 2 == 1),
           ('data.content_type = "image/png" and data.filename > "p15"', lambda n: n % 2 == 0 and n >= 150),
           ('height > 1000', lambda n: False),
           ('data.datasets.version = "v1" and embedding.status = None', lambda n: True)]


@pytest.mark.parametrize(('q', 'holds'), QUERIES)
def test_lists_ids_counts_and_search_agree(running, version, tagged, q, holds):
    expected = [n for n in range(N) if holds(n)]
    assert numbers(running.all(f'{version}/assets', q=q)) == expected
    ids = [asset['id'] for name, asset in tagged.items() if int(name[1:4]) in expected]
    assert sorted(running.all(f'{version}/assets/ids/paginated', q=q)) == sorted(ids)
    found = running.post(f'{version}/assets/search', {'q': q, 'limit': 1000})
    assert numbers(found['items']) == expected and found['count'] == len(expected) and found['scores'] is None
    assert running.post(f'{version}/assets/count', {'q': q}) == {'count': len(expected)}
    chosen = running.request('XGET', f'{version}/assets', {'ids': ids[:7], 'q': q}).expect(200).json()
    assert chosen['count'] == len(ids[:7])


def test_data_are_found_the_same_way(running, lake, tagged):
    q = 'tags.name = "fourth" and filename startswith "P0"'
    expected = [n for n in range(0, 100, 4)]
    assert numbers(running.all(f'{lake}/datas', q=q)) == expected
    assert len(running.all(f'{lake}/datas/ids/paginated', q=q)) == 25
    assert running.post(f'{lake}/datas/search', {'q': q})['count'] == 25
    facets = running.post(f'{lake}/datas/facets', {'q': q})
    assert (facets['count'], [(tag['name'], tag['count']) for tag in facets['tags']]) == (25, [('fourth', 25)])


@pytest.mark.parametrize('order', [[], ['filename'], ['-filename'], ['width', '-filename'], ['created_at'], ['-id']])
def test_pages_by_cursor_and_by_offset_are_the_whole_in_its_order(running, version, tagged, order):
    q = 'tags.name != "third"'
    whole = running.request('GET', f'{version}/assets', q=q, limit=1000, order_by=order).expect(200).json()['items']
    assert len(whole) == N - 67
    if order == ['filename']:
        assert [item['data']['filename'] for item in whole] == sorted(item['data']['filename'] for item in whole)
    by_cursor, page = [], {'limit': 30}
    while True:
        answer = running.get(f'{version}/assets', q=q, order_by=order, **page)
        by_cursor += answer['items']
        if not answer['next_cursor']:
            break
        page = {'limit': 30, 'cursor': answer['next_cursor']}
    assert [item['id'] for item in by_cursor] == [item['id'] for item in whole]
    by_offset = [running.get(f'{version}/assets', q=q, order_by=order, limit=30, offset=offset)['items'] for offset in range(0, 150, 30)]
    assert [item['id'] for item in itertools.chain(*by_offset)] == [item['id'] for item in whole]


def test_what_was_written_is_found_by_the_next_request(running, version, tagged):
    tag = running.post(f'{version}/tags', {'name': 'new'})['id']
    for i, asset in enumerate(list(tagged.values())[:15]):
        running.post(f'/api/tag/{tag}/attach', [asset['id']])
        assert running.post(f'{version}/assets/count', {'tags': ['new']}) == {'count': i + 1}
    running.request('PATCH', f'/api/tag/{tag}', {'name': 'renamed'}).expect(200)
    assert running.post(f'{version}/assets/count', {'q': 'tags.name = "renamed"'}) == {'count': 15}
    first = next(iter(tagged.values()))
    running.request('PATCH', f'/api/data/{first["data"]["id"]}/custom-metadata', {'custom_metadata': {'line': {'belt': 7}}}).expect(200)
    assert running.post(f'{version}/assets/count', {'q': 'custom_metadata.line.belt > 6 and tags.name = "renamed"'}) == {'count': 1}
    running.delete(f'{version}/assets', {'ids': [first['id']]})
    assert running.post(f'{version}/assets/count', {'tags': ['renamed']}) == {'count': 14}


def test_parts_are_anded(running, version, tagged):
    ids = [asset['id'] for name, asset in tagged.items() if int(name[1:4]) < 50]
    body = {'ids': ids, 'tags': ['third'], 'q': 'data.tags.name = "fourth"', 'created': {'from': '2020-01-01', 'before': '2100-01-01'}}
    assert numbers(running.post(f'{version}/assets/search', body)['items']) == list(range(0, 50, 12))
    assert running.post(f'{version}/assets/count', {**body, 'created': {'before': '2020-01-01'}}) == {'count': 0}
    facets = running.post(f'{version}/assets/facets', {'ids': ids})
    assert facets['count'] == 50 and [(tag['name'], tag['count']) for tag in facets['tags']] == [('third', 17)]
    assert [(tag['name'], tag['count']) for tag in facets['data_tags']] == [('fourth', 13)]


def test_the_visual_part_ranks_within_the_rest(running, lake, version, tagged):
    first = tagged['p000.png']
    refused = running.request('POST', f'{version}/assets/search', {'similar': {'positive': [first['id']]}}).expect(409)
    assert 'not active' in refused.message
    running.activate(lake.removeprefix('/api/'))
    running.activate(version.removeprefix('/api/').replace('dataset/version', 'dataset-version'))
    all_of_them = {'similar': {'positive': [first['id']], 'k': 1000}, 'limit': 1000}
    whole = running.post(f'{version}/assets/search', all_of_them)
    assert whole['count'] == N - 1 and first['id'] not in [item['id'] for item in whole['items']]
    assert whole['scores'] == sorted(whole['scores'], reverse=True)
    plain = running.get(f'{version}/datas/ids/visual-search', visual_search_query=first['id'], visual_search_limit=1000)['points']
    assert [point['id'] for point in plain] == [item['id'] for item in whole['items']]

    # The best ten of the rest: the whole list, narrowed, from its top.
    within = running.post(f'{version}/assets/search', {'similar': {'positive': [first['id']], 'k': 10}, 'q': 'tags.name = "third"'})
    narrowed = [item['id'] for item in whole['items'] if int(item['data']['filename'][1:4]) % 3 == 0]
    assert [item['id'] for item in within['items']] == narrowed[:10] and within['count'] == 10

    pages, cursor = [], None
    while True:
        answer = running.post(f'{version}/assets/search', {**all_of_them, 'limit': 40, **({'cursor': cursor} if cursor else {})})
        pages += answer['items']
        cursor = answer['next_cursor']
        if not cursor:
            break
    assert [item['id'] for item in pages] == [item['id'] for item in whole['items']]

    by_name = running.post(f'{version}/assets/search', {'text': {'prompt': 'a red circle', 'k': 25}, 'order_by': ['filename']})
    names = [item['data']['filename'] for item in by_name['items']]
    assert len(names) == 25 and names == sorted(names) and len(by_name['scores']) == 25
    assert running.post(f'{version}/assets/facets', {'text': {'prompt': 'a red circle', 'k': 25}})['embeddings']['done'] == 25
    of_data = running.post(f'{lake}/datas/search', {'text': {'prompt': 'a red circle', 'k': 25}})
    assert sorted(item['filename'] for item in of_data['items']) == names


def test_positive_and_negative_examples(running, lake, tagged):
    running.activate(lake.removeprefix('/api/'))
    data = [asset['data']['id'] for asset in tagged.values()]
    vectors = {point['id']: list(point['vector'].values())[0] for point in running.get(
        f'/api/visual-search/{lake.removeprefix("/api/")}/points/scroll', with_vector=True, limit=1000)['points']}

    def mean(ids):
        return [sum(column) / len(ids) for column in zip(*(vectors[one] for one in ids))] if ids else [0] * len(next(iter(vectors.values())))

    for positive, negative in ((data[:3], data[3:5]), (data[:2], []), ([], data[:2])):
        wanted = [2 * p - n for p, n in zip(mean(positive), mean(negative))]
        length = sum(x * x for x in wanted) ** 0.5
        scores = {one: sum(a * b for a, b in zip(vectors[one], wanted)) / length for one in data if one not in positive + negative}
        found = running.post(f'{lake}/datas/search', {'similar': {'positive': positive, 'negative': negative, 'k': 12}})
        best = sorted(scores.values(), reverse=True)[:12]
        assert found['scores'] == pytest.approx(best, abs=2e-3)
        assert [scores[item['id']] for item in found['items']] == pytest.approx(best, abs=2e-3)


def test_completion_offers_fields_operators_and_values_that_occur(running, version, lake, tagged):
    def offered(text, where=version):
        answer = running.get(f'{where}/query/complete', text=text)
        return [suggestion['text'] for suggestion in answer['suggestions']]

    assert offered('data.file') == ['data.file_size', 'data.filename']
    assert 'startswith' in offered('filename ')
    assert offered('tags.name = "TH') == ['"third"']
    assert offered('data.tags.name in (') == ['"fourth"', 'None']
    assert offered('filename = "p01')[0] == '"p010.png"'
    assert offered('datasets.version = ', lake) == ['"v1"', 'None']
    assert offered('width = 1 ') == ['and', 'or']
    answer = running.get(f'{version}/query/complete', text='wid = 1', position=3)
    assert (answer['begin'], answer['end']) == (0, 3)
    running.request('GET', f'{version}/query/complete', text='', view='datas').expect(400)
