// A loop over [0, count) on several threads, in pieces taken in turn. The work must not depend on who does which piece.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "base/threads.h"

namespace kindred::projection {

// Calls work(begin, end) for pieces of at most `piece`. num_threads 0: all usable CPUs.
template <typename Work>
void parallel_for(std::size_t count, std::size_t piece, std::size_t num_threads, const Work& work) {
  if (num_threads == 0) num_threads = usable_cpus();
  num_threads = std::min(num_threads, (count + piece - 1) / piece);
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    while (true) {
      const std::size_t begin = next.fetch_add(piece);
      if (begin >= count) return;
      work(begin, std::min(count, begin + piece));
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < num_threads; ++i)
    threads.emplace_back(run);
  run();
}

}  // namespace kindred::projection
