// One thread that owns the writing connection and lets many small writes share one transaction, and so one fsync.
//
// The thread takes what waits (at most kMaxBatch works, or for kMaxBatchTime), runs each after the first within a SAVEPOINT, commits, and only
// then answers. While a commit is syncing, the next batch gathers by itself, so nothing waits for a timer. Group commit as in
// DeWitt et al., "Implementation Techniques for Main Memory Database Systems" (SIGMOD 1984).
// Thread-safety: run() from any thread but the writer's own.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <thread>

#include "base/bounded_queue.h"
#include "base/result.h"
#include "store/database.h"

namespace kindred::store {

class GroupCommit {
 public:
  using Work = std::function<Result<void>(Connection&)>;

  static constexpr std::size_t kMaxBatch = 256;
  static constexpr std::size_t kMaxWaiting = 1024;  // more writers than this wait before they are taken on
  static constexpr std::chrono::milliseconds kMaxBatchTime{50};

  // Owns the connection from now on.
  explicit GroupCommit(std::unique_ptr<Connection> connection);
  // Finishes what waits, then ends the thread.
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // Blocks until the transaction with `work` is on the disk. The Error of `work` undoes `work` alone; when the transaction itself
  // fails, each of its works gets that error and nothing of any is kept. What `work` throws is thrown here.
  Result<void> run(const Work& work);

  // How many works wait to be taken into a transaction.
  [[nodiscard]] std::size_t waiting() const { return queue_.size(); }

 private:
  struct Waiting {
    const Work* work;
    std::promise<Result<void>> answer;
  };
  // The answers that a batch will give once it is committed.
  class Batch;

  void write_until_closed();
  Result<void> write_batch(Waiting& first, Batch& batch);

  std::unique_ptr<Connection> connection_;
  BoundedQueue<Waiting*> queue_{kMaxWaiting};
  std::thread thread_;
};

}  // namespace kindred::store
