// A job while a worker has it: its progress, and what was asked of it meanwhile. The Context that its work sees.
// Thread-safety: all members, any thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stop_flag.h"
#include "jobs/queue.h"
#include "model/job.h"

namespace kindred::jobs {

class RunningJob final : public Context {
 public:
  // Gets the job with its new progress, and whether the database is due to learn of it.
  using OnProgress = std::function<void(const Job& job, bool is_due)>;
  static constexpr std::chrono::seconds kBetweenWrites{1};

  RunningJob(Job job, OnProgress on_progress) : job_(std::move(job)), on_progress_(std::move(on_progress)) {
    progress_ = {job_.done, job_.total, job_.stage};
  }

  [[nodiscard]] const Job& job() const override { return job_; }
  [[nodiscard]] const StopFlag& stop() const override { return stop_; }
  void progress(std::int64_t done, std::int64_t total, std::string_view stage) override;

  // `job`, a row of this job, with the progress of this moment.
  [[nodiscard]] Job with_progress(Job job) const;

  // Asks the work to stop, so that the job becomes `wanted`: cancelled, paused or (resumed while it was stopping) queued. `conflict`
  // when it is being cancelled already and something else is wanted.
  Result<void> ask_for(JobStatus wanted);
  [[nodiscard]] std::optional<JobStatus> asked_for() const;
  // Asks the work to stop because the program ends: the job becomes queued unless something else was asked for.
  void shut_down() { stop_.request(); }

 private:
  struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string stage;
  };

  const Job job_;  // as it was taken
  const OnProgress on_progress_;
  StopFlag stop_;
  mutable std::mutex mutex_;  // guards what follows
  Progress progress_;
  std::optional<JobStatus> asked_for_;
  std::chrono::steady_clock::time_point last_write_ = std::chrono::steady_clock::now();
};

// The running jobs of a queue, by id.
class RunningJobs {
 public:
  void add(const std::shared_ptr<RunningJob>& job);
  void remove(JobId id);
  // Null when no worker has it.
  [[nodiscard]] std::shared_ptr<RunningJob> find(JobId id) const;
  void shut_down_all();

 private:
  mutable std::mutex mutex_;
  std::map<JobId, std::shared_ptr<RunningJob>> jobs_;
};

}  // namespace kindred::jobs
