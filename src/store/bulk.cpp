#include "store/bulk.h"

#include <string_view>

#include "store/rows.h"

namespace kindred::store {
namespace {

// The statement's item is found by ?1 scope and ?2 row.
struct ByRow {
  std::string_view attach;  // ?3 tag
  std::string_view detach;  // ?3 tag
};

const ByRow& by_row(TagTarget target) {
  static constexpr ByRow kAsset{
      "INSERT INTO asset_tag(item_id, tag_id) SELECT id, ?3 FROM asset INDEXED BY asset_by_row_number WHERE version_id = ?1 AND "
      "row_number = ?2 ON CONFLICT DO NOTHING",
      "DELETE FROM asset_tag WHERE tag_id = ?3 AND item_id = (SELECT id FROM asset INDEXED BY asset_by_row_number WHERE version_id = ?1 "
      "AND row_number = ?2)"};
  static constexpr ByRow kData{
      "INSERT INTO data_tag(item_id, tag_id) SELECT id, ?3 FROM data WHERE seq = ?2 AND datalake_id = ?1 ON CONFLICT DO NOTHING",
      "DELETE FROM data_tag WHERE tag_id = ?3 AND item_id = (SELECT id FROM data WHERE seq = ?2 AND datalake_id = ?1)"};
  return target == TagTarget::asset ? kAsset : kData;
}

Result<std::vector<Bitmap::Row>> change_rows(Connection& connection, std::string_view sql, const Tag& tag, BulkRows rows) {
  std::vector<Bitmap::Row> changed;
  for (const Bitmap::Row row : rows) {
    if (TRY(execute(connection, sql, tag.scope, row, tag.id)) > 0) changed.push_back(row);
  }
  return changed;
}

}  // namespace

Result<void> insert_bulk(Connection& connection, JobId job, const Bitmap& chosen) {
  TRY(execute(connection, "INSERT INTO bulk_action(job_id, chosen, changed, next) VALUES (?, ?, ?, 0)", job, chosen.to_bytes(),
              Bitmap().to_bytes()));
  return {};
}

Result<Bulk> find_bulk(Connection& connection, JobId job) {
  return require_row(
      query(connection, "SELECT chosen, changed, next FROM bulk_action WHERE job_id = ?", job),
      [](const Statement& row) -> Result<Bulk> {
        return Bulk{TRY(Bitmap::from_bytes(row.column_blob(0))), TRY(Bitmap::from_bytes(row.column_blob(1))),
                    static_cast<std::uint64_t>(row.column_int(2))};
      },
      "The job " + to_string(job) + " is no bulk action");
}

Result<void> set_bulk_progress(Connection& connection, JobId job, const Bitmap& changed, std::uint64_t next) {
  TRY(execute(connection, "UPDATE bulk_action SET changed = ?, next = ? WHERE job_id = ?", changed.to_bytes(), next, job));
  return {};
}

Result<std::vector<Bitmap::Row>> attach_tag_to_rows(Connection& connection, const Tag& tag, BulkRows rows) {
  return change_rows(connection, by_row(tag.target).attach, tag, rows);
}

Result<std::vector<Bitmap::Row>> detach_tag_from_rows(Connection& connection, const Tag& tag, BulkRows rows) {
  return change_rows(connection, by_row(tag.target).detach, tag, rows);
}

Result<std::vector<AssetId>> assets_of_rows(Connection& connection, DatasetVersionId version, BulkRows rows) {
  std::vector<AssetId> ids;
  for (const Bitmap::Row row : rows) {
    const auto id = TRY(read_row(
        query(connection, "SELECT id FROM asset INDEXED BY asset_by_row_number WHERE version_id = ? AND row_number = ?", version, row),
        read_id<AssetId>));
    if (id) ids.push_back(*id);
  }
  return ids;
}

Result<std::vector<DataId>> datas_of_rows(Connection& connection, DatalakeId datalake, BulkRows rows, Timestamp until) {
  std::vector<DataId> ids;
  for (const Bitmap::Row row : rows) {
    const auto id =
        TRY(read_row(query(connection, "SELECT id FROM data WHERE seq = ? AND datalake_id = ? AND created_at <= ?", row, datalake, until),
                     read_id<DataId>));
    if (id) ids.push_back(*id);
  }
  return ids;
}

}  // namespace kindred::store
