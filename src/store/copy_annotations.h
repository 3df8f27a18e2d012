// Gives an Asset's Annotations and shapes to its copy in another version: the same people, statuses and drawings under new ids, with
// the Labels of the same name. A copied shape knows its origin, so that its vector can be used again (migrations/annotations.h).
// Thread-safety: as the Connection. Errors: those of the store.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"
#include "store/shapes.h"

namespace kindred::store {

class AnnotationCopier {
 public:
  // Takes what Labels `to` lacks along.
  static Result<AnnotationCopier> between(Connection& connection, DatasetVersionId from, DatasetVersionId to);

  Result<void> copy(AssetId from, AssetId to);
  [[nodiscard]] std::int64_t shapes() const { return shapes_; }  // copied so far
  // To be called last.
  Result<void> finish();

 private:
  AnnotationCopier(Connection& connection, ShapeRange to, std::int64_t next_row_number)
      : connection_(connection), to_(to), next_row_number_(next_row_number), created_at_(now()) {}
  Result<void> copy_shapes(std::int64_t from_annotation, std::int64_t to_annotation);

  Connection& connection_;
  ShapeRange to_;
  std::int64_t next_row_number_;
  std::int64_t shapes_ = 0;
  Timestamp created_at_;
};

}  // namespace kindred::store
