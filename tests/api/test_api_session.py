"""Law: a login link works once; its session is a cookie that scripts can't read and that changes nothing without the CSRF token."""

import http.cookies
import urllib.parse

import pytest

from harness.client import Client
from harness.server import TOKEN


def cookie_of(response):
    cookie, = http.cookies.SimpleCookie(response.headers['Set-Cookie']).values()
    return cookie


def browser(server, secret, **headers):
    return Client(server.port, token=None, headers={'Cookie': secret, **headers})


@pytest.fixture(scope='module')
def logged_in(server):
    """What a browser has after the link: its cookie, and the link's path."""
    path = server.login_url.removeprefix(server.url)
    response = Client(server.port, token=None).request('GET', path).expect(303)
    assert response.headers['Location'] == '/'
    return cookie_of(response), path


def test_the_cookie_is_for_this_site_and_hidden_from_scripts(logged_in):
    cookie, _ = logged_in
    assert cookie['httponly'] and cookie['samesite'] in ('Lax', 'Strict') and cookie['path'] == '/'
    assert int(cookie['max-age']) > 0


def test_the_link_works_once(server, logged_in):
    _, path = logged_in
    again = Client(server.port, token=None).request('GET', path).expect(401)
    assert 'used already' in again.message and again.headers['Set-Cookie'] is None


def test_an_unknown_code_is_refused(server):
    Client(server.port, token=None).request('GET', '/login', code='nobody-made-this').expect(401)
    Client(server.port, token=None).request('GET', '/login').expect(400)


def test_the_session_reads(server, logged_in):
    cookie, _ = logged_in
    me = browser(server, f'{cookie.key}={cookie.value}').get('/api/me')
    assert me['username'] == 'admin' and me['role'] == 'ADMIN' and len(me['csrf_token']) >= 20


def test_the_session_writes_with_its_csrf_token_only(server, client, logged_in):
    cookie, _ = logged_in
    lake = client.datalake()['id']
    me = browser(server, f'{cookie.key}={cookie.value}').get('/api/me')
    own, foreign = server.url, 'http://attacker.example'
    for name, headers, status in [
            ('none', {}, 403),
            ('wrong', {'X-CSRF-Token': 'x' * len(me['csrf_token'])}, 403),
            ('foreign origin', {'X-CSRF-Token': me['csrf_token'], 'Origin': foreign}, 403),
            ('opaque origin', {'X-CSRF-Token': me['csrf_token'], 'Origin': 'null'}, 403),
            ('right', {'X-CSRF-Token': me['csrf_token']}, 201),
            ('right with origin', {'X-CSRF-Token': me['csrf_token'], 'Origin': own}, 201)]:
        answer = browser(server, f'{cookie.key}={cookie.value}', **headers).request('POST', f'/api/datalake/{lake}/tags', {'name': name})
        assert answer.status == status, (name, answer.body)
    assert {tag['name'] for tag in client.get(f'/api/datalake/{lake}/tags')['items']} == {'right', 'right with origin'}


def test_a_token_makes_a_session_and_logging_out_ends_it(server):
    made = Client(server.port, token=None).request('POST', '/api/session', {'token': TOKEN}).expect(201)
    cookie = cookie_of(made)
    page = browser(server, f'{cookie.key}={cookie.value}', **{'X-CSRF-Token': made.json()['csrf_token']})
    assert page.get('/api/me')['username'] == 'admin'
    gone = page.request('DELETE', '/api/session').expect(204)
    assert cookie_of(gone)['max-age'] == '0'
    page.request('GET', '/api/me').expect(401)


def test_another_site_cannot_log_its_visitor_in(server):
    attacker = Client(server.port, token=None, headers={'Origin': 'http://attacker.example'})
    attacker.request('POST', '/api/session', {'token': TOKEN}).expect(403)


def test_wrong_credentials(server):
    for headers in ({}, {'Authorization': 'Bearer nobody-made-this-token'}, {'Authorization': 'Basic YTpi'}, {'Cookie': 'kindred_session=nobodys'}):
        refused = Client(server.port, token=None, headers=headers).request('GET', '/api/me').expect(401)
        assert refused.headers['WWW-Authenticate'] == 'Bearer' and refused.message
    Client(server.port, token=None).request('POST', '/api/session', {'token': 'nobody-made-this-token'}).expect(401)


def test_tokens_are_in_no_log(server, logged_in):
    cookie, path = logged_in
    secrets = [TOKEN, cookie.value, urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)['code'][0]]
    assert 'path=/login' in server.log()
    assert not [secret for secret in secrets if secret in server.log()]
