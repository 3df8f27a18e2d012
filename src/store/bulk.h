// The rows of bulk actions (migrations/bulk.h), and what a bulk action does to one chunk of rows: each in the caller's transaction.
//
// Rows are an Asset's row number in its version, or a Data's seq; rows that nobody has any more are left out. Thread-safety: as the
// Connection.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bitmap.h"
#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "model/tag.h"
#include "store/database.h"

namespace kindred::store {

struct Bulk {
  Bitmap chosen;
  Bitmap changed;
  std::uint64_t next = 0;  // chosen rows from this one on are still to come
};
Result<void> insert_bulk(Connection& connection, JobId job, const Bitmap& chosen);
// `not_found` for a job that is no bulk action.
Result<Bulk> find_bulk(Connection& connection, JobId job);
Result<void> set_bulk_progress(Connection& connection, JobId job, const Bitmap& changed, std::uint64_t next);

using BulkRows = std::span<const Bitmap::Row>;
// Give the rows that did not have the tag before, and those that had it.
Result<std::vector<Bitmap::Row>> attach_tag_to_rows(Connection& connection, const Tag& tag, BulkRows rows);
Result<std::vector<Bitmap::Row>> detach_tag_from_rows(Connection& connection, const Tag& tag, BulkRows rows);

Result<std::vector<AssetId>> assets_of_rows(Connection& connection, DatasetVersionId version, BulkRows rows);
// Without Data that are newer than `until`: a seq may be given again.
Result<std::vector<DataId>> datas_of_rows(Connection& connection, DatalakeId datalake, BulkRows rows, Timestamp until);

}  // namespace kindred::store
