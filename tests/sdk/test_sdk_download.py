"""Law: what comes down is what went up, byte for byte."""

import pytest


@pytest.fixture(scope='module')
def version(sdk, datas):
    made = sdk.create_dataset('downloads').create_version('v1')
    made.add_data(datas)
    return made


def same(folder, paths):
    assert sorted(file.name for file in folder.iterdir()) == sorted(path.name for path in paths)
    assert all((folder / path.name).read_bytes() == path.read_bytes() for path in paths)


def test_one_data(lake, datas, paths, tmp_path):
    lake.find_data(filename=paths[3].name).download(str(tmp_path))
    same(tmp_path, paths[3:4])


def test_many_datas(lake, datas, paths, tmp_path):
    lake.list_data().download(str(tmp_path))
    same(tmp_path, paths)


def test_an_asset_and_a_whole_version(version, paths, tmp_path):
    version.find_asset(filename=paths[5].name).download(str(tmp_path / 'one'))
    same(tmp_path / 'one', paths[5:6])
    version.download(str(tmp_path / 'all'))
    same(tmp_path / 'all', paths)


def test_an_address_that_is_no_longer_valid_is_asked_for_anew(lake, datas, paths, tmp_path):
    data = lake.find_data(filename=paths[2].name)
    data._url = data.url[:-4] + 'AAAA'  # as an address of yesterday: refused with 403
    data.download(str(tmp_path))
    same(tmp_path, paths[2:3])


def test_files_named_by_id(version, paths, tmp_path):
    version.download(str(tmp_path), use_id=True)
    wanted = {path.name: path.read_bytes() for path in paths}
    for asset in version.list_assets():
        assert (tmp_path / asset.id_with_extension).read_bytes() == wanted[asset.filename]
