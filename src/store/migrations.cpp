#include "store/migrations.h"

#include <array>
#include <string>

#include "store/migrations/annotations.h"
#include "store/migrations/bulk.h"
#include "store/migrations/change_log.h"
#include "store/migrations/first_tables.h"
#include "store/migrations/projections.h"
#include "store/migrations/shape_crops.h"

namespace kindred::store {
namespace {

// SQLite's application_id: tells our files from other programs'. "Kndr" in ASCII.
constexpr std::int64_t kApplicationId = 0x4B6E6472;

constexpr std::array kMigrations{Migration{"first tables", kFirstTables}, Migration{"annotations", kAnnotationTables},
                                 Migration{"log of changes", kChangeLog}, Migration{"bulk actions", kBulkTables},
                                 Migration{"shape crops", kShapeCrops},   Migration{"projections", kProjections}};

Result<std::int64_t> read_number(Connection& connection, std::string_view sql) {
  auto row = TRY(query(connection, sql));
  TRY(row->step());
  return row->column_int(0);
}

Result<void> apply(Connection& connection, const Migration& migration, std::size_t version) {
  for (const std::string_view statement : migration.statements)
    TRY(execute(connection, statement));
  TRY(execute(connection, "PRAGMA application_id = " + std::to_string(kApplicationId)));
  TRY(execute(connection, "PRAGMA user_version = " + std::to_string(version)));
  return {};
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

Result<void> migrate(Connection& connection) {
  const std::int64_t application = TRY(read_number(connection, "PRAGMA application_id"));
  const std::int64_t version = TRY(read_number(connection, "PRAGMA user_version"));
  const std::int64_t tables = TRY(read_number(connection, "SELECT count(*) FROM sqlite_schema"));
  if (application != kApplicationId && tables > 0) {
    return unsupported("This is a database of another program: choose another data folder");
  }
  if (version > std::ssize(kMigrations)) {
    return unsupported("The database's schema is version " + std::to_string(version) + ", newer than the " +
                       std::to_string(kMigrations.size()) + " that this program knows: start the newer Kindred that wrote it");
  }
  for (auto next = static_cast<std::size_t>(version); next < kMigrations.size(); ++next) {
    TRY(execute(connection, "BEGIN IMMEDIATE"));
    Result<void> applied = apply(connection, kMigrations[next], next + 1);
    const auto ended = execute(connection, applied ? "COMMIT" : "ROLLBACK");
    if (!applied) return applied;
    if (!ended) return ended.error();
  }
  return {};
}

}  // namespace kindred::store
