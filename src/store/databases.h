// The databases there are. A new one is one file in databases/ that exports one open_ function, and one row in databases.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "store/database.h"

namespace kindred::store {

struct DatabaseBackend {
  std::string_view name;
  Result<std::unique_ptr<Database>> (*open)(const std::filesystem::path& path);
  Result<void> (*copy)(const std::filesystem::path& from, const std::filesystem::path& to);
};

std::span<const DatabaseBackend> database_backends();

}  // namespace kindred::store
