"""Law: datasets, versions, assets and tags made by the SDK are the server's, and forks and copies carry what they should."""

import pytest
from picsellia.exceptions import NoDataError, ResourceConflictError, ResourceNotFoundError
from picsellia.types.enums import InferenceType

from harness.sdk import ids, names


@pytest.fixture(scope='module')
def dataset(sdk):
    return sdk.create_dataset('street', 'what the cameras see')


@pytest.fixture(scope='module')
def version(dataset, datas):
    """All pictures, each with the asset tag 'new'; three of them with 'train' too."""
    made = dataset.create_version('v1')
    made.add_data(datas, tags=['new'])
    made.list_assets(filenames=['p000.png', 'p001.jpg', 'p002.png']).add_tags(made.get_or_create_asset_tag('train'))
    return made


def assets(client, version, **query):
    return sorted(row['data']['filename'] for row in client.all(f'/api/dataset/version/{version.id}/assets', **query))


def tags_of(client, asset):
    return {tag['name'] for tag in client.get(f'/api/asset/{asset.id}')['tags']}


def test_the_dataset_is_there(sdk, dataset, client):
    told = client.get(f'/api/dataset/{dataset.id}')
    assert (told['name'], told['description']) == ('street', 'what the cameras see')
    assert sdk.get_dataset('street').id == dataset.id == sdk.get_dataset_by_id(dataset.id).id
    assert ids(sdk.list_datasets()) == [str(dataset.id)]
    with pytest.raises(ResourceConflictError):
        sdk.create_dataset('street')
    with pytest.raises(ResourceNotFoundError):
        sdk.get_dataset('not there')


def test_the_version_is_there(sdk, dataset, version, client):
    told = client.get(f'/api/dataset/version/{version.id}')
    assert (told['version'], told['origin_name'], told['asset_count']) == ('v1', 'street', 12)
    assert dataset.get_version('v1').id == version.id == sdk.get_dataset_version_by_id(version.id).id
    assert str(version.id) in ids(dataset.list_versions())
    with pytest.raises(ResourceConflictError):
        dataset.create_version('v1')


def test_the_type_and_the_name_change(dataset, client):
    version = dataset.create_version('draft')
    version.set_type(InferenceType.OBJECT_DETECTION)
    version.update(version='final', description='ready')
    told = client.get(f'/api/dataset/version/{version.id}')
    assert (told['type'], told['version'], told['description']) == ('OBJECT_DETECTION', 'final', 'ready')
    version.delete()
    client.request('GET', f'/api/dataset/version/{version.id}').expect(404)


def test_added_data_are_assets(version, client, datas):
    assert assets(client, version) == names(datas)
    assert {str(asset.data_id) for asset in version.list_assets()} == {str(data.id) for data in datas}
    assert assets(client, version, q='tags.name = "new"') == names(datas)


def test_adding_again_changes_nothing(version, client, datas):
    before = [row['id'] for row in client.all(f'/api/dataset/version/{version.id}/assets')]
    version.add_data(datas[:3])
    assert [row['id'] for row in client.all(f'/api/dataset/version/{version.id}/assets')] == before


def test_lists_of_assets(version):
    train = ['p000.png', 'p001.jpg', 'p002.png']
    assert names(version.list_assets(tags='train')) == train
    assert names(version.list_assets(q='tags.name = "train"')) == train
    assert names(version.list_assets(tags=['train', 'new'], intersect_tags=True)) == train
    assert names(version.list_assets(data_tags='even', tags='train')) == ['p000.png', 'p002.png']
    assert names(version.list_assets(q='data.tags.name in ("even")', tags='train')) == ['p000.png', 'p002.png']
    assert names(version.list_assets(filenames_startswith=['p00'])) == [f'p{i:03}.{"png" if i % 2 == 0 else "jpg"}' for i in range(10)]
    assert len(version.list_assets(limit=5)) == 5
    assert [asset.filename for asset in version.list_assets(limit=2, offset=1, order_by=['filename'])] == ['p001.jpg', 'p002.png']
    with pytest.raises(NoDataError):
        version.list_assets(tags='nobody has it')


