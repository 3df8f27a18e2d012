// Rows by the ids that a vector index knows them by, as what a search may return.
// Thread-safety: immutable once made.
#pragma once

#include "selection/row_map.h"
#include "vectors/vector_index.h"

namespace kindred::usecases {

class ChosenRows final : public vectors::Predicate {
 public:
  explicit ChosenRows(selection::RowMap rows) : rows_(std::move(rows)) {}
  // Requires: contains(id).
  [[nodiscard]] Bitmap::Row row_of(const Uuid& id) const { return *rows_.find(id); }

  [[nodiscard]] std::size_t count() const override { return rows_.size(); }
  [[nodiscard]] bool contains(const Uuid& id) const override { return rows_.contains(id); }
  void for_each(const std::function<void(const Uuid&)>& visit) const override { rows_.for_each(visit); }

 private:
  selection::RowMap rows_;
};

}  // namespace kindred::usecases
