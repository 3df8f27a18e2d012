// Law: a job whose process is killed at any moment goes on in the next one and does each of its items exactly once.
#include <gtest/gtest.h>

#include <random>

#include "base/testing/temp_folder.h"
#include "base/testing/victim.h"
#include "jobs/queue.h"
#include "store/database.h"
#include "store/organizations.h"

namespace kindred::jobs {
namespace {

constexpr std::int64_t kItems = 60;
constexpr std::int64_t kLongMs = 60'000;

Result<std::int64_t> count_items(store::Connection& c) {
  auto row = TRY(store::query(c, "SELECT count(*) FROM item"));
  TRY(row->step());
  return row->column_int(0);
}

// Adds one item a transaction, going on from those that are there. Items are unique, so doing one twice would fail the job.
Result<std::string> add_items(store::Database& database, Context& context, const kindred::testing::Victim::Tell& tell) {
  for (std::int64_t next = TRY(database.read(count_items)); next < kItems; ++next) {
    TRY(context.stop().check());
    TRY(database.write([&](store::Connection& c) { return store::execute(c, "INSERT INTO item(number) VALUES (?)", next); }));
    context.progress(next + 1, kItems, "adding");
    tell(static_cast<std::uint64_t>(next + 1));
  }
  return std::string("all added");
}

std::map<std::string, Work, std::less<>> work_on(store::Database& database, kindred::testing::Victim::Tell tell) {
  return {{"add items", [&database, tell = std::move(tell)](Context& context) { return add_items(database, context, tell); }}};
}

// In a process of its own, so that no thread of the database lives in the parent when it forks.
void prepare(const std::filesystem::path& path) {
  kindred::testing::Victim child([&](const auto& tell) {
    auto database = store::open_database(path).value();
    const Result<JobId> made = database->write([](store::Connection& c) -> Result<JobId> {
      const Organization organization = TRY(store::create_organization(c, "test"));
      TRY(store::execute(c, "CREATE TABLE item(number INTEGER PRIMARY KEY)"));
      return TRY(Queue::insert(c, {organization.id, "add items", "t", "{}", "user"}));
    });
    tell(made ? 1 : 0);
  });
  ASSERT_EQ(child.hear(), 1);
}

TEST(QueueKillTest, GoesOnAfterEachKill) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "test.sqlite";
  prepare(path);
  std::mt19937 random(1);
  std::uint64_t told = 0;
  for (int kill = 0; kill < 6; ++kill) {
    kindred::testing::Victim child([&](const auto& tell) {
      auto database = store::open_database(path).value();
      auto queue = make_queue(*database);
      if (!queue->start(work_on(*database, tell), 1)) ::_exit(1);
      ::pause();
    });
    const std::uint64_t until = told + 1 + random() % 8;
    while (told < until) {
      const auto number = child.hear();
      ASSERT_TRUE(number) << "the child died by itself";
      ASSERT_GT(*number, told) << "an item was done twice";
      told = *number;
    }
    for (const std::uint64_t number : child.kill_and_hear_the_rest())
      told = number;
  }
  ASSERT_LT(told, static_cast<std::uint64_t>(kItems)) << "the job must still have had something to do";

  auto database = store::open_database(path).value();
  const std::int64_t kept = database->read(count_items).value();
  EXPECT_TRUE(kept == static_cast<std::int64_t>(told) || kept == static_cast<std::int64_t>(told) + 1)
      << kept << " kept, " << told << " told";
  auto queue = make_queue(*database);
  ASSERT_TRUE(queue->start(work_on(*database, [](std::uint64_t) {}), 1));
  const auto organization = database->read([](store::Connection& c) { return store::first_organization(c); }).value();
  const auto jobs = queue->list(organization->id, {}).value();
  ASSERT_EQ(jobs.size(), 1U);
  const Job job = queue->wait(jobs.front().id, kLongMs).value();
  EXPECT_EQ(job.status, JobStatus::succeeded) << job.message;
  EXPECT_EQ(job.done, kItems);
  EXPECT_EQ(database->read(count_items).value(), kItems);
}

}  // namespace
}  // namespace kindred::jobs
