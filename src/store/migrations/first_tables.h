// Schema version 1. Never changed once released: a change is a new migration.
//
// Ids are 16-byte BLOBs, times are microseconds since 1970, enumerations are the words of model/. STRICT tables refuse values of
// another type. Totals are kept by triggers in the same transaction as the rows they count, so that no list has to count.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 58> kFirstTables{
    // Organizations and people.
    R"(CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE organization(
      seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, default_connector_id BLOB NOT NULL) STRICT)",
    R"(CREATE TABLE connector(
      id BLOB PRIMARY KEY, organization_id BLOB NOT NULL REFERENCES organization(id), kind TEXT NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE datalake(
      seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, organization_id BLOB NOT NULL REFERENCES organization(id),
      connector_id BLOB NOT NULL REFERENCES connector(id), name TEXT NOT NULL, UNIQUE(organization_id, name)) STRICT)",
    R"(CREATE INDEX datalake_by_connector ON datalake(connector_id))",
    R"(CREATE TABLE user(
      seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, organization_id BLOB NOT NULL REFERENCES organization(id),
      username TEXT NOT NULL UNIQUE, role TEXT NOT NULL) STRICT)",
    R"(CREATE TABLE token(
      seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, user_id BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE,
      name TEXT NOT NULL, digest BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL, last_used_at INTEGER, expires_at INTEGER,
      revoked INTEGER NOT NULL DEFAULT 0) STRICT)",
    R"(CREATE INDEX token_by_user ON token(user_id))",
    R"(CREATE TABLE login_code(
      digest BLOB PRIMARY KEY, user_id BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE,
      expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE session(
      digest BLOB PRIMARY KEY, user_id BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE, csrf_token TEXT NOT NULL,
      expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX session_by_expiry ON session(expires_at))",

    // Objects and contents.
    R"(CREATE TABLE content(sha256 TEXT PRIMARY KEY, uses INTEGER NOT NULL CHECK (uses >= 0)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX content_unused ON content(sha256) WHERE uses = 0)",
    R"(CREATE TABLE object(
      connector_id BLOB NOT NULL REFERENCES connector(id), object_name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
      content_type TEXT NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY(connector_id, object_name)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER object_inserted AFTER INSERT ON object BEGIN
      INSERT INTO content(sha256, uses) VALUES (NEW.sha256, 1) ON CONFLICT(sha256) DO UPDATE SET uses = uses + 1;
    END)",
    R"(CREATE TRIGGER object_changed AFTER UPDATE OF sha256 ON object BEGIN
      UPDATE content SET uses = uses - 1 WHERE sha256 = OLD.sha256;
      INSERT INTO content(sha256, uses) VALUES (NEW.sha256, 1) ON CONFLICT(sha256) DO UPDATE SET uses = uses + 1;
    END)",
    R"(CREATE TRIGGER object_deleted AFTER DELETE ON object BEGIN
      UPDATE content SET uses = uses - 1 WHERE sha256 = OLD.sha256;
    END)",

    // Data.
    R"(CREATE TABLE data_source(
      id BLOB PRIMARY KEY, organization_id BLOB NOT NULL REFERENCES organization(id), name TEXT NOT NULL,
      UNIQUE(organization_id, name)) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE data(
      seq INTEGER PRIMARY KEY, id BLOB NOT NULL, datalake_id BLOB NOT NULL REFERENCES datalake(id), object_name TEXT NOT NULL,
      filename TEXT NOT NULL, content_type TEXT NOT NULL, type TEXT NOT NULL, upload_status TEXT NOT NULL, width INTEGER NOT NULL,
      height INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
      metadata TEXT,
      custom_metadata TEXT,
      data_source_id BLOB REFERENCES data_source(id), created_at INTEGER NOT NULL) STRICT)",
    R"(CREATE UNIQUE INDEX data_by_id ON data(id))",
    R"(CREATE UNIQUE INDEX data_by_object_name ON data(datalake_id, object_name))",
    R"(CREATE INDEX data_by_filename ON data(datalake_id, filename, id))",
    R"(CREATE INDEX data_by_creation ON data(datalake_id, created_at, id))",
    R"(CREATE TABLE data_count(
      datalake_id BLOB NOT NULL REFERENCES datalake(id) ON DELETE CASCADE, type TEXT NOT NULL, upload_status TEXT NOT NULL,
      items INTEGER NOT NULL CHECK (items >= 0), PRIMARY KEY(datalake_id, type, upload_status)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER data_inserted AFTER INSERT ON data BEGIN
      INSERT INTO content(sha256, uses) VALUES (NEW.sha256, 1) ON CONFLICT(sha256) DO UPDATE SET uses = uses + 1;
      INSERT INTO data_count(datalake_id, type, upload_status, items) VALUES (NEW.datalake_id, NEW.type, NEW.upload_status, 1)
        ON CONFLICT(datalake_id, type, upload_status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER data_status_changed AFTER UPDATE OF upload_status ON data WHEN NEW.upload_status <> OLD.upload_status BEGIN
      UPDATE data_count SET items = items - 1
        WHERE datalake_id = OLD.datalake_id AND type = OLD.type AND upload_status = OLD.upload_status;
      INSERT INTO data_count(datalake_id, type, upload_status, items) VALUES (NEW.datalake_id, NEW.type, NEW.upload_status, 1)
        ON CONFLICT(datalake_id, type, upload_status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER data_deleted AFTER DELETE ON data BEGIN
      UPDATE content SET uses = uses - 1 WHERE sha256 = OLD.sha256;
      UPDATE data_count SET items = items - 1
        WHERE datalake_id = OLD.datalake_id AND type = OLD.type AND upload_status = OLD.upload_status;
    END)",

    // Datasets, versions and Assets.
    R"(CREATE TABLE dataset(
      id BLOB PRIMARY KEY, organization_id BLOB NOT NULL REFERENCES organization(id), name TEXT NOT NULL, description TEXT NOT NULL,
      created_at INTEGER NOT NULL, UNIQUE(organization_id, name)) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE dataset_version(
      id BLOB PRIMARY KEY, dataset_id BLOB NOT NULL REFERENCES dataset(id) ON DELETE CASCADE, version TEXT NOT NULL,
      description TEXT NOT NULL, type TEXT NOT NULL, created_at INTEGER NOT NULL, next_row_number INTEGER NOT NULL DEFAULT 0,
      UNIQUE(dataset_id, version)) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE asset(
      id BLOB PRIMARY KEY, version_id BLOB NOT NULL REFERENCES dataset_version(id) ON DELETE CASCADE,
      data_id BLOB NOT NULL REFERENCES data(id) ON DELETE CASCADE, datalake_id BLOB NOT NULL, row_number INTEGER NOT NULL,
      created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE UNIQUE INDEX asset_by_data ON asset(version_id, data_id))",
    R"(CREATE UNIQUE INDEX asset_by_row_number ON asset(version_id, row_number))",
    R"(CREATE INDEX asset_of_data ON asset(data_id))",
    // How many Assets a version has from each Datalake.
    R"(CREATE TABLE asset_count(
      version_id BLOB NOT NULL REFERENCES dataset_version(id) ON DELETE CASCADE, datalake_id BLOB NOT NULL REFERENCES datalake(id),
      items INTEGER NOT NULL CHECK (items >= 0), PRIMARY KEY(version_id, datalake_id)) STRICT, WITHOUT ROWID)",

    // Tags. The scope is the Datalake, the version or the organization; see model/tag.h.
    R"(CREATE TABLE tag(
      id BLOB PRIMARY KEY, target TEXT NOT NULL, scope BLOB NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
      UNIQUE(scope, target, name)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX tag_by_name ON tag(name, target))",
    R"(CREATE TABLE data_tag(
      item_id BLOB NOT NULL REFERENCES data(id) ON DELETE CASCADE, tag_id BLOB NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
      PRIMARY KEY(item_id, tag_id)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX data_tag_by_tag ON data_tag(tag_id, item_id))",
    R"(CREATE TABLE asset_tag(
      item_id BLOB NOT NULL REFERENCES asset(id) ON DELETE CASCADE, tag_id BLOB NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
      PRIMARY KEY(item_id, tag_id)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX asset_tag_by_tag ON asset_tag(tag_id, item_id))",
    R"(CREATE TABLE dataset_tag(
      item_id BLOB NOT NULL REFERENCES dataset(id) ON DELETE CASCADE, tag_id BLOB NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
      PRIMARY KEY(item_id, tag_id)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX dataset_tag_by_tag ON dataset_tag(tag_id, item_id))",
    R"(CREATE TABLE version_tag(
      item_id BLOB NOT NULL REFERENCES dataset_version(id) ON DELETE CASCADE, tag_id BLOB NOT NULL REFERENCES tag(id) ON DELETE CASCADE,
      PRIMARY KEY(item_id, tag_id)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX version_tag_by_tag ON version_tag(tag_id, item_id))",

    // Visual search. The scope is the Datalake or the version; the kind leaves room for shapes.
    R"(CREATE TABLE visual_search(
      scope BLOB NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, model_key TEXT NOT NULL, dimension INTEGER NOT NULL, job_id BLOB,
      vector_bytes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(scope, kind)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER version_deleted AFTER DELETE ON dataset_version BEGIN
      DELETE FROM tag WHERE scope = OLD.id;
      DELETE FROM visual_search WHERE scope = OLD.id;
    END)",
    R"(CREATE TABLE data_embedding(
      data_id BLOB PRIMARY KEY REFERENCES data(id) ON DELETE CASCADE, datalake_id BLOB NOT NULL REFERENCES datalake(id),
      status TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX data_embedding_by_status ON data_embedding(datalake_id, status, data_id))",
    R"(CREATE TABLE embedding_count(
      datalake_id BLOB NOT NULL REFERENCES datalake(id) ON DELETE CASCADE, status TEXT NOT NULL,
      items INTEGER NOT NULL CHECK (items >= 0), PRIMARY KEY(datalake_id, status)) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE version_embedding_count(
      version_id BLOB NOT NULL REFERENCES dataset_version(id) ON DELETE CASCADE, status TEXT NOT NULL,
      items INTEGER NOT NULL CHECK (items >= 0), PRIMARY KEY(version_id, status)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER embedding_inserted AFTER INSERT ON data_embedding BEGIN
      INSERT INTO embedding_count(datalake_id, status, items) VALUES (NEW.datalake_id, NEW.status, 1)
        ON CONFLICT(datalake_id, status) DO UPDATE SET items = items + 1;
      INSERT INTO version_embedding_count(version_id, status, items) SELECT version_id, NEW.status, 1 FROM asset WHERE data_id = NEW.data_id
        ON CONFLICT(version_id, status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER embedding_changed AFTER UPDATE OF status ON data_embedding WHEN NEW.status <> OLD.status BEGIN
      UPDATE embedding_count SET items = items - 1 WHERE datalake_id = OLD.datalake_id AND status = OLD.status;
      INSERT INTO embedding_count(datalake_id, status, items) VALUES (NEW.datalake_id, NEW.status, 1)
        ON CONFLICT(datalake_id, status) DO UPDATE SET items = items + 1;
      UPDATE version_embedding_count SET items = items - 1
        WHERE version_id IN (SELECT version_id FROM asset WHERE data_id = OLD.data_id) AND status = OLD.status;
      INSERT INTO version_embedding_count(version_id, status, items) SELECT version_id, NEW.status, 1 FROM asset WHERE data_id = NEW.data_id
        ON CONFLICT(version_id, status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER embedding_deleted AFTER DELETE ON data_embedding BEGIN
      UPDATE embedding_count SET items = items - 1 WHERE datalake_id = OLD.datalake_id AND status = OLD.status;
      UPDATE version_embedding_count SET items = items - 1
        WHERE version_id IN (SELECT version_id FROM asset WHERE data_id = OLD.data_id) AND status = OLD.status;
    END)",
    R"(CREATE TRIGGER asset_inserted AFTER INSERT ON asset BEGIN
      INSERT INTO asset_count(version_id, datalake_id, items) VALUES (NEW.version_id, NEW.datalake_id, 1)
        ON CONFLICT(version_id, datalake_id) DO UPDATE SET items = items + 1;
      INSERT INTO version_embedding_count(version_id, status, items)
        SELECT NEW.version_id, status, 1 FROM data_embedding WHERE data_id = NEW.data_id
        ON CONFLICT(version_id, status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER asset_deleted AFTER DELETE ON asset BEGIN
      UPDATE asset_count SET items = items - 1 WHERE version_id = OLD.version_id AND datalake_id = OLD.datalake_id;
      UPDATE version_embedding_count SET items = items - 1
        WHERE version_id = OLD.version_id AND status = (SELECT status FROM data_embedding WHERE data_id = OLD.data_id);
    END)",

    // Jobs.
    R"(CREATE TABLE job(
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, organization_id BLOB NOT NULL REFERENCES organization(id),
      type TEXT NOT NULL, target TEXT NOT NULL, payload TEXT NOT NULL, username TEXT NOT NULL, status TEXT NOT NULL,
      done INTEGER NOT NULL, total INTEGER NOT NULL, stage TEXT NOT NULL, message TEXT NOT NULL, created_at INTEGER NOT NULL,
      started_at INTEGER, finished_at INTEGER) STRICT)",
    R"(CREATE INDEX job_by_status ON job(status, seq))",
    R"(CREATE INDEX job_by_target ON job(target, seq))",
};

}  // namespace kindred::store
