// Law: jobs are taken once, in the order in which they were made, and only change from the status they are thought to have.
#include "store/jobs.h"

#include <gmock/gmock.h>

#include <mutex>
#include <set>
#include <thread>

#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class JobsTest : public ::testing::Test {
 protected:
  JobId add(const std::string& type, const std::string& target = "t") {
    Job job;
    job.id = JobId::make();
    job.organization_id = w_.organization.id;
    job.type = type;
    job.target = target;
    job.payload_json = "{}";
    job.username = "ada";
    job.created_at = now();
    w_.write([&](Connection& c) { return insert_job(c, job); });
    return job.id;
  }
  Job find(JobId id) {
    return w_.read([&](Connection& c) { return find_job(c, id); });
  }
  std::optional<Job> take() {
    return w_.write([](Connection& c) { return take_next_job(c); });
  }
  Result<Job> change(JobId id, std::vector<JobStatus> from, JobStatus to, const std::string& message = "") {
    return w_.database().write([&](Connection& c) { return change_job_status(c, id, from, to, message); });
  }
  std::vector<JobId> list(const JobQuery& wanted) {
    std::vector<JobId> ids;
    for (const Job& job : w_.read([&](Connection& c) { return list_jobs(c, w_.organization.id, wanted); }))
      ids.push_back(job.id);
    return ids;
  }
  TestWorkspace w_;
};

TEST_F(JobsTest, TakenInOrderEachOnce) {
  const JobId first = add("a");
  const JobId second = add("b");
  EXPECT_EQ(take()->id, first);
  EXPECT_EQ(take()->id, second);
  EXPECT_FALSE(take());
  EXPECT_EQ(find(first).status, JobStatus::running);
  EXPECT_TRUE(find(first).started_at);
}

TEST_F(JobsTest, ManyTakersGetDifferentJobs) {
  for (int i = 0; i < 40; ++i)
    add("a");
  std::mutex mutex;
  std::set<JobId> taken;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        while (const auto job = take()) {
          const std::scoped_lock lock(mutex);
          EXPECT_TRUE(taken.insert(job->id).second);
        }
      });
    }
  }
  EXPECT_EQ(taken.size(), 40U);
}

TEST_F(JobsTest, InterruptedOnesAreFirstAgainAndKeepTheirStart) {
  const JobId old = add("a");
  add("b");
  const Timestamp started = *take()->started_at;
  EXPECT_EQ(w_.write([](Connection& c) { return requeue_interrupted_jobs(c); }), 1);
  const Job again = *take();
  EXPECT_EQ(again.id, old);
  EXPECT_EQ(again.started_at, started);
}

TEST_F(JobsTest, AStatusChangesOnlyFromWhatItWasThoughtToBe) {
  const JobId id = add("a");
  take();
  must(change(id, {JobStatus::running}, JobStatus::succeeded, "all done"));
  const auto late = change(id, {JobStatus::running, JobStatus::queued}, JobStatus::cancelled);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_THAT(late.error().message, HasSubstr("succeeded"));
  EXPECT_EQ(find(id).message, "all done");
  EXPECT_TRUE(find(id).finished_at);
  EXPECT_EQ(change(JobId::make(), {JobStatus::queued}, JobStatus::paused).error().kind, ErrorKind::not_found);
}

TEST_F(JobsTest, ProgressOfWhatHasEndedStays) {
  const JobId id = add("a");
  take();
  w_.write([&](Connection& c) { return set_job_progress(c, id, 3, 10, "embedding"); });
  w_.write([&](Connection& c) { return set_job_payload(c, id, R"({"after":3})"); });
  must(change(id, {JobStatus::running}, JobStatus::failed, "why"));
  w_.write([&](Connection& c) { return set_job_progress(c, id, 9, 10, "late"); });
  const Job job = find(id);
  EXPECT_EQ(job.done, 3);
  EXPECT_EQ(job.total, 10);
  EXPECT_EQ(job.stage, "embedding");
  EXPECT_EQ(job.payload_json, R"({"after":3})");
}

TEST_F(JobsTest, ListedNewestFirstWithFilterAndCursor) {
  const JobId a = add("x", "one");
  const JobId b = add("y", "one");
  const JobId c = add("x", "two");
  take();
  EXPECT_THAT(list({}), ElementsAre(c, b, a));
  EXPECT_THAT(list({.type = "x"}), ElementsAre(c, a));
  EXPECT_THAT(list({.target = "one"}), ElementsAre(b, a));
  EXPECT_THAT(list({.type = "x", .target = "one"}), ElementsAre(a));
  EXPECT_THAT(list({.status = JobStatus::running}), ElementsAre(a));
  EXPECT_THAT(list({.limit = 2}), ElementsAre(c, b));
  EXPECT_THAT(list({.before = b}), ElementsAre(a));
}

}  // namespace
}  // namespace kindred::store
