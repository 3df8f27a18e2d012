// Bulk actions: which items a job is to change, fixed when it was asked for, how far it is, and which of them it changed.
//
// Sets of rows are Roaring bitmaps (base/bitmap.h) of an Asset's row number in its version, or a Data's seq.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 1> kBulkTables{
    R"(CREATE TABLE bulk_action(
      job_id BLOB PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE, chosen BLOB NOT NULL, changed BLOB NOT NULL,
      next INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
};

}  // namespace kindred::store