def test_assets_by_ids_and_names(version, datas):
    some = version.list_assets(filenames=['p004.png', 'p005.jpg'])
    assert ids(version.list_assets(ids=[asset.id for asset in some])) == ids(some)
    assert ids(version.list_assets(data_ids=[asset.data_id for asset in some])) == ids(some)
    assert version.find_asset(filename='p004.png').id in {asset.id for asset in some}
    assert version.find_asset(data=datas[0]).data_id == datas[0].id
    with pytest.raises(ResourceNotFoundError):
        version.find_asset(filename='not there.png')


def test_asset_tags(version, client):
    tag = version.create_asset_tag('odd one')
    asset = version.find_asset(filename='p007.jpg')
    asset.add_tags(tag)
    assert tags_of(client, asset) == {'new', 'odd one'}
    assert {one.name for one in asset.get_tags()} == {'new', 'odd one'}
    assert {one.name for one in version.list_asset_tags()} == {'new', 'train', 'odd one'}
    asset.remove_tags(tag)
    assert tags_of(client, asset) == {'new'}
    assert version.get_asset_tag('odd one').id == tag.id
    with pytest.raises(ResourceConflictError):
        version.create_asset_tag('odd one')
    with pytest.raises(ResourceNotFoundError):
        version.get_asset_tag('not there')


def test_a_datas_tags_are_not_the_assets(version):
    asset = version.find_asset(filename='p000.png')
    assert {tag.name for tag in asset.get_data_tags()} == {'even'}
    assert 'even' not in {tag.name for tag in asset.get_tags()}


def test_a_fork_of_a_selection_carries_assets_and_tags(version, client):
    chosen = version.list_assets(tags='train')
    fork, _ = version.fork('fork with tags', assets=chosen, type=InferenceType.CLASSIFICATION, with_tags=True)
    assert client.get(f'/api/dataset/version/{fork.id}')['type'] == 'CLASSIFICATION'
    assert assets(client, fork) == names(chosen)
    copied = fork.list_assets()
    assert all(tags_of(client, asset) == {'new', 'train'} for asset in copied)
    assert not set(ids(copied)) & set(ids(chosen)), 'a fork has assets of its own'


def test_a_fork_without_tags_has_none(version, client):
    fork, _ = version.fork('fork without tags')
    assert len(assets(client, fork)) == 12
    assert all(tags_of(client, asset) == set() for asset in fork.list_assets())


def test_assets_are_copied_to_another_version(dataset, version, client):
    target = dataset.create_version('target')
    chosen = version.list_assets(filenames=['p001.jpg', 'p008.png'])
    version.copy_assets_to(target, chosen, with_tags=True)
    assert assets(client, target) == ['p001.jpg', 'p008.png']
    assert assets(client, target, q='tags.name = "train"') == ['p001.jpg']
    assert len(assets(client, version)) == 12


def test_assets_are_deleted_but_not_their_data(dataset, version, client):
    target = dataset.create_version('shrinking')
    version.copy_assets_to(target, version.list_assets(filenames=['p001.jpg', 'p002.png', 'p003.jpg']))
    target.find_asset(filename='p001.jpg').delete()
    assert assets(client, target) == ['p002.png', 'p003.jpg']
    gone = target.list_assets()
    gone.delete()
    assert assets(client, target) == []
    assert len(assets(client, version)) == 12


def test_tags_on_datasets_and_versions(sdk, dataset, version, client):
    dataset.add_tags(sdk.create_dataset_tag('traffic'))
    version.add_tags(sdk.create_dataset_version_tag('frozen'))
    assert {tag['name'] for tag in client.get(f'/api/dataset/version/{version.id}')['tags']} == {'frozen'}
    assert [tag.name for tag in dataset.get_tags()] == ['traffic']
    assert [tag.name for tag in sdk.list_dataset_tags()] == ['traffic']
