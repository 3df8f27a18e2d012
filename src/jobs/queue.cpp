#include "jobs/queue.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/threads.h"
#include "jobs/events.h"
#include "jobs/running_job.h"
#include "store/jobs.h"

namespace kindred::jobs {
namespace {

using std::chrono::steady_clock;

constexpr std::array kNotEnded = {JobStatus::queued, JobStatus::running, JobStatus::paused};
constexpr std::array kRunning = {JobStatus::running};
constexpr std::array kPaused = {JobStatus::paused};
constexpr std::chrono::hours kLongestWait{24 * 365};  // so that a deadline can be computed
// A database that can't be written to (a full disk) is tried again after these pauses, the last one again and again.
constexpr std::array kPauses = {std::chrono::seconds(1), std::chrono::seconds(5), std::chrono::seconds(20)};

Error has_ended(const Job& job) { return conflict("The job " + to_string(job.id) + " has already " + std::string(to_string(job.status))); }

std::string sentence(const Error& error) { return error.detail.empty() ? error.message : error.message + ". " + error.detail; }

// A disk that is full, or away, is waited for until the process stops: the work is done, and nothing else can be stored meanwhile
// either. Whatever else is wrong will hardly mend itself.
bool is_worth_another_try(const Error& error, std::size_t tries) { return error.kind == ErrorKind::unavailable || tries < kPauses.size(); }

std::string names_of(const std::map<std::string, Work, std::less<>>& work) {
  std::string names;
  for (const auto& [name, unused] : work)
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

// Every change of a row's status is made on the database's writer thread together with what goes with it in memory (a job that is
// taken is added to running_ there), so that no two changes can cross.
class DatabaseQueue final : public Queue {
 public:
  explicit DatabaseQueue(store::Database& database) : database_(database) {}
  ~DatabaseQueue() override { stop_workers(); }

  void wake() override { new_work_.announce(); }
  Result<Job> find(JobId id) override;
  Result<std::vector<Job>> list(OrganizationId organization, const JobFilter& filter) override;
  Result<Job> cancel(JobId id) override { return ask_for(id, JobStatus::cancelled); }
  Result<Job> pause(JobId id) override { return ask_for(id, JobStatus::paused); }
  Result<Job> resume(JobId id) override;
  Result<Job> wait(JobId id, std::int64_t timeout_ms) override;
  void listen(Listener listener) override;
  Result<void> start(std::map<std::string, Work, std::less<>> work, std::size_t workers) override;
  void stop() override { stop_workers(); }

 private:
  Result<Job> ask_for(JobId id, JobStatus wanted);
  void stop_workers();
  void work_until_stopped(std::size_t worker);
  Result<std::shared_ptr<RunningJob>> take();  // null when none is queued
  void run(const std::shared_ptr<RunningJob>& running);
  Result<std::string> do_work(RunningJob& running);
  Result<Job> end(const RunningJob& running, const Result<std::string>& result);
  [[nodiscard]] std::pair<JobStatus, std::string> outcome(const RunningJob& running, const Result<std::string>& result) const;
  void pause_before_retry(std::chrono::seconds pause);
  void on_progress(const Job& job, bool is_due);
  void announce(const Job& job);

  store::Database& database_;
  RunningJobs running_;
  Events new_work_;
  Events ended_;

  std::mutex listening_;  // guards listeners_
  std::vector<std::shared_ptr<const Listener>> listeners_;

  std::mutex starting_;  // guards workers_, and work_ while there are none
  std::vector<std::thread> workers_;
  std::map<std::string, Work, std::less<>> work_;
  std::atomic<bool> stopping_ = false;
};

Result<Job> DatabaseQueue::find(JobId id) {
  // In this order: a job that ends in between is found ended, and one that runs never shows older progress than it had before.
  const std::shared_ptr<RunningJob> running = running_.find(id);
  Job job = TRY(database_.read([&](store::Connection& c) { return store::find_job(c, id); }));
  return running && job.status == JobStatus::running ? running->with_progress(std::move(job)) : job;
}

Result<std::vector<Job>> DatabaseQueue::list(OrganizationId organization, const JobFilter& filter) {
  const store::JobQuery query{filter.type, filter.target, filter.status, filter.limit, filter.before};
  auto jobs = TRY(database_.read([&](store::Connection& c) { return store::list_jobs(c, organization, query); }));
  for (Job& job : jobs) {
    const std::shared_ptr<RunningJob> running = running_.find(job.id);
    if (running && job.status == JobStatus::running) job = running->with_progress(std::move(job));
  }
  return jobs;
}

Result<Job> DatabaseQueue::ask_for(JobId id, JobStatus wanted) {
  const Job job = TRY(database_.write([&](store::Connection& c) -> Result<Job> {
    Job found = TRY(store::find_job(c, id));
    if (is_final(found.status)) return has_ended(found);
    if (const auto running = running_.find(id)) {
      TRY(running->ask_for(wanted));
      return running->with_progress(std::move(found));
    }
    // One that is `running` here has no worker: it was interrupted and not queued again yet.
    return store::change_job_status(c, id, kNotEnded, wanted, {});
  }));
  if (job.status == wanted) announce(job);
  return job;
}

Result<Job> DatabaseQueue::resume(JobId id) {
  const Job job = TRY(database_.write([&](store::Connection& c) -> Result<Job> {
    Job found = TRY(store::find_job(c, id));
    if (is_final(found.status)) return has_ended(found);
    if (found.status == JobStatus::paused) return store::change_job_status(c, id, kPaused, JobStatus::queued, {});
    // Its work was told to stop and can't be told otherwise: it is queued again when it has.
    const auto running = running_.find(id);
    if (running && running->asked_for()) TRY(running->ask_for(JobStatus::queued));
    return found;
  }));
  if (job.status == JobStatus::queued) announce(job);
  wake();
  return job;
}

Result<Job> DatabaseQueue::wait(JobId id, std::int64_t timeout_ms) {
  const auto timeout = std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds(timeout_ms), {}, kLongestWait);
  const auto deadline = steady_clock::now() + timeout;
  while (true) {
    const std::uint64_t seen = ended_.count();
    Job job = TRY(find(id));
    if (is_final(job.status) || !ended_.wait_until(seen, deadline)) return job;
  }
}

void DatabaseQueue::listen(Listener listener) {
  const std::scoped_lock lock(listening_);
  listeners_.push_back(std::make_shared<const Listener>(std::move(listener)));
}

Result<void> DatabaseQueue::start(std::map<std::string, Work, std::less<>> work, std::size_t workers) {
  const std::scoped_lock lock(starting_);
  if (!workers_.empty()) return conflict("The job queue has been started already");
  const auto requeued = TRY(database_.write([](store::Connection& c) { return store::requeue_interrupted_jobs(c); }));
  if (requeued > 0) log_info("jobs_resumed=" + std::to_string(requeued));
  work_ = std::move(work);
  stopping_ = false;
  for (std::size_t i = 0; i < workers; ++i)
    workers_.emplace_back([this, i] { work_until_stopped(i); });
  return {};
}

void DatabaseQueue::stop_workers() {
  const std::scoped_lock lock(starting_);
  stopping_ = true;
  running_.shut_down_all();
  new_work_.announce();
  for (std::thread& worker : workers_)
    worker.join();
  workers_.clear();
}

void DatabaseQueue::work_until_stopped(std::size_t worker) {
  name_this_thread("job-" + std::to_string(worker));
  lower_this_threads_priority();
  while (true) {
    const std::uint64_t seen = new_work_.count();
    if (stopping_) return;
    const Result<std::shared_ptr<RunningJob>> taken = take();
    if (!taken) {
      log_error("no_job_taken reason=\"" + sentence(taken.error()) + "\"");
      pause_before_retry(kPauses.back());
    } else if (*taken) {
      run(*taken);
    } else {
      new_work_.wait(seen);
    }
  }
}

Result<std::shared_ptr<RunningJob>> DatabaseQueue::take() {
  std::shared_ptr<RunningJob> running;
  const Result<void> committed = database_.write([&](store::Connection& c) -> Result<void> {
    std::optional<Job> job = TRY(store::take_next_job(c));
    if (!job) return {};
    running = std::make_shared<RunningJob>(*std::move(job), [this](const Job& changed, bool is_due) { on_progress(changed, is_due); });
    running_.add(running);
    return {};
  });
  if (!committed) {
    if (running) running_.remove(running->job().id);
    return committed.error();
  }
  // A stop between the look at stopping_ and add() has not reached it.
  if (running && stopping_) running->shut_down();
  return running;
}

void DatabaseQueue::run(const std::shared_ptr<RunningJob>& running) {
  announce(running->job());
  const Result<std::string> result = do_work(*running);
  Result<Job> ended = end(*running, result);
  for (std::size_t tries = 0; !ended && !stopping_ && is_worth_another_try(ended.error(), tries); ++tries) {
    log_error("job=" + to_string(running->job().id) + " end_not_stored reason=\"" + sentence(ended.error()) + "\"");
    pause_before_retry(kPauses.at(std::min(tries, kPauses.size() - 1)));
    ended = end(*running, result);
  }
  running_.remove(running->job().id);
  if (ended) {
    announce(*ended);
  } else {
    log_error("job=" + to_string(running->job().id) + " will run again at the next start: " + sentence(ended.error()));
  }
}

Result<std::string> DatabaseQueue::do_work(RunningJob& running) {
  const std::string& type = running.job().type;
  const auto row = work_.find(type);
  if (row == work_.end()) return unsupported("There is no work of the type '" + type + "' in this program: it knows " + names_of(work_));
  // Work is written by others and calls libraries; whatever leaves it ends this job and no other.
  try {
    return row->second(running);
  } catch (const std::exception& thrown) {
    return internal_error("The work '" + type + "' broke off: " + thrown.what());
  } catch (...) {
    return internal_error("The work '" + type + "' broke off with an unknown exception");
  }
}

Result<Job> DatabaseQueue::end(const RunningJob& running, const Result<std::string>& result) {
  return database_.write([&](store::Connection& c) -> Result<Job> {
    const auto [status, message] = outcome(running, result);
    const Job last = running.with_progress(running.job());
    TRY(store::set_job_progress(c, last.id, last.done, last.total, last.stage));
    return store::change_job_status(c, last.id, kRunning, status, message);
  });
}

std::pair<JobStatus, std::string> DatabaseQueue::outcome(const RunningJob& running, const Result<std::string>& result) const {
  if (result) return {JobStatus::succeeded, *result};
  if (result.error().kind != ErrorKind::stopped) return {JobStatus::failed, sentence(result.error())};
  if (const auto asked_for = running.asked_for()) return {*asked_for, {}};
  if (stopping_) return {JobStatus::queued, {}};
  // Queued again it would only stop again.
  return {JobStatus::failed, "The work stopped by itself: " + sentence(result.error())};
}

void DatabaseQueue::pause_before_retry(std::chrono::seconds pause) {
  const auto deadline = steady_clock::now() + pause;
  while (!stopping_) {
    const std::uint64_t seen = new_work_.count();
    if (stopping_ || !new_work_.wait_until(seen, deadline)) return;
  }
}

void DatabaseQueue::on_progress(const Job& job, bool is_due) {
  announce(job);
  if (!is_due) return;
  const Result<void> written =
      database_.write([&](store::Connection& c) { return store::set_job_progress(c, job.id, job.done, job.total, job.stage); });
  // Not fatal: the next write, or the job's end, brings it.
  if (!written) log_warning("job=" + to_string(job.id) + " progress_not_stored reason=\"" + sentence(written.error()) + "\"");
}

void DatabaseQueue::announce(const Job& job) {
  std::vector<std::shared_ptr<const Listener>> listeners;
  {
    const std::scoped_lock lock(listening_);
    listeners = listeners_;
  }
  for (const auto& listener : listeners)
    (*listener)(job);
  if (is_final(job.status)) ended_.announce();
  if (job.status == JobStatus::queued) new_work_.announce();
}

}  // namespace

Result<JobId> Queue::insert(store::Connection& connection, const NewJob& job) {
  Job row;
  row.id = JobId::make();
  row.organization_id = job.organization_id;
  row.type = job.type;
  row.target = job.target;
  row.payload_json = job.payload_json;
  row.username = job.username;
  row.created_at = now();
  TRY(store::insert_job(connection, row));
  return row.id;
}

std::unique_ptr<Queue> make_queue(store::Database& database) { return std::make_unique<DatabaseQueue>(database); }

}  // namespace kindred::jobs
