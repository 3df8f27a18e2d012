// Law: a full disk and a killed process lose nothing that was acknowledged, and keep nothing that was refused.
#include "store/databases/sqlite.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>

#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/testing/victim.h"
#include "store/rows.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::HasSubstr;

std::int64_t count_settings(Database& database) {
  return must(database.read([](Connection& c) { return read_int(query(c, "SELECT count(*) FROM setting")); }));
}

TEST(SqliteTest, LogAheadAndFullSynchronisation) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  const auto database = must(open_sqlite_database(path));
  must(database->write([](Connection& c) -> Result<void> {
    const auto number = [&](std::string_view sql) { return must(read_int(query(c, sql))); };
    EXPECT_EQ(number("PRAGMA synchronous"), 2);
    EXPECT_EQ(number("PRAGMA foreign_keys"), 1);
    auto mode = TRY(query(c, "PRAGMA journal_mode"));
    EXPECT_TRUE(TRY(mode->step()));
    EXPECT_EQ(mode->column_text(0), "wal");
    return {};
  }));
}

// A file-size limit in pages is to SQLite what a full disk is.
TEST(SqliteTest, AFullDatabaseRefusesWholeWorksAndGoesOn) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  const auto database = must(open_sqlite(path, {.max_readers = 4, .max_pages = 300}));
  const std::string big(40'000, 'x');
  std::int64_t kept = 0;
  bool refused = false;
  for (int i = 0; i < 100 && !refused; ++i) {
    const auto done = database->write([&](Connection& c) -> Result<void> {
      TRY(put_setting(c, "a" + std::to_string(i), big));
      return put_setting(c, "b" + std::to_string(i), big);
    });
    refused = !done;
    if (done) {
      kept += 2;
    } else {
      EXPECT_EQ(done.error().kind, ErrorKind::unavailable);
      EXPECT_THAT(done.error().message, HasSubstr("disk is full"));
    }
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(count_settings(*database), kept);
  must(database->write([](Connection& c) -> Result<void> {
    TRY(execute(c, "DELETE FROM setting WHERE key LIKE 'a%'"));
    return {};
  }));
  must(database->write([](Connection& c) { return put_setting(c, "small", "again"); }));
  EXPECT_EQ(count_settings(*database), kept / 2 + 1);
}

TEST(SqliteTest, AWriteThatTheSystemRefusesIsUnavailable) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  // In a process of its own, since the limit holds for all of it.
  kindred::testing::Victim child([&](const auto& tell) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto database = must(open_sqlite_database(path));
    must(database->write([](Connection& c) { return put_setting(c, "kept", "value"); }));
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 400'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto refused = database->write([](Connection& c) { return put_setting(c, "lost", std::string(2'000'000, 'x')); });
    limit.rlim_cur = before;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    tell(!refused && refused.error().kind == ErrorKind::unavailable ? 1 : 0);
    must(database->write([](Connection& c) { return put_setting(c, "after", "value"); }));
    tell(static_cast<std::uint64_t>(count_settings(*database)));
    database.reset();
  });
  EXPECT_EQ(child.hear(), 1);
  EXPECT_EQ(child.hear(), 2);
  EXPECT_EQ(child.hear(), std::nullopt);
  const auto database = must(open_sqlite_database(path));
  EXPECT_EQ(count_settings(*database), 2);
}

// Threads write rows and tell each acknowledged one, until the process is killed.
void write_until_killed(const std::filesystem::path& path, int life, const kindred::testing::Victim::Tell& tell) {
  const auto database = must(open_sqlite_database(path));
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t i = 0;; ++i) {
        const std::uint64_t number = static_cast<std::uint64_t>(life * 10 + t) * 1'000'000 + i;
        must(database->write([&](Connection& c) { return put_setting(c, std::to_string(number), "value"); }));
        tell(number);
      }
    });
  }
}

TEST(SqliteTest, EveryAcknowledgedRowSurvivesKills) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "kindred.sqlite";
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::set<std::string> acknowledged;
  for (int life = 0; life < 8; ++life) {
    kindred::testing::Victim child([&](const auto& tell) { write_until_killed(path, life, tell); });
    const std::size_t enough = acknowledged.size() + random() % 60;
    while (acknowledged.size() < enough) {
      const auto number = child.hear();
      ASSERT_TRUE(number) << "the child died by itself";
      acknowledged.insert(std::to_string(*number));
    }
    for (const std::uint64_t number : child.kill_and_hear_the_rest())
      acknowledged.insert(std::to_string(number));

    const auto database = must(open_sqlite_database(path));
    const auto keys = must(database->read([](Connection& c) {
      return read_rows(query(c, "SELECT key FROM setting"), [](const Statement& row) { return Result<std::string>(row.column_text(0)); });
    }));
    const std::set<std::string> stored(keys.begin(), keys.end());
    for (const std::string& key : acknowledged)
      EXPECT_TRUE(stored.contains(key)) << key;
    EXPECT_EQ(must(database->read([](Connection& c) {
                return read_row(query(c, "PRAGMA integrity_check"),
                                [](const Statement& row) { return Result<std::string>(row.column_text(0)); });
              })),
              "ok");
  }
  EXPECT_GT(acknowledged.size(), 50U);
}

}  // namespace
}  // namespace kindred::store
