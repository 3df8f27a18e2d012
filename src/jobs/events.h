// How the threads of a queue tell each other that something has changed, without losing any of it: a counter that only grows.
//
// Who waits reads count() first, then looks at the state, then waits for the counter to have grown beyond what was read: a change
// between the look and the wait ends the wait at once. Thread-safety: all members, any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace kindred::jobs {

class Events {
 public:
  using Time = std::chrono::steady_clock::time_point;

  [[nodiscard]] std::uint64_t count() const {
    const std::scoped_lock lock(mutex_);
    return count_;
  }
  void announce() {
    const std::scoped_lock lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  void wait(std::uint64_t seen) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ != seen; });
  }
  // False when nothing has happened until then.
  bool wait_until(std::uint64_t seen, Time deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] { return count_ != seen; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::uint64_t count_ = 0;
};

}  // namespace kindred::jobs
