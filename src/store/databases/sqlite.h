// SQLite behind store/database.h. sqlite.cpp is the only file that knows its API.
#pragma once

#include <filesystem>
#include <memory>

#include "store/database.h"

namespace kindred::store {

struct SqliteOptions {
  std::size_t max_readers = 16;  // connections of reading threads; more readers than this wait
  std::int64_t max_pages = 0;    // of 4 KiB; a write that needs more fails as on a full disk. 0: no limit but the disk
};

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const SqliteOptions& options);
// The row of databases.cpp.
Result<void> copy_sqlite_database(const std::filesystem::path& from, const std::filesystem::path& to);
Result<std::unique_ptr<Database>> open_sqlite_database(const std::filesystem::path& path);

}  // namespace kindred::store
