#include "store/databases.h"

#include <array>

#include "store/databases/sqlite.h"

namespace kindred::store {
namespace {

constexpr std::array kBackends{DatabaseBackend{"sqlite", open_sqlite_database}};

}  // namespace

std::span<const DatabaseBackend> database_backends() { return kBackends; }

Result<std::unique_ptr<Database>> open_database(const std::filesystem::path& path) { return kBackends.front().open(path); }

}  // namespace kindred::store
