#include "projection/crew.h"

#include <algorithm>

#include "base/threads.h"

namespace kindred::projection {

Crew::Crew(std::size_t threads) {
  const std::size_t wanted = threads == 0 ? usable_cpus() : threads;
  for (std::size_t i = 1; i < wanted; ++i)
    helpers_.emplace_back([this] { serve(); });
}

Crew::~Crew() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& helper : helpers_)
    helper.join();
}

void Crew::serve() {
  name_this_thread("map");
  std::size_t seen = 0;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return closing_ || generation_ != seen; });
    if (closing_) return;
    seen = generation_;
    const Task task = task_;
    lock.unlock();
    take_pieces(task, {});
    lock.lock();
    if (--busy_ == 0) changed_.notify_all();
  }
}

void Crew::take_pieces(const Task& task, const Progress& progress) {
  while (!task.stop->requested()) {
    const std::size_t piece = next_.fetch_add(1, std::memory_order_relaxed);
    if (piece >= task.pieces) return;
    (*task.body)(piece);
    if (progress) progress(static_cast<double>(piece + 1) / static_cast<double>(task.pieces));
  }
}

Result<void> Crew::run(std::size_t pieces, const std::function<void(std::size_t)>& body, const StopFlag& stop, const Progress& progress) {
  const Task task{&body, &stop, pieces};
  const bool alone = helpers_.empty() || pieces < 2;
  next_.store(0, std::memory_order_relaxed);
  if (!alone) {
    const std::lock_guard lock(mutex_);
    task_ = task;
    busy_ = helpers_.size();
    ++generation_;
    changed_.notify_all();
  }
  take_pieces(task, progress);
  if (!alone) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return busy_ == 0; });
  }
  return stop.check();
}

Result<void> Crew::run_ranges(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body,
                              const StopFlag& stop, const Progress& progress) {
  const auto piece = [&](std::size_t index) { body(index * grain, std::min(count, (index + 1) * grain)); };
  return run((count + grain - 1) / grain, piece, stop, progress);
}

}  // namespace kindred::projection
