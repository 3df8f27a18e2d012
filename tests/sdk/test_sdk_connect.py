"""Law: the SDK finds the organization, its people and its datalakes, and is told plainly when it may not."""

from importlib.metadata import version

import picsellia
import pytest
from picsellia.exceptions import ResourceNotFoundError

from harness.server import TOKEN


def test_the_sdk_is_the_one_of_the_contract():
    assert version('picsellia') == '6.37.0'


def test_it_connects_to_the_default_organization(sdk, client):
    told = client.get(f'/api/organization/{client.organization()}')
    assert (str(sdk.id), sdk.name) == (told['id'], told['name'])


def test_it_connects_to_an_organization_by_name_and_by_id(server, sdk):
    for which in ({'organization_name': sdk.name}, {'organization_id': str(sdk.id)}):
        assert picsellia.Client(api_token=TOKEN, host=server.url, **which).name == sdk.name


def test_an_unknown_organization_is_not_found(server):
    with pytest.raises(ResourceNotFoundError):
        picsellia.Client(api_token=TOKEN, host=server.url, organization_name='nobody')


def test_a_wrong_token_does_not_connect(server):
    with pytest.raises(Exception, match='(?i)token|connect|unauthorized'):
        picsellia.Client(api_token='a-token-that-nobody-made', host=server.url)


def test_it_finds_the_datalakes(sdk, client):
    told = client.datalake()
    assert str(sdk.get_datalake().id) == told['id']
    assert str(sdk.get_datalake(name=told['name']).connector_id) == told['connector_id']
    assert [str(lake.id) for lake in sdk.list_datalakes()] == [told['id']]
    with pytest.raises(ResourceNotFoundError):
        sdk.get_datalake(name='no such lake')


def test_it_finds_the_users(sdk, client):
    assert [user.username for user in sdk.list_users()] == [client.get('/api/me')['username']]
