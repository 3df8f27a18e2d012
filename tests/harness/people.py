"""Users that no command makes yet, put straight into a stopped or running workspace's database."""

import hashlib
import sqlite3
import time
import uuid


def add_user(data, username, role, organization=None):
    """A user of the named organization (made when it is not there), or of the first; their token."""
    token = f'token-of-{username}-in-the-tests'
    now = int(time.time() * 1e6)
    with sqlite3.connect(data / 'kindred.sqlite', timeout=30) as database:
        owner = _organization(database, organization) if organization else database.execute('SELECT id FROM organization ORDER BY seq').fetchone()[0]
        user = uuid.uuid4().bytes
        database.execute('INSERT INTO user(id, organization_id, username, role) VALUES (?, ?, ?, ?)', (user, owner, username, role))
        database.execute(
            'INSERT INTO token(id, user_id, name, digest, created_at) VALUES (?, ?, ?, ?, ?)',
            (uuid.uuid4().bytes, user, 'tests', hashlib.sha256(token.encode()).digest(), now))
    database.close()
    return token


def _organization(database, name):
    known = database.execute('SELECT id FROM organization WHERE name = ?', (name,)).fetchone()
    if known:
        return known[0]
    organization, connector = uuid.uuid4().bytes, uuid.uuid4().bytes
    database.execute('INSERT INTO organization(id, name, default_connector_id) VALUES (?, ?, ?)', (organization, name, connector))
    database.execute('INSERT INTO connector(id, organization_id, kind) VALUES (?, ?, ?)', (connector, organization, 'local'))
    database.execute(
        'INSERT INTO datalake(id, organization_id, connector_id, name) VALUES (?, ?, ?, ?)', (uuid.uuid4().bytes, organization, connector, 'default'))
    return organization
