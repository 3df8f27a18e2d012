"""Law: the SDK's lists of data hold exactly what was asked for, in the order asked for, page by page."""

import pytest
from picsellia.exceptions import BadRequestError, NoDataError, ResourceNotFoundError

from harness.sdk import names

EVEN = [f'p{i:03}.png' for i in range(0, 12, 2)]
ALL = [f'p{i:03}.{"png" if i % 2 == 0 else "jpg"}' for i in range(12)]


@pytest.fixture(autouse=True)
def uploaded(datas):
    return datas


def test_everything(lake, client):
    assert names(lake.list_data()) == ALL
    assert names(lake.list_data()) == sorted(row['filename'] for row in client.all(f'/api/datalake/{lake.id}/datas'))


def test_limit_offset_and_order(lake):
    assert [data.filename for data in lake.list_data(limit=3, order_by=['filename'])] == ALL[:3]
    assert [data.filename for data in lake.list_data(limit=3, offset=4, order_by=['filename'])] == ALL[4:7]
    assert [data.filename for data in lake.list_data(order_by=['-filename'])] == ALL[::-1]
    assert len(lake.list_data(limit=5)) == 5


def test_by_tag_and_query(lake):
    assert names(lake.list_data(tags='even')) == EVEN
    assert names(lake.list_data(q='tags.name = "even"')) == EVEN
    assert names(lake.list_data(tags=['even', 'nobody has it'])) == EVEN
    with pytest.raises(NoDataError):
        lake.list_data(tags=['even', 'nobody has it'], intersect_tags=True)


def test_by_names_and_ids(lake, datas):
    assert names(lake.list_data(filenames=['p003.jpg', 'p004.png', 'not there.png'])) == ['p003.jpg', 'p004.png']
    assert names(lake.list_data(ids=[datas[0].id, str(datas[1].id)])) == names(datas[:2])
    assert names(lake.list_data(object_names=[datas[2].object_name])) == names(datas[2:3])


def test_find_one(lake, datas):
    wanted = datas[5]
    for criterion in ({'filename': wanted.filename}, {'object_name': wanted.object_name}, {'id': wanted.id}):
        assert lake.find_data(**criterion).id == wanted.id
    with pytest.raises(ResourceNotFoundError):
        lake.find_data(filename='not there.png')


def test_a_query_may_be_about_anything(lake):
    assert names(lake.list_data(q='tags.name = "even" and filename !~ "P000" and width > 10')) == [name for name in EVEN if name != 'p000.png']


def test_a_query_that_is_not_understood_is_refused_with_its_place(lake):
    with pytest.raises(BadRequestError, match='Line 1, col 7'):
        lake.list_data(q='width !10')
    with pytest.raises(BadRequestError, match='Unknown field: colour. Possible choices are: content_type, created_at'):
        lake.list_data(q='colour = "red"')


def test_a_datas_own_answers(lake, client, datas):
    data = lake.find_data(filename='p000.png')
    assert [tag.name for tag in data.get_tags()] == ['even']
    assert data.get_datasource() is None
    assert (data.width, data.height) == (96, 72)
    assert str(data.sync()['id']) == str(data.id)
