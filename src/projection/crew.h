// A few threads that share out numbered pieces of work; the calling thread works too.
//
// Which thread takes which piece is chance, so bodies write only what belongs to their piece: then no result depends on the number of
// threads. Sums over pieces are kept one per piece and added in their order. A stop request is seen between pieces, so pieces are kept
// well below 100 ms. Thread-safety: one caller at a time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::projection {

class Crew {
 public:
  // Called on the calling thread with the part done, from 0 to 1.
  using Progress = std::function<void(double)>;

  // 0 threads: as many as there are usable CPUs.
  explicit Crew(std::size_t threads);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // body(0) … body(pieces - 1). An Error of kind `stopped` when a stop was asked for before all were done.
  Result<void> run(std::size_t pieces, const std::function<void(std::size_t)>& body, const StopFlag& stop, const Progress& progress = {});
  // body(begin, end) for consecutive ranges of at most `grain` that together are [0, count).
  Result<void> run_ranges(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body,
                          const StopFlag& stop, const Progress& progress = {});

 private:
  struct Task {
    const std::function<void(std::size_t)>* body = nullptr;
    const StopFlag* stop = nullptr;
    std::size_t pieces = 0;
  };
  void serve();
  void take_pieces(const Task& task, const Progress& progress);

  std::vector<std::thread> helpers_;
  std::mutex mutex_;  // guards what follows, up to next_
  std::condition_variable changed_;
  Task task_;
  std::size_t generation_ = 0;  // counts tasks, so that each helper joins each task once
  std::size_t busy_ = 0;        // helpers that have not finished the present task
  bool closing_ = false;
  std::atomic<std::size_t> next_{0};
};

}  // namespace kindred::projection
