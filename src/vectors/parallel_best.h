// The best hits of what several threads look at together. Thread-safety: the caller waits for its threads.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "vectors/top_hits.h"

namespace kindred::vectors {

// `look` runs once on each of `threads` threads (at least one), the caller's among them, with hits of its own; it takes its share of the
// work from something that all of them share.
inline std::vector<Hit> best_of_threads(std::size_t threads, std::size_t limit, const std::function<void(TopHits&)>& look) {
  std::vector<TopHits> best(threads, TopHits(limit));
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < threads; ++i)
      helpers.emplace_back([&, i] { look(best[i]); });
    look(best[0]);
  }
  for (std::size_t i = 1; i < threads; ++i)
    best[0].merge(best[i]);
  return best[0].take_sorted();
}

}  // namespace kindred::vectors
