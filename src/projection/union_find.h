// Disjoint sets that several threads may unite at once without locks: each root points at a lower number, so that the root of
// a set is its lowest member whatever the order of unions (Anderson and Woll, 1991).
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace kindred::projection {

class UnionFind {
 public:
  explicit UnionFind(std::size_t count) : parents_(count) {
    for (std::uint32_t i = 0; i < count; ++i)
      parents_[i].store(i, std::memory_order_relaxed);
  }

  std::uint32_t find(std::uint32_t item) {
    while (true) {
      std::uint32_t parent = parents_[item].load(std::memory_order_acquire);
      if (parent == item) return item;
      const std::uint32_t above = parents_[parent].load(std::memory_order_acquire);
      // Halving the path is only a hint: a failure means that someone else has moved it already.
      if (above != parent) parents_[item].compare_exchange_weak(parent, above, std::memory_order_acq_rel);
      item = parent;
    }
  }

  void unite(std::uint32_t a, std::uint32_t b) {
    while (true) {
      a = find(a);
      b = find(b);
      if (a == b) return;
      if (a < b) std::swap(a, b);
      std::uint32_t expected = a;
      if (parents_[a].compare_exchange_strong(expected, b, std::memory_order_acq_rel)) return;
    }
  }

 private:
  std::vector<std::atomic<std::uint32_t>> parents_;
};

}  // namespace kindred::projection
