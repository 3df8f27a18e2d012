// Rows of shapes. migrations/annotations.h tells how the tables stand together, and what becomes of embeddings when a shape changes.
//
// Large sets are changed in chunks that are each one transaction: repeat until one gives 0.
// Order for PageRequest: created_at, which is the order of row numbers (the newest first when none is asked for).
// Thread-safety: as the Connection. Errors: `not_found` names the id; `invalid` a Label or Annotation of another version, and a
// geometry of another kind; `too_large` a list over kMaxListSize.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/shape.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

struct NewShape {
  ShapeId id = ShapeId::make();
  AnnotationId annotation_id;
  LabelId label_id;
  Geometry geometry;
  std::string text = {};
  std::string attributes_json = {};  // an object, or empty
};
// In this order. Shapes of one Annotation are best together; Annotations and Labels must be of the version.
Result<void> insert_shapes(Connection& connection, DatasetVersionId version, std::span<const NewShape> shapes);

Result<Shape> find_shape(Connection& connection, ShapeId id);
// In the order of creation.
Result<std::vector<Shape>> shapes_of_annotation(Connection& connection, AnnotationId annotation,
                                                std::optional<ShapeKind> kind = std::nullopt);
// Of all its Annotations, the newest Annotation's first.
Result<std::vector<Shape>> shapes_of_asset(Connection& connection, AssetId asset);
// In the order of `ids`; those that are not of the version are left out.
Result<std::vector<Shape>> find_shapes(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids);
// In the order of `row_numbers`; those that nobody has (any more) are left out.
Result<std::vector<Shape>> shapes_by_row_number(Connection& connection, DatasetVersionId version,
                                                std::span<const std::uint32_t> row_numbers);

// Every part that is set narrows.
struct ShapeFilter {
  std::optional<LabelId> label;
  std::optional<ShapeKind> kind;
  std::optional<ShapeStatus> status;
};
Result<Page<Shape>> list_shapes(Connection& connection, DatasetVersionId version, const ShapeFilter& filter, const PageRequest& page);

struct ShapeChange {
  std::optional<LabelId> label_id;
  std::optional<Geometry> geometry;            // of the same kind
  std::optional<std::string> text;             // empty: none
  std::optional<std::string> attributes_json;  // empty: none
  std::optional<ShapeStatus> status;           // set: that one, whatever else changes
};
Result<Shape> change_shape(Connection& connection, ShapeId id, const ShapeChange& change);
// Of chosen ones; ids that are not of the version are ignored. Gives how many changed.
Result<std::int64_t> relabel_shapes(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids, LabelId label);
Result<std::int64_t> set_shape_status(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids, ShapeStatus status);
Result<std::int64_t> delete_shapes(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids);

// Up to `limit` shapes of the whole (a version, a Label, Annotations, Assets, or the Assets of Data in all versions).
Result<std::int64_t> delete_some_shapes(Connection& connection, DatasetVersionId version, std::size_t limit);
Result<std::int64_t> delete_some_shapes(Connection& connection, LabelId label, std::size_t limit);
Result<std::int64_t> delete_some_shapes(Connection& connection, std::span<const AnnotationId> annotations, std::size_t limit);
Result<std::int64_t> delete_some_shapes(Connection& connection, std::span<const AssetId> assets, std::size_t limit);
Result<std::int64_t> delete_some_shapes(Connection& connection, std::span<const DataId> datas, std::size_t limit);

// Kept, not counted: one entry for each Label, kind and status that has shapes.
struct ShapeCount {
  LabelId label_id;
  std::string label_name;
  ShapeKind kind = ShapeKind::rectangle;
  ShapeStatus status = ShapeStatus::pending;
  std::int64_t items = 0;
};
Result<std::vector<ShapeCount>> shape_counts(Connection& connection, DatasetVersionId version);
Result<std::int64_t> count_shapes(Connection& connection, DatasetVersionId version, const ShapeFilter& filter);

// Changes whenever shapes or Annotations of the version come, go or are changed, so that what is kept in memory about them can be
// made anew.
struct ShapeStamp {
  std::int64_t next_row_number = 0;  // greater than every row number
  std::int64_t shapes = 0;
  std::int64_t edits = 0;
  bool operator==(const ShapeStamp&) const = default;
};
Result<ShapeStamp> shape_stamp(Connection& connection, DatasetVersionId version);

// A version's place in the tables of migrations/annotations.h: its shapes are those with `first <= place <= last`, and the row
// number of one is place - first.
struct ShapeRange {
  std::int64_t key = 0;
  [[nodiscard]] std::int64_t first() const { return key << 32; }
  [[nodiscard]] std::int64_t last() const { return first() + 0xFFFF'FFFF; }
};
Result<ShapeRange> shape_range(Connection& connection, DatasetVersionId version);

}  // namespace kindred::store
