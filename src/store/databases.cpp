#include "store/databases.h"

#include <array>

#include "store/databases/sqlite.h"

namespace kindred::store {
namespace {

constexpr std::array kBackends{DatabaseBackend{"sqlite", open_sqlite_database, copy_sqlite_database}};

}  // namespace

std::span<const DatabaseBackend> database_backends() { return kBackends; }

Result<std::unique_ptr<Database>> open_database(const std::filesystem::path& path) { return kBackends.front().open(path); }

Result<void> copy_database(const std::filesystem::path& from, const std::filesystem::path& to) { return kBackends.front().copy(from, to); }

}  // namespace kindred::store
