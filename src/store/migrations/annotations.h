// Labels, annotations, shapes, and what is kept about shapes' embeddings.
//
// Millions of shapes are the rule, so these tables name each other by whole numbers, and UUIDs stand in one column each:
//
//   version_shapes   one row a DatasetVersion, made with it: its `key` stands for the version here, and is never given again.
//   label.number, annotation.number   stand for the UUID in `id`. Annotations are numbered in the order of creation.
//   shape.place      key * 2^32 + row number. The row number is dense in the version, in the order of creation, and never given
//                    again, so that sets of shapes are bitmaps of row numbers; all shapes of a version are one range of places, and
//                    one with a known row number is found without an index. `place >> 32` is the version's key.
//
// A shape's box (x, y, w, h; NULL when it has none) is that of box_of() in model/shape.h; `geometry` holds what the box doesn't say
// (store/shape_geometry.h). `revision` grows with every change of geometry: a worker that has computed something from a geometry
// stores it only when the revision is still the one it read. `origin` and `origin_revision` name the shape that this one is a copy
// of; while that shape has this revision still and this one has revision 1, they have the same geometry on the same picture.
//
// Counts are kept by triggers. Of shapes they are by Label, kind and status (every count of a version is a sum over its Labels'
// few rows), of Annotations by status. version_shapes.edits grows with each change that is neither a new shape nor a deleted one:
// (next_row_number, number of shapes, edits) tells two states of a version apart (store/shapes.h: ShapeStamp).
//
// Embeddings of shapes. visual_search has a row of kind 'shapes' for a version; while its state is ACTIVATING or ACTIVE,
// version_shapes.embeds is 1 and triggers see to it that
//   a new shape gets a shape_embedding row that is PENDING,
//   a row whose shape's geometry changes becomes PENDING again, so that its old vector is known to be stale,
//   the row of a deleted shape goes, and its id comes into shape_removal: its vector may be in the version's collection still.
//     Whoever keeps the collection takes those vectors out and then deletes these rows.
// Shapes that were there before activation get their rows from the activating job; whatever its kind, a row begins as PENDING. Rows of a
// status in the order of places: the index shape_embedding_by_status. Counts by version and status: shape_embedding_count.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 38> kAnnotationTables{
    R"(CREATE TABLE version_shapes(
      key INTEGER PRIMARY KEY AUTOINCREMENT, version_id BLOB NOT NULL UNIQUE REFERENCES dataset_version(id) ON DELETE CASCADE,
      next_row_number INTEGER NOT NULL DEFAULT 0, edits INTEGER NOT NULL DEFAULT 0, embeds INTEGER NOT NULL DEFAULT 0,
      attributes TEXT) STRICT)",
    R"(INSERT INTO version_shapes(version_id) SELECT id FROM dataset_version ORDER BY created_at)",
    R"(CREATE TRIGGER version_inserted AFTER INSERT ON dataset_version BEGIN
      INSERT INTO version_shapes(version_id) VALUES (NEW.id);
    END)",

    // Labels.
    R"(CREATE TABLE label_group(
      number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL REFERENCES version_shapes(key) ON DELETE CASCADE,
      name TEXT NOT NULL, parent INTEGER REFERENCES label_group(number) ON DELETE SET NULL, UNIQUE(version, name)) STRICT)",
    R"(CREATE INDEX label_group_by_parent ON label_group(parent))",
    R"(CREATE TABLE label(
      number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL REFERENCES version_shapes(key) ON DELETE CASCADE,
      name TEXT NOT NULL, label_group INTEGER REFERENCES label_group(number) ON DELETE SET NULL, skeleton TEXT, attributes TEXT,
      created_at INTEGER NOT NULL, UNIQUE(version, name)) STRICT)",
    R"(CREATE INDEX label_by_group ON label(label_group))",

    // Annotations.
    R"(CREATE TABLE annotation(
      number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE,
      version INTEGER NOT NULL REFERENCES version_shapes(key) ON DELETE CASCADE,
      asset_id BLOB NOT NULL REFERENCES asset(id) ON DELETE CASCADE, username TEXT NOT NULL, duration REAL NOT NULL,
      status TEXT NOT NULL, attributes TEXT, created_at INTEGER NOT NULL) STRICT)",
    R"(CREATE INDEX annotation_by_version ON annotation(version))",
    R"(CREATE INDEX annotation_by_status ON annotation(version, status))",
    R"(CREATE INDEX annotation_by_asset ON annotation(asset_id))",
    R"(CREATE TABLE annotation_count(
      version INTEGER NOT NULL REFERENCES version_shapes(key) ON DELETE CASCADE, status TEXT NOT NULL,
      items INTEGER NOT NULL CHECK (items >= 0), PRIMARY KEY(version, status)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER annotation_inserted AFTER INSERT ON annotation BEGIN
      INSERT INTO annotation_count(version, status, items) VALUES (NEW.version, NEW.status, 1)
        ON CONFLICT(version, status) DO UPDATE SET items = items + 1;
      UPDATE version_shapes SET edits = edits + 1 WHERE key = NEW.version;
    END)",
    R"(CREATE TRIGGER annotation_changed AFTER UPDATE OF status ON annotation WHEN NEW.status <> OLD.status BEGIN
      UPDATE annotation_count SET items = items - 1 WHERE version = OLD.version AND status = OLD.status;
      INSERT INTO annotation_count(version, status, items) VALUES (NEW.version, NEW.status, 1)
        ON CONFLICT(version, status) DO UPDATE SET items = items + 1;
      UPDATE version_shapes SET edits = edits + 1 WHERE key = NEW.version;
    END)",
    R"(CREATE TRIGGER annotation_deleted AFTER DELETE ON annotation BEGIN
      UPDATE annotation_count SET items = items - 1 WHERE version = OLD.version AND status = OLD.status;
      UPDATE version_shapes SET edits = edits + 1 WHERE key = OLD.version;
    END)",

    // Shapes.
    R"(CREATE TABLE shape(
      place INTEGER PRIMARY KEY, id BLOB NOT NULL, annotation INTEGER NOT NULL REFERENCES annotation(number) ON DELETE CASCADE,
      label INTEGER NOT NULL REFERENCES label(number) ON DELETE CASCADE, kind TEXT NOT NULL, x INTEGER, y INTEGER, w INTEGER, h INTEGER,
      area INTEGER NOT NULL, geometry BLOB, text TEXT, attributes TEXT, status TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 1,
      created_at INTEGER NOT NULL, origin INTEGER, origin_revision INTEGER) STRICT)",
    R"(CREATE UNIQUE INDEX shape_by_id ON shape(id))",
    R"(CREATE INDEX shape_by_annotation ON shape(annotation))",
    R"(CREATE INDEX shape_by_label ON shape(label))",
    // Few are looked at one by one, so those are the ones worth an index.
    R"(CREATE INDEX shape_reviewed ON shape(status) WHERE status <> 'PENDING')",
    R"(CREATE TABLE shape_count(
      label INTEGER NOT NULL REFERENCES label(number) ON DELETE CASCADE, kind TEXT NOT NULL, status TEXT NOT NULL,
      items INTEGER NOT NULL CHECK (items >= 0), PRIMARY KEY(label, kind, status)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER shape_inserted AFTER INSERT ON shape BEGIN
      INSERT INTO shape_count(label, kind, status, items) VALUES (NEW.label, NEW.kind, NEW.status, 1)
        ON CONFLICT(label, kind, status) DO UPDATE SET items = items + 1;
      INSERT INTO shape_embedding(place, status) SELECT NEW.place, 'PENDING' FROM version_shapes WHERE key = NEW.place >> 32 AND embeds = 1;
    END)",
    R"(CREATE TRIGGER shape_counted_elsewhere AFTER UPDATE OF label, status ON shape
      WHEN NEW.label <> OLD.label OR NEW.status <> OLD.status BEGIN
      UPDATE shape_count SET items = items - 1 WHERE label = OLD.label AND kind = OLD.kind AND status = OLD.status;
      INSERT INTO shape_count(label, kind, status, items) VALUES (NEW.label, NEW.kind, NEW.status, 1)
        ON CONFLICT(label, kind, status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER shape_edited AFTER UPDATE ON shape BEGIN
      UPDATE version_shapes SET edits = edits + 1 WHERE key = NEW.place >> 32;
    END)",
    R"(CREATE TRIGGER shape_moved AFTER UPDATE OF revision ON shape WHEN NEW.revision <> OLD.revision BEGIN
      UPDATE shape_embedding SET status = 'PENDING', reason = '' WHERE place = NEW.place;
    END)",
    // Before: afterwards its embedding row is gone.
    R"(CREATE TRIGGER shape_leaves BEFORE DELETE ON shape WHEN EXISTS (SELECT 1 FROM shape_embedding WHERE place = OLD.place) BEGIN
      INSERT INTO shape_removal(version, shape_id) VALUES (OLD.place >> 32, OLD.id) ON CONFLICT DO NOTHING;
    END)",
    R"(CREATE TRIGGER shape_deleted AFTER DELETE ON shape BEGIN
      UPDATE shape_count SET items = items - 1 WHERE label = OLD.label AND kind = OLD.kind AND status = OLD.status;
    END)",

    // Embeddings of shapes.
    R"(CREATE TABLE shape_embedding(
      place INTEGER PRIMARY KEY REFERENCES shape(place) ON DELETE CASCADE, status TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
      attempts INTEGER NOT NULL DEFAULT 0) STRICT)",
    R"(CREATE INDEX shape_embedding_by_status ON shape_embedding(status, place))",
    R"(CREATE TABLE shape_embedding_count(
      version INTEGER NOT NULL, status TEXT NOT NULL, items INTEGER NOT NULL CHECK (items >= 0),
      PRIMARY KEY(version, status)) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE shape_removal(version INTEGER NOT NULL, shape_id BLOB NOT NULL, PRIMARY KEY(version, shape_id)) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER shape_embedding_inserted AFTER INSERT ON shape_embedding BEGIN
      INSERT INTO shape_embedding_count(version, status, items) VALUES (NEW.place >> 32, NEW.status, 1)
        ON CONFLICT(version, status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER shape_embedding_changed AFTER UPDATE OF status ON shape_embedding WHEN NEW.status <> OLD.status BEGIN
      UPDATE shape_embedding_count SET items = items - 1 WHERE version = OLD.place >> 32 AND status = OLD.status;
      INSERT INTO shape_embedding_count(version, status, items) VALUES (NEW.place >> 32, NEW.status, 1)
        ON CONFLICT(version, status) DO UPDATE SET items = items + 1;
    END)",
    R"(CREATE TRIGGER shape_embedding_deleted AFTER DELETE ON shape_embedding BEGIN
      UPDATE shape_embedding_count SET items = items - 1 WHERE version = OLD.place >> 32 AND status = OLD.status;
    END)",
    R"(CREATE TRIGGER version_shapes_deleted AFTER DELETE ON version_shapes BEGIN
      DELETE FROM shape_embedding_count WHERE version = OLD.key;
      DELETE FROM shape_removal WHERE version = OLD.key;
    END)",
    R"(CREATE TRIGGER shape_search_inserted AFTER INSERT ON visual_search WHEN NEW.kind = 'shapes' BEGIN
      UPDATE version_shapes SET embeds = NEW.state IN ('ACTIVATING', 'ACTIVE') WHERE version_id = NEW.scope;
    END)",
    R"(CREATE TRIGGER shape_search_changed AFTER UPDATE OF state ON visual_search WHEN NEW.kind = 'shapes' BEGIN
      UPDATE version_shapes SET embeds = NEW.state IN ('ACTIVATING', 'ACTIVE') WHERE version_id = NEW.scope;
    END)",
    R"(CREATE TRIGGER shape_search_deleted AFTER DELETE ON visual_search WHEN OLD.kind = 'shapes' BEGIN
      UPDATE version_shapes SET embeds = 0 WHERE version_id = OLD.scope;
    END)",
};

}  // namespace kindred::store
