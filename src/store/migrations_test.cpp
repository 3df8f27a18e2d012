// Law: opening brings any older schema to the current one in whole steps, and leaves what it does not know untouched.
#include "store/migrations.h"

#include <gmock/gmock.h>

#include <fstream>
#include <string>

#include "store/rows.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::HasSubstr;

std::int64_t schema_version(Database& database) {
  return must(database.read([](Connection& c) { return read_int(query(c, "PRAGMA user_version")); }));
}

Result<void> run(Connection& connection, const std::string& sql) {
  TRY(execute(connection, sql));
  return {};
}

TEST(MigrationsTest, ANewDatabaseHasTheCurrentSchema) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  const auto database = must(open_database(path));
  EXPECT_EQ(schema_version(*database), std::ssize(migrations()));
}

TEST(MigrationsTest, OpeningAgainKeepsRows) {
  TestWorkspace workspace;
  workspace.reopen();
  EXPECT_EQ(workspace.read([&](Connection& c) { return find_organization(c, workspace.organization.id); }).name, "Acme");
}

TEST(MigrationsTest, ANewerSchemaIsRefused) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  must(must(open_database(path))->write([](Connection& c) { return run(c, "PRAGMA user_version = 999"); }));
  const auto refused = open_database(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("version 999, newer than"));
  EXPECT_THAT(refused.error().message, HasSubstr(path.string()));
}

TEST(MigrationsTest, ADatabaseOfAnotherProgramIsRefused) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  must(must(open_database(path))->write([](Connection& c) { return run(c, "PRAGMA application_id = 7"); }));
  const auto refused = open_database(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("another program"));
}

TEST(MigrationsTest, AFileThatIsNoDatabaseIsCorrupt) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  std::ofstream(path) << std::string(8192, 'x');
  const auto refused = open_database(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(refused.error().message, HasSubstr(path.string()));
}

TEST(MigrationsTest, AFolderThatIsNotThereIsNamed) {
  const kindred::testing::TempFolder folder;
  const auto refused = open_database(folder.path() / "missing" / "kindred.sqlite");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("missing"));
}

TEST(MigrationsTest, AStepThatFailsLeavesNothing) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  {
    // A table of ours in a file that says it is ours at version 0: the first step can't make it again.
    auto database = must(open_database(path));
    must(database->write([](Connection& c) -> Result<void> {
      TRY(run(c, "PRAGMA user_version = 0"));
      return run(c, "DROP TABLE setting");
    }));
  }
  EXPECT_FALSE(open_database(path));
  EXPECT_FALSE(open_database(path)) << "the first attempt must not have counted";
}

}  // namespace
}  // namespace kindred::store
