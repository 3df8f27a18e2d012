// Changes of Jobs as events ("job", with the job's version 2 form). Progress of one job is told at most a few times a second,
// a change of its status always. Thread-safety: any thread.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "api/event_hub.h"
#include "model/job.h"

namespace kindred::api {

class JobNews {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kPause{250};

  explicit JobNews(std::shared_ptr<EventHub> hub) : hub_(std::move(hub)) {}
  void tell(const Job& job, Clock::time_point at = Clock::now());

 private:
  struct Told {
    JobStatus status;
    Clock::time_point at;
  };
  std::shared_ptr<EventHub> hub_;
  std::mutex mutex_;
  std::unordered_map<JobId, Told> told_;  // of jobs that have not ended
};

}  // namespace kindred::api
