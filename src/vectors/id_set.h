// Ids in increasing order as a Predicate: for sets that are at hand as ids. Thread-safety: immutable once it is made.
#pragma once

#include <algorithm>
#include <vector>

#include "vectors/vector_index.h"

namespace kindred::vectors {

class IdSet final : public Predicate {
 public:
  // In any order, repeats allowed.
  explicit IdSet(std::vector<Uuid> ids) : ids_(std::move(ids)) {
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  }
  [[nodiscard]] std::size_t count() const override { return ids_.size(); }
  [[nodiscard]] bool contains(const Uuid& id) const override { return std::binary_search(ids_.begin(), ids_.end(), id); }
  void for_each(const std::function<void(const Uuid&)>& visit) const override {
    for (const Uuid& id : ids_)
      visit(id);
  }

 private:
  std::vector<Uuid> ids_;
};

}  // namespace kindred::vectors
