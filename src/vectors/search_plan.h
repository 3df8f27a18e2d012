// The cheapest way to search a sealed segment, by a guess of its cost.
//
// The unit is one row at a place that the processor can't foresee: read and compared.
//   graph    16 x expansion x rows / allowed: each expanded node brings about 16 rows that were not seen yet, and where a filter lets
//            one in n through, n times as many are gone through until enough are found
//   look up  3 x allowed: each allowed id is searched for among the sorted ids, then its row is read
//   scan     rows / 4: rows one after the other come at the speed of memory
// Thread-safety: a pure function.
#pragma once

#include <algorithm>
#include <cstddef>

namespace kindred::vectors {

enum class SearchPlan { graph, look_up, scan };

// `allowed`: at most how many rows may be returned; of `rows`, of which some may be dead.
constexpr SearchPlan cheapest_plan(std::size_t rows, std::size_t allowed, std::size_t expansion, bool filtered) {
  const double graph =
      16.0 * static_cast<double>(expansion) * static_cast<double>(rows) / static_cast<double>(std::max<std::size_t>(allowed, 1));
  const double scan = static_cast<double>(rows) / 4;
  const double look_up = filtered ? 3.0 * static_cast<double>(allowed) : scan + 1;
  if (look_up <= scan && look_up <= graph) return SearchPlan::look_up;
  return graph < scan ? SearchPlan::graph : SearchPlan::scan;
}

}  // namespace kindred::vectors
