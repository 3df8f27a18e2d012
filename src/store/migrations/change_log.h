// What changed, row by row, written by triggers in the transaction that changes it: whoever keeps rows in memory (src/selection) reads
// what came after the change it knows, and is then as new as its snapshot. Only the newest changes are kept: who is further behind
// begins anew. A change of an item that is gone in the same statement's cascade leaves no row: the item's own does.
//
// kind: 1 Data, 2 tag of a Data, 3 embedding of a Data, 4 Asset, 5 tag of an Asset, 6 tag, 7 shape, 8 Annotation. item: the Data's seq,
// the Asset's or shape's row number, the Annotation's number. effect: 0 removed, 1 added, 2 changed.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 24> kChangeLog{
    R"(CREATE TABLE change(
      seq INTEGER PRIMARY KEY, scope BLOB NOT NULL, kind INTEGER NOT NULL, item INTEGER NOT NULL, tag_id BLOB, effect INTEGER NOT NULL) STRICT)",
    R"(CREATE TRIGGER change_logged AFTER INSERT ON change WHEN NEW.seq % 4096 = 0 BEGIN
      DELETE FROM change WHERE seq <= NEW.seq - 262144;
    END)",
    R"(CREATE TRIGGER data_inserted_log AFTER INSERT ON data BEGIN
      INSERT INTO change(scope, kind, item, effect) VALUES (NEW.datalake_id, 1, NEW.seq, 1);
    END)",
    R"(CREATE TRIGGER data_changed_log AFTER UPDATE ON data BEGIN
      INSERT INTO change(scope, kind, item, effect) VALUES (NEW.datalake_id, 1, NEW.seq, 2);
    END)",
    R"(CREATE TRIGGER data_deleted_log AFTER DELETE ON data BEGIN
      INSERT INTO change(scope, kind, item, effect) VALUES (OLD.datalake_id, 1, OLD.seq, 0);
    END)",
    // The name of its source is a field of a Data.
    R"(CREATE TRIGGER data_source_renamed_log AFTER UPDATE OF name ON data_source BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT datalake_id, 1, seq, 2 FROM data WHERE data_source_id = NEW.id;
    END)",
    R"(CREATE TRIGGER data_tag_inserted_log AFTER INSERT ON data_tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) SELECT datalake_id, 2, seq, NEW.tag_id, 1 FROM data WHERE id = NEW.item_id;
    END)",
    R"(CREATE TRIGGER data_tag_deleted_log AFTER DELETE ON data_tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) SELECT datalake_id, 2, seq, OLD.tag_id, 0 FROM data WHERE id = OLD.item_id;
    END)",
    R"(CREATE TRIGGER embedding_inserted_log AFTER INSERT ON data_embedding BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT datalake_id, 3, seq, 1 FROM data WHERE id = NEW.data_id;
    END)",
    R"(CREATE TRIGGER embedding_changed_log AFTER UPDATE OF status ON data_embedding WHEN NEW.status <> OLD.status BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT datalake_id, 3, seq, 2 FROM data WHERE id = NEW.data_id;
    END)",
    R"(CREATE TRIGGER embedding_deleted_log AFTER DELETE ON data_embedding BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT datalake_id, 3, seq, 0 FROM data WHERE id = OLD.data_id;
    END)",
    R"(CREATE TRIGGER asset_inserted_log AFTER INSERT ON asset BEGIN
      INSERT INTO change(scope, kind, item, effect) VALUES (NEW.version_id, 4, NEW.row_number, 1);
    END)",
    R"(CREATE TRIGGER asset_deleted_log AFTER DELETE ON asset BEGIN
      INSERT INTO change(scope, kind, item, effect) VALUES (OLD.version_id, 4, OLD.row_number, 0);
    END)",
    R"(CREATE TRIGGER asset_tag_inserted_log AFTER INSERT ON asset_tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) SELECT version_id, 5, row_number, NEW.tag_id, 1 FROM asset WHERE id = NEW.item_id;
    END)",
    R"(CREATE TRIGGER asset_tag_deleted_log AFTER DELETE ON asset_tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) SELECT version_id, 5, row_number, OLD.tag_id, 0 FROM asset WHERE id = OLD.item_id;
    END)",
    R"(CREATE TRIGGER shape_inserted_log AFTER INSERT ON shape BEGIN
      INSERT INTO change(scope, kind, item, effect)
        SELECT version_id, 7, NEW.place & 4294967295, 1 FROM version_shapes WHERE key = NEW.place >> 32;
    END)",
    R"(CREATE TRIGGER shape_changed_log AFTER UPDATE ON shape BEGIN
      INSERT INTO change(scope, kind, item, effect)
        SELECT version_id, 7, NEW.place & 4294967295, 2 FROM version_shapes WHERE key = NEW.place >> 32;
    END)",
    R"(CREATE TRIGGER shape_deleted_log AFTER DELETE ON shape BEGIN
      INSERT INTO change(scope, kind, item, effect)
        SELECT version_id, 7, OLD.place & 4294967295, 0 FROM version_shapes WHERE key = OLD.place >> 32;
    END)",
    R"(CREATE TRIGGER annotation_inserted_log AFTER INSERT ON annotation BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT version_id, 8, NEW.number, 1 FROM version_shapes WHERE key = NEW.version;
    END)",
    R"(CREATE TRIGGER annotation_changed_log AFTER UPDATE ON annotation BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT version_id, 8, NEW.number, 2 FROM version_shapes WHERE key = NEW.version;
    END)",
    R"(CREATE TRIGGER annotation_deleted_log AFTER DELETE ON annotation BEGIN
      INSERT INTO change(scope, kind, item, effect) SELECT version_id, 8, OLD.number, 0 FROM version_shapes WHERE key = OLD.version;
    END)",
    R"(CREATE TRIGGER tag_inserted_log AFTER INSERT ON tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) VALUES (NEW.scope, 6, 0, NEW.id, 1);
    END)",
    R"(CREATE TRIGGER tag_changed_log AFTER UPDATE ON tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) VALUES (NEW.scope, 6, 0, NEW.id, 2);
    END)",
    R"(CREATE TRIGGER tag_deleted_log AFTER DELETE ON tag BEGIN
      INSERT INTO change(scope, kind, item, tag_id, effect) VALUES (OLD.scope, 6, 0, OLD.id, 0);
    END)",
};

}  // namespace kindred::store
