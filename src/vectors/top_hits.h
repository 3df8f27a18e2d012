// The best `limit` hits seen so far, in the order of VectorIndex: higher score first, equal scores by id.
//
// That order is total, so the result doesn't depend on the order of the offers, nor on how they were divided among threads that
// merge theirs. Thread-safety: one thread.
#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "vectors/vector_index.h"

namespace kindred::vectors {

inline bool better(const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; }

inline bool is_left_out(const Query& query, const Uuid& id) {
  return std::find(query.without.begin(), query.without.end(), id) != query.without.end();
}
inline bool is_allowed(const Query& query, const Uuid& id) {
  return !is_left_out(query, id) && (query.allowed == nullptr || query.allowed->contains(id));
}

class TopHits {
 public:
  // Requires: limit > 0.
  explicit TopHits(std::size_t limit) : limit_(limit) {}

  // No hit below this score can get in; one equal to it may.
  [[nodiscard]] float threshold() const { return heap_.size() < limit_ ? -std::numeric_limits<float>::infinity() : heap_.front().score; }
  // Whether offer() would keep it: to be asked before the filter, which costs more.
  [[nodiscard]] bool wants(const Hit& hit) const { return heap_.size() < limit_ || better(hit, heap_.front()); }

  void offer(const Hit& hit) {
    if (!wants(hit)) return;
    if (heap_.size() == limit_) {
      std::pop_heap(heap_.begin(), heap_.end(), better);
      heap_.pop_back();
    }
    heap_.push_back(hit);
    std::push_heap(heap_.begin(), heap_.end(), better);
  }

  void merge(const TopHits& other) {
    for (const Hit& hit : other.heap_)
      offer(hit);
  }

  // Best first. Ends the use of this object.
  std::vector<Hit> take_sorted() {
    std::sort(heap_.begin(), heap_.end(), better);
    return std::move(heap_);
  }

 private:
  std::size_t limit_;
  std::vector<Hit> heap_;  // the worst hit in front
};

}  // namespace kindred::vectors
