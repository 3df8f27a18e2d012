// The schema's history: each step is a list of statements in migrations/, never changed once released, and the database knows how
// many it has been through (user_version).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "store/database.h"

namespace kindred::store {

struct Migration {
  std::string_view name;
  std::span<const std::string_view> statements;
};

// In order; the version of the schema is their number.
std::span<const Migration> migrations();

// The schema's version where it is older than this program's; nothing for a new, a current or a foreign database.
Result<std::optional<std::int64_t>> outdated_schema(Connection& connection);

// Brings the database to the current version, each step in one transaction. `unsupported` for a schema that is newer than this
// program and for a file of another program.
Result<void> migrate(Connection& connection);

}  // namespace kindred::store
