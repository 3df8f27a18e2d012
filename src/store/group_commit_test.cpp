// Law: works that wait together share one commit; each gets its own answer, and only after that commit.
#include "store/group_commit.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace kindred::store {
namespace {

using ::testing::ElementsAre;

// Notes what is executed, and fails a statement when told to.
struct Log {
  std::mutex mutex;
  std::vector<std::string> statements;
  std::string failing;
  std::function<void(const std::string&)> on_execute;

  int count(std::string_view sql) {
    const std::scoped_lock lock(mutex);
    return static_cast<int>(std::ranges::count(statements, sql));
  }
};

class NoteStatement final : public Statement {
 public:
  NoteStatement(Log& log, std::string sql) : log_(log), sql_(std::move(sql)) {}
  void bind(int, std::int64_t) override {}
  void bind(int, double) override {}
  void bind(int, std::string_view) override {}
  void bind(int, const Uuid&) override {}
  void bind_blob(int, std::span<const std::uint8_t>) override {}
  void bind_null(int) override {}
  Result<bool> step() override {
    if (log_.on_execute) log_.on_execute(sql_);
    const std::scoped_lock lock(log_.mutex);
    log_.statements.push_back(sql_);
    if (sql_ == log_.failing) return unavailable("the disk is full");
    return false;
  }
  [[nodiscard]] std::int64_t column_int(int) const override { return 0; }
  [[nodiscard]] double column_double(int) const override { return 0; }
  [[nodiscard]] std::string column_text(int) const override { return {}; }
  [[nodiscard]] Uuid column_uuid(int) const override { return {}; }
  [[nodiscard]] std::span<const std::uint8_t> column_blob(int) const override { return {}; }
  [[nodiscard]] bool column_is_null(int) const override { return true; }

 private:
  Log& log_;
  std::string sql_;
};

class NoteConnection final : public Connection {
 public:
  explicit NoteConnection(Log& log) : log_(log) {}
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override {
    return std::unique_ptr<Statement>(std::make_unique<NoteStatement>(log_, std::string(sql)));
  }
  [[nodiscard]] std::int64_t changes() const override { return 0; }

 private:
  Log& log_;
};

Result<void> insert(Connection& connection) {
  TRY(execute(connection, "INSERT"));
  return {};
}

TEST(GroupCommitTest, OneWorkIsOneTransaction) {
  Log log;
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  ASSERT_TRUE(writer.run(insert));
  EXPECT_THAT(log.statements, ElementsAre("BEGIN IMMEDIATE", "INSERT", "COMMIT"));
}

TEST(GroupCommitTest, AFailedFirstWorkIsUndoneByBeginningAgain) {
  Log log;
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  const auto failed = writer.run([](Connection& c) -> Result<void> {
    TRY(insert(c));
    return conflict("no");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "no");
  EXPECT_THAT(log.statements, ElementsAre("BEGIN IMMEDIATE", "INSERT", "ROLLBACK", "BEGIN IMMEDIATE", "COMMIT"));
}

struct Answers {
  Result<void> first;
  Result<void> second;
};

// Two works that share a batch: an INSERT holds the writer until `second` waits behind it.
Answers run_together(Log& log, const GroupCommit::Work& second) {
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  std::latch begun(1);
  std::latch queued(1);
  Answers answers;
  std::jthread holder([&] {
    answers.first = writer.run([&](Connection& c) {
      begun.count_down();
      queued.wait();
      return insert(c);
    });
  });
  begun.wait();
  std::jthread follower([&] { answers.second = writer.run(second); });
  while (writer.waiting() == 0)
    std::this_thread::yield();
  queued.count_down();
  holder.join();
  follower.join();
  return answers;
}

TEST(GroupCommitTest, ALaterWorkIsUndoneAlone) {
  Log log;
  const Answers answers = run_together(log, [](Connection&) -> Result<void> { return conflict("no"); });
  EXPECT_TRUE(answers.first);
  EXPECT_EQ(answers.second.error().message, "no");
  EXPECT_THAT(log.statements, ElementsAre("BEGIN IMMEDIATE", "INSERT", "SAVEPOINT work", "ROLLBACK TO work", "RELEASE work", "COMMIT"));
}

TEST(GroupCommitTest, WhatAWorkThrowsIsThrownAtItsCaller) {
  Log log;
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  EXPECT_THROW(
      {
        const auto result = writer.run([](Connection&) -> Result<void> { throw std::runtime_error("thrown"); });
        ADD_FAILURE() << result.has_value();
      },
      std::runtime_error);
  EXPECT_TRUE(writer.run(insert));
}

TEST(GroupCommitTest, WritersThatWaitShareCommits) {
  constexpr int kThreads = 64;
  Log log;
  std::latch all_started(kThreads);
  // The first commit takes until every writer has begun, as a slow disk would.
  log.on_execute = [&](const std::string& sql) {
    if (sql == "COMMIT") all_started.wait();
  };
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  std::atomic<int> answered{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        all_started.count_down();
        if (writer.run(insert)) ++answered;
      });
    }
  }
  EXPECT_EQ(answered, kThreads);
  EXPECT_EQ(log.count("INSERT"), kThreads);
  EXPECT_LE(log.count("COMMIT"), kThreads / 2);
}

TEST(GroupCommitTest, AFailedCommitFailsAllOfItsWorksAndNoOthers) {
  Log log;
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  log.failing = "COMMIT";
  const auto refused = writer.run(insert);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(log.statements.back(), "ROLLBACK");
  log.failing.clear();
  EXPECT_TRUE(writer.run(insert));
}

TEST(GroupCommitTest, ATransactionThatCannotBeginIsAnError) {
  Log log;
  log.failing = "BEGIN IMMEDIATE";
  GroupCommit writer(std::make_unique<NoteConnection>(log));
  EXPECT_EQ(writer.run(insert).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(log.count("INSERT"), 0);
}

TEST(GroupCommitTest, ALostTransactionTellsTheReasonOfTheWork) {
  Log log;
  log.failing = "ROLLBACK TO work";  // as when SQLite has rolled back everything because the disk is full
  const Answers answers = run_together(log, [](Connection&) -> Result<void> { return unavailable("Database: database or disk is full"); });
  EXPECT_EQ(answers.first.error().message, "Database: database or disk is full");
  EXPECT_EQ(answers.second.error().message, "Database: database or disk is full");
  EXPECT_EQ(log.count("COMMIT"), 0);
}

}  // namespace
}  // namespace kindred::store
