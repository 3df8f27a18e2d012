// Law: what write() acknowledged is there, whole and alone: an error undoes its own work and nothing else, and readers see
// only what was committed when they began. Run on every database of databases.h.
#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "store/databases.h"
#include "store/rows.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::HasSubstr;

class DatabaseLaws : public ::testing::TestWithParam<DatabaseBackend> {
 protected:
  void SetUp() override { database_ = must(GetParam().open(folder_ / "kindred.sqlite")); }

  Result<void> put(const std::string& key, const std::string& value = "v") {
    return database_->write([&](Connection& c) { return put_setting(c, key, value); });
  }
  std::int64_t count() {
    return must(database_->read([](Connection& c) { return read_int(query(c, "SELECT count(*) FROM setting")); }));
  }

  kindred::testing::TempFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_P(DatabaseLaws, EveryConcurrentWriteIsThere) {
  constexpr int kThreads = 16;
  constexpr int kEach = 25;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i)
          must(put(std::to_string(t) + "/" + std::to_string(i)));
      });
    }
  }
  EXPECT_EQ(count(), kThreads * kEach);
}

TEST_P(DatabaseLaws, AFailingWorkUndoesItselfAlone) {
  constexpr int kThreads = 12;
  std::atomic<int> failures{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 20; ++i) {
          const std::string key = std::to_string(t) + "/" + std::to_string(i);
          const bool fails = (t + i) % 3 == 0;
          const auto done = database_->write([&](Connection& c) -> Result<void> {
            TRY(put_setting(c, key, "half"));
            if (fails) return invalid("on purpose");
            return put_setting(c, key, "whole");
          });
          if (!done && done.error().message == "on purpose") ++failures;
          EXPECT_EQ(done.has_value(), !fails);
        }
      });
    }
  }
  EXPECT_EQ(failures, kThreads * 20 / 3);
  EXPECT_EQ(count(), kThreads * 20 - failures);
  EXPECT_EQ(must(database_->read([](Connection& c) { return read_int(query(c, "SELECT count(*) FROM setting WHERE value <> 'whole'")); })),
            0);
}

TEST_P(DatabaseLaws, AnExceptionUndoesItsWorkAndReachesItsCaller) {
  EXPECT_THROW(must(database_->write([](Connection& c) -> Result<void> {
                 TRY(put_setting(c, "key", "value"));
                 throw std::runtime_error("on purpose");
               })),
               std::runtime_error);
  EXPECT_EQ(count(), 0);
  must(put("next"));
}

TEST_P(DatabaseLaws, AReaderKeepsItsSnapshot) {
  must(put("before"));
  const auto seen = must(database_->read([&](Connection& c) -> Result<std::int64_t> {
    const auto first = TRY(read_int(query(c, "SELECT count(*) FROM setting")));
    std::jthread([&] { must(put("meanwhile")); }).join();
    const auto second = TRY(read_int(query(c, "SELECT count(*) FROM setting")));
    EXPECT_EQ(first, second);
    return second;
  }));
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseLaws, MoreReadersThanConnectionsWaitForEachOther) {
  must(put("key"));
  std::atomic<int> read{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 40; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 10; ++i)
          read += static_cast<int>(count());
      });
    }
  }
  EXPECT_EQ(read, 400);
}

TEST_P(DatabaseLaws, AReaderCannotWriteAndIsNoWorseForTrying) {
  for (int i = 0; i < 40; ++i) {
    EXPECT_FALSE(database_->read([](Connection& c) { return put_setting(c, "key", "value"); }));
  }
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseLaws, ADefectInSqlNamesIt) {
  const auto broken = database_->read([](Connection& c) { return read_int(query(c, "SELEKT 1")); });
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, ErrorKind::internal);
  EXPECT_THAT(broken.error().message, HasSubstr("SELEKT"));
  const auto two = database_->read([](Connection& c) { return read_int(query(c, "SELECT 1; SELECT 2")); });
  ASSERT_FALSE(two);
  EXPECT_THAT(two.error().message, HasSubstr("Not one SQL statement"));
}

TEST_P(DatabaseLaws, ValuesComeBackAsTheyWere) {
  const Uuid uuid = new_uuid();
  const std::string text("a\0ö", 4);
  const std::vector<std::uint8_t> blob{0, 255, 7};
  must(database_->read([&](Connection& c) -> Result<void> {
    auto row = TRY(query(c, "SELECT ?, ?, ?, ?, hex(?), ?, ?", std::int64_t{-5}, 0.1, text, uuid, blob, nullptr, std::string_view()));
    EXPECT_TRUE(TRY(row->step()));
    EXPECT_EQ(row->column_int(0), -5);
    EXPECT_EQ(row->column_double(1), 0.1);
    EXPECT_EQ(row->column_text(2), text);
    EXPECT_EQ(row->column_uuid(3), uuid);
    EXPECT_EQ(row->column_text(4), "00FF07");
    EXPECT_TRUE(row->column_is_null(5));
    EXPECT_FALSE(row->column_is_null(6));
    EXPECT_FALSE(TRY(row->step()));
    return {};
  }));
}

TEST_P(DatabaseLaws, TheSameStatementCanRunWithinItself) {
  must(put("a"));
  must(put("b"));
  const auto pairs = must(database_->read([](Connection& c) -> Result<int> {
    int seen = 0;
    auto outer = TRY(query(c, "SELECT key FROM setting ORDER BY key"));
    while (TRY(outer->step())) {
      auto inner = TRY(query(c, "SELECT key FROM setting ORDER BY key"));
      while (TRY(inner->step()))
        ++seen;
    }
    return seen;
  }));
  EXPECT_EQ(pairs, 4);
}

TEST_P(DatabaseLaws, BrokenConstraintsAreConflicts) {
  must(database_->write([](Connection& c) -> Result<void> {
    TRY(create_organization(c, "Acme"));
    return {};
  }));
  const auto twice = database_->write([](Connection& c) { return create_organization(c, "Acme"); });
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().kind, ErrorKind::conflict);
  EXPECT_THAT(twice.error().message, HasSubstr("'Acme' already"));
  EXPECT_THAT(twice.error().detail, HasSubstr("organization.name"));
  const auto orphan = database_->write([](Connection& c) {
    return execute(c, "INSERT INTO connector(id, organization_id, kind) VALUES (?, ?, 'local')", new_uuid(), new_uuid());
  });
  ASSERT_FALSE(orphan);
  EXPECT_EQ(orphan.error().kind, ErrorKind::conflict);
}

INSTANTIATE_TEST_SUITE_P(All, DatabaseLaws, ::testing::ValuesIn(database_backends().begin(), database_backends().end()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace kindred::store
