// A queue between threads that holds at most `capacity` items: a fast producer waits for a slow consumer, so that memory
// stays bounded. close() ends it: pushes are refused, pops drain what is left and then return nothing.
// Thread-safety: all members, from any thread.
#pragma once

#include <algorithm>
#include <cassert>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace kindred {

template <typename T>
class BoundedQueue {
 public:
  // Requires: capacity > 0.
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) { assert(capacity > 0); }

  // Waits for room. False when the queue was closed.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
    if (closed_) return false;
    items_.push_back(std::move(item));
    not_empty_.notify_all();  // one of them may wait for more than one item
    return true;
  }

  // Waits for an item. Nothing when the queue is closed and drained.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return closed_ || !items_.empty(); });
    return take();
  }

  // Waits for `most` items and gives them together. When the queue is closed with less, gives 1/`consumers` of what is left, rounded
  // up, so that they all have work to the end. Nothing when it is closed and drained. Requires: 0 < most <= capacity.
  std::vector<T> pop_batch(std::size_t most, std::size_t consumers) {
    assert(most > 0 && most <= capacity_ && consumers > 0);
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [&] { return closed_ || items_.size() >= most; });
    const std::size_t share = closed_ ? (items_.size() + consumers - 1) / consumers : most;
    std::vector<T> batch;
    while (batch.size() < std::min(most, share))
      batch.push_back(*take());
    return batch;
  }

  // An item if one is there now.
  std::optional<T> try_pop() {
    const std::scoped_lock lock(mutex_);
    return take();
  }

  // How many wait now; another thread may change it at once.
  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return items_.size();
  }

  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    not_full_.notify_all();
    not_empty_.notify_all();
  }

 private:
  std::optional<T> take() {
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable not_empty_;
  std::deque<T> items_;
  bool closed_ = false;
};

}  // namespace kindred
