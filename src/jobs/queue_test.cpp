// Law: every job runs to its end exactly once, in the order of insertion, over stops and restarts; cancel, pause and resume end as
// their header says.
#include "jobs/queue.h"

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <stdexcept>
#include <thread>

#include "base/testing/temp_folder.h"
#include "store/database.h"
#include "store/jobs.h"
#include "store/organizations.h"

namespace kindred::jobs {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::int64_t kLongMs = 60'000;  // never waited for when the code is right

// Opens once; who comes to a closed gate waits.
class Gate {
 public:
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

// The changes a queue tells of, kept so that a test can wait for one.
class Changes {
 public:
  void add(const Job& job) {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(job);
    changed_.notify_all();
  }
  // Waits for the next change of the job to this status, after those already waited for.
  Job wait_for(JobId id, JobStatus status) {
    std::unique_lock lock(mutex_);
    while (true) {
      for (; looked_at_ < jobs_.size(); ++looked_at_) {
        if (jobs_[looked_at_].id == id && jobs_[looked_at_].status == status) return jobs_[looked_at_++];
      }
      changed_.wait(lock);
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::size_t looked_at_ = 0;
};

// Counts the transactions that go through it.
class CountingDatabase final : public store::Database {
 public:
  explicit CountingDatabase(store::Database& below) : below_(below) {}
  [[nodiscard]] int writes() const { return writes_; }

 private:
  Result<void> run_write(const std::function<Result<void>(store::Connection&)>& work) override {
    ++writes_;
    return below_.write(work);
  }
  Result<void> run_read(const std::function<Result<void>(store::Connection&)>& work) override { return below_.read(work); }

  store::Database& below_;
  std::atomic<int> writes_ = 0;
};

// Work that goes on until it is told to stop, as long work does.
Result<std::string> until_stopped(Context& context) {
  while (!context.stop().requested())
    std::this_thread::yield();
  TRY(context.stop().check());
  return std::string("not reached");
}

class QueueTest : public ::testing::Test {
 protected:
  QueueTest() {
    auto opened = store::open_database(folder_ / "test.sqlite");
    EXPECT_TRUE(opened) << opened.error().message;
    database_ = *std::move(opened);
    auto made = database_->write([](store::Connection& c) { return store::create_organization(c, "test"); });
    EXPECT_TRUE(made) << made.error().message;
    organization_ = made->id;
    renew();
  }

  // Ends the queue and makes a new one on the same database, as a restart does.
  void renew() {
    queue_.reset();
    queue_ = make_queue(*database_);
    queue_->listen([this](const Job& job) { changes_.add(job); });
  }
  JobId insert(const std::string& type, const std::string& target = "t") {
    auto id = database_->write([&](store::Connection& c) { return Queue::insert(c, {organization_, type, target, "{}", "user"}); });
    EXPECT_TRUE(id) << id.error().message;
    queue_->wake();
    return *id;
  }
  void start(std::map<std::string, Work, std::less<>> work, std::size_t workers = 1) {
    const auto started = queue_->start(std::move(work), workers);
    ASSERT_TRUE(started) << started.error().message;
  }
  Job wait(JobId id) {
    auto job = queue_->wait(id, kLongMs);
    EXPECT_TRUE(job) << job.error().message;
    return *std::move(job);
  }

  kindred::testing::TempFolder folder_;
  std::unique_ptr<store::Database> database_;
  OrganizationId organization_;
  Changes changes_;  // before the queue, whose threads use it to their end
  std::unique_ptr<Queue> queue_;
};

TEST_F(QueueTest, RunsAJobAndKeepsItsMessage) {
  start({{"add", [](Context& context) -> Result<std::string> {
            context.progress(2, 3, "adding");
            return "added to " + context.job().target;
          }}});
  const Job job = wait(insert("add", "the list"));
  EXPECT_EQ(job.status, JobStatus::succeeded);
  EXPECT_EQ(job.message, "added to the list");
  EXPECT_EQ(job.done, 2);
  EXPECT_EQ(job.total, 3);
  EXPECT_EQ(job.stage, "adding");
  EXPECT_EQ(job.username, "user");
  EXPECT_TRUE(job.started_at && job.finished_at && *job.started_at <= *job.finished_at);
}

TEST_F(QueueTest, OneWorkerRunsFirstInFirstOut) {
  std::vector<std::string> order;
  std::vector<JobId> ids;
  for (const char* target : {"a", "b", "c", "d"})
    ids.push_back(insert("note", target));
  start({{"note", [&](Context& context) -> Result<std::string> {
            order.push_back(context.job().target);
            return std::string();
          }}});
  wait(ids.back());
  EXPECT_THAT(order, ElementsAre("a", "b", "c", "d"));
}

TEST_F(QueueTest, EachJobRunsExactlyOnceAndNoWakeIsLost) {
  constexpr int kThreads = 4;
  constexpr int kJobsEach = 25;
  std::mutex mutex;
  std::map<JobId, int> runs;
  start({{"count",
          [&](Context& context) -> Result<std::string> {
            const std::scoped_lock lock(mutex);
            ++runs[context.job().id];
            return std::string();
          }}},
        3);
  std::vector<std::vector<JobId>> ids(kThreads);
  {
    std::vector<std::jthread> inserters;
    for (auto& own : ids) {
      // Waiting for every other job lets the workers fall asleep between the inserts.
      inserters.emplace_back([&] {
        for (int i = 0; i < kJobsEach; ++i) {
          own.push_back(insert("count"));
          if (i % 2 == 0) wait(own.back());
        }
      });
    }
  }
  for (const auto& own : ids) {
    for (const JobId id : own)
      EXPECT_EQ(wait(id).status, JobStatus::succeeded);
  }
  queue_->stop();
  EXPECT_EQ(runs.size(), static_cast<std::size_t>(kThreads * kJobsEach));
  for (const auto& [id, count] : runs)
    EXPECT_EQ(count, 1);
}

TEST_F(QueueTest, FailuresSayWhy) {
  start({{"fail", [](Context&) -> Result<std::string> { return invalid("The file 'x' is empty", "Take another one"); }},
         {"throw", [](Context&) -> Result<std::string> { throw std::runtime_error("out of luck"); }},
         {"throw a number", [](Context&) -> Result<std::string> { throw 42; }},
         {"stop by itself", [](Context&) -> Result<std::string> { return Error{ErrorKind::stopped, "enough", {}}; }}});
  const auto message_of = [&](const std::string& type) {
    const Job job = wait(insert(type));
    EXPECT_EQ(job.status, JobStatus::failed) << type;
    EXPECT_TRUE(job.finished_at);
    return job.message;
  };
  EXPECT_EQ(message_of("fail"), "The file 'x' is empty. Take another one");
  EXPECT_THAT(message_of("throw"), HasSubstr("out of luck"));
  EXPECT_THAT(message_of("throw a number"), HasSubstr("throw a number"));
  EXPECT_THAT(message_of("stop by itself"), HasSubstr("enough"));
  EXPECT_THAT(message_of("dance"), ::testing::AllOf(HasSubstr("'dance'"), HasSubstr("fail, stop by itself, throw")));
}

TEST_F(QueueTest, CancelEndsAQueuedJobAtOnceAndARunningOneWhenItStops) {
  start({{"long", until_stopped}});
  const JobId running = insert("long");
  changes_.wait_for(running, JobStatus::running);
  const JobId queued = insert("long");
  EXPECT_EQ(queue_->cancel(queued)->status, JobStatus::cancelled);
  EXPECT_TRUE(queue_->cancel(running));
  EXPECT_EQ(wait(running).status, JobStatus::cancelled);
  EXPECT_EQ(queue_->cancel(running).error().kind, ErrorKind::conflict);
  EXPECT_EQ(queue_->pause(running).error().kind, ErrorKind::conflict);
  EXPECT_EQ(queue_->resume(running).error().kind, ErrorKind::conflict);
  EXPECT_EQ(queue_->cancel(JobId::make()).error().kind, ErrorKind::not_found);
}

TEST_F(QueueTest, WorkThatEndsBeforeItSeesACancelKeepsItsEnd) {
  Gate gate;
  start({{"deaf", [&](Context&) -> Result<std::string> {
            gate.wait();
            return std::string("done");
          }}});
  const JobId id = insert("deaf");
  changes_.wait_for(id, JobStatus::running);
  EXPECT_EQ(queue_->cancel(id)->status, JobStatus::running);
  EXPECT_EQ(queue_->pause(id).error().kind, ErrorKind::conflict) << "a cancel can't be taken back";
  gate.open();
  EXPECT_EQ(wait(id).status, JobStatus::succeeded);
}

TEST_F(QueueTest, PausedJobsWaitAndResumedOnesRunAgain) {
  std::atomic<bool> may_end = false;
  start({{"long", [&](Context& context) -> Result<std::string> {
            if (may_end) return std::string("done");
            return until_stopped(context);
          }}});
  const JobId id = insert("long");
  changes_.wait_for(id, JobStatus::running);
  EXPECT_TRUE(queue_->pause(id));
  EXPECT_EQ(changes_.wait_for(id, JobStatus::paused).finished_at, std::nullopt);
  EXPECT_EQ(queue_->wait(id, 0)->status, JobStatus::paused);
  may_end = true;
  EXPECT_EQ(wait(insert("long")).status, JobStatus::succeeded) << "a paused job must not keep others from running";
  EXPECT_EQ(queue_->find(id)->status, JobStatus::paused);
  EXPECT_TRUE(queue_->resume(id));
  EXPECT_EQ(wait(id).status, JobStatus::succeeded);
}

TEST_F(QueueTest, AJobPausedBeforeItBeganStaysPausedOverARestart) {
  const JobId id = insert("quick");
  EXPECT_EQ(queue_->pause(id)->status, JobStatus::paused);
  renew();
  start({{"quick", [](Context&) -> Result<std::string> { return std::string(); }}});
  EXPECT_EQ(wait(insert("quick")).status, JobStatus::succeeded);
  EXPECT_EQ(queue_->find(id)->status, JobStatus::paused);
  EXPECT_EQ(queue_->resume(id)->status, JobStatus::queued);
  EXPECT_EQ(wait(id).status, JobStatus::succeeded);
}

TEST_F(QueueTest, ResumedWhileItStopsIsQueuedAgain) {
  Gate asked;
  std::atomic<int> lives = 0;
  start({{"long", [&](Context& context) -> Result<std::string> {
            if (++lives > 1) return std::string("done");
            asked.wait();
            TRY(context.stop().check());
            return std::string("not reached");
          }}});
  const JobId id = insert("long");
  changes_.wait_for(id, JobStatus::running);
  EXPECT_TRUE(queue_->pause(id));
  EXPECT_TRUE(queue_->resume(id));
  asked.open();
  EXPECT_EQ(wait(id).message, "done");
  EXPECT_EQ(lives, 2);
}

TEST_F(QueueTest, AJobStoppedByShutdownGoesOnAfterRestartAheadOfYoungerOnes) {
  std::vector<std::string> order;
  start({{"long", until_stopped}});
  const JobId first = insert("long", "first");
  changes_.wait_for(first, JobStatus::running);
  const JobId second = insert("long", "second");
  queue_->stop();
  EXPECT_EQ(queue_->find(first)->status, JobStatus::queued);
  renew();
  start({{"long", [&](Context& context) -> Result<std::string> {
            order.push_back(context.job().target);
            return std::string();
          }}});
  EXPECT_EQ(wait(first).status, JobStatus::succeeded);
  EXPECT_EQ(wait(second).status, JobStatus::succeeded);
  queue_->stop();
  EXPECT_THAT(order, ElementsAre("first", "second"));
}

TEST_F(QueueTest, AJobFoundRunningAtStartIsRunAgain) {
  const JobId id = insert("quick");
  ASSERT_TRUE(database_->write([](store::Connection& c) { return store::take_next_job(c); }));  // its worker is lost
  start({{"quick", [](Context&) -> Result<std::string> { return std::string("again"); }}});
  EXPECT_EQ(wait(id).message, "again");
}

TEST_F(QueueTest, ProgressIsReadAtOnceAndWrittenSeldom) {
  CountingDatabase counting(*database_);
  queue_.reset();
  queue_ = make_queue(counting);
  Gate reported;
  Gate looked;
  constexpr int kReports = 10'000;
  std::atomic<int> writes_of_reports = 0;
  std::chrono::steady_clock::duration time_of_reports{};
  start({{"report", [&](Context& context) -> Result<std::string> {
            const int before = counting.writes();
            const auto begin = std::chrono::steady_clock::now();
            for (int i = 1; i <= kReports; ++i)
              context.progress(i, kReports, "reporting");
            time_of_reports = std::chrono::steady_clock::now() - begin;
            writes_of_reports = counting.writes() - before;
            reported.open();
            looked.wait();
            return std::string();
          }}});
  const JobId id = insert("report");
  reported.wait();
  EXPECT_EQ(queue_->find(id)->done, kReports);
  EXPECT_EQ(queue_->list(organization_, {}).value().front().stage, "reporting");
  EXPECT_LE(writes_of_reports, 1 + std::chrono::duration_cast<std::chrono::seconds>(time_of_reports).count());
  looked.open();
  EXPECT_EQ(wait(id).done, kReports);
}

TEST_F(QueueTest, ListsNewestFirstAndByFilter) {
  const JobId a = insert("one", "x");
  const JobId b = insert("two", "x");
  const JobId c = insert("one", "y");
  const auto ids = [&](const JobFilter& filter) {
    std::vector<JobId> found;
    const std::vector<Job> jobs = queue_->list(organization_, filter).value();
    for (const Job& job : jobs)
      found.push_back(job.id);
    return found;
  };
  EXPECT_THAT(ids({}), ElementsAre(c, b, a));
  EXPECT_THAT(ids({.type = "one"}), ElementsAre(c, a));
  EXPECT_THAT(ids({.target = "x"}), ElementsAre(b, a));
  EXPECT_THAT(ids({.limit = 1}), ElementsAre(c));
  EXPECT_THAT(ids({.before = c}), ElementsAre(b, a));
}

TEST_F(QueueTest, WaitGivesTheJobAsItIsWhenTheTimeIsOver) {
  const JobId id = insert("never");
  EXPECT_EQ(queue_->wait(id, 1)->status, JobStatus::queued);
  EXPECT_EQ(queue_->wait(JobId::make(), 1).error().kind, ErrorKind::not_found);
}

TEST_F(QueueTest, WaitTakesTheLongestTimeoutThereIs) {
  start({{"quick", [](Context&) -> Result<std::string> { return std::string(); }}});
  EXPECT_EQ(queue_->wait(insert("quick"), std::numeric_limits<std::int64_t>::max())->status, JobStatus::succeeded);
}

TEST_F(QueueTest, StartsOnceAndStopsAnyNumberOfTimes) {
  start({});
  EXPECT_EQ(queue_->start({}, 1).error().kind, ErrorKind::conflict);
  queue_->stop();
  queue_->stop();
  start({{"quick", [](Context&) -> Result<std::string> { return std::string(); }}});
  EXPECT_EQ(wait(insert("quick")).status, JobStatus::succeeded);
}

}  // namespace
}  // namespace kindred::jobs
