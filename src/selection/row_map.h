// Ids to rows, for asking of very many ids whether they belong to a set: the predicate of a vector search.
//
// Open addressing; at most half full. 40 bytes a row at most. Thread-safety: find() and contains(), any thread, once it is made.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/bitmap.h"
#include "base/ids.h"

namespace kindred::selection {

class RowMap {
 public:
  // Room for so many.
  explicit RowMap(std::size_t rows) : slots_(std::bit_ceil(rows * 2 + 2)) {}

  void add(const Uuid& id, Bitmap::Row row) {
    std::size_t at = place_of(id);
    while (slots_[at].used)
      at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {id, row, true};
    ++size_;
  }
  [[nodiscard]] std::optional<Bitmap::Row> find(const Uuid& id) const {
    for (std::size_t at = place_of(id); slots_[at].used; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].id == id) return slots_[at].row;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool contains(const Uuid& id) const { return find(id).has_value(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  void for_each(const std::function<void(const Uuid&)>& visit) const {
    for (const Slot& slot : slots_)
      if (slot.used) visit(slot.id);
  }

 private:
  struct Slot {
    Uuid id;
    Bitmap::Row row = 0;
    bool used = false;
  };
  [[nodiscard]] std::size_t place_of(const Uuid& id) const { return std::hash<Uuid>()(id) & (slots_.size() - 1); }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace kindred::selection
