#include "jobs/running_job.h"

namespace kindred::jobs {

void RunningJob::progress(std::int64_t done, std::int64_t total, std::string_view stage) {
  bool is_due = false;
  {
    const std::scoped_lock lock(mutex_);
    progress_ = {done, total, std::string(stage)};
    const auto now = std::chrono::steady_clock::now();
    is_due = now - last_write_ >= kBetweenWrites;
    if (is_due) last_write_ = now;
  }
  on_progress_(with_progress(job_), is_due);
}

Job RunningJob::with_progress(Job job) const {
  const std::scoped_lock lock(mutex_);
  job.done = progress_.done;
  job.total = progress_.total;
  job.stage = progress_.stage;
  return job;
}

Result<void> RunningJob::ask_for(JobStatus wanted) {
  const std::scoped_lock lock(mutex_);
  if (asked_for_ == JobStatus::cancelled && wanted != JobStatus::cancelled) {
    return conflict("The job " + to_string(job_.id) + " is being cancelled");
  }
  asked_for_ = wanted;
  stop_.request();
  return {};
}

std::optional<JobStatus> RunningJob::asked_for() const {
  const std::scoped_lock lock(mutex_);
  return asked_for_;
}

void RunningJobs::add(const std::shared_ptr<RunningJob>& job) {
  const std::scoped_lock lock(mutex_);
  jobs_.insert_or_assign(job->job().id, job);
}

void RunningJobs::remove(JobId id) {
  const std::scoped_lock lock(mutex_);
  jobs_.erase(id);
}

std::shared_ptr<RunningJob> RunningJobs::find(JobId id) const {
  const std::scoped_lock lock(mutex_);
  const auto place = jobs_.find(id);
  return place == jobs_.end() ? nullptr : place->second;
}

void RunningJobs::shut_down_all() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, job] : jobs_)
    job->shut_down();
}

}  // namespace kindred::jobs
