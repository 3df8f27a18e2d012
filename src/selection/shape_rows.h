// The Annotations and shapes of one version in memory, as of one change of the log: for conditions on what is drawn on Assets. A shape's
// row is its row number, which is never given again; an Annotation's is its place in the order of creation.
//
// Thread-safety: as DataRows.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/bitmap.h"
#include "model/shape.h"
#include "query/schema.h"
#include "selection/blocks.h"
#include "selection/text_column.h"
#include "store/changes.h"
#include "store/database.h"

namespace kindred::selection {

class ShapeRows {
 public:
  static Result<ShapeRows> load(store::Connection& connection, DatasetVersionId version);
  // False when changes can't be followed and all is to be loaded anew.
  Result<bool> refresh(store::Connection& connection, std::span<const store::Change> changes);
  // Names of Labels are not in the log: they are few, and read for each use.
  using LabelNames = std::map<std::int64_t, std::string>;
  [[nodiscard]] Result<LabelNames> read_labels(store::Connection& connection) const;
  [[nodiscard]] const LabelNames& labels() const { return labels_by_number_; }
  void set_labels(LabelNames names) { labels_by_number_ = std::move(names); }

  [[nodiscard]] std::size_t size() const { return assets_.size(); }
  [[nodiscard]] const Bitmap& live() const { return live_; }
  [[nodiscard]] Bitmap::Row asset(Bitmap::Row shape) const { return assets_[shape]; }
  // Assets, by their rows, with an Annotation or shape that the positive condition holds for; `assets` is how many rows there are. Where
  // None means that there is no such Annotation or shape, those that have one.
  [[nodiscard]] Bitmap assets_where(const query::Condition& condition, std::size_t assets) const;
  // Shapes that the positive condition holds for, on the shape itself or its Annotation.
  [[nodiscard]] Bitmap shapes_where(const query::Condition& condition) const;
  [[nodiscard]] Bitmap shapes_on(const Bitmap& assets) const;
  // How many of the shapes are of each Label, kind and status.
  struct Counts {
    std::map<std::string, std::int64_t> labels;
    std::map<std::string, std::int64_t> kinds;
    std::map<std::string, std::int64_t> statuses;
  };
  [[nodiscard]] Counts counts(const Bitmap& shapes) const;
  [[nodiscard]] static bool none_means_absent(const query::Field& field);

 private:
  explicit ShapeRows(std::int64_t key) : key_(key) {}
  Result<bool> read_annotation(store::Connection& connection, std::int64_t number);
  Result<void> read_shape(store::Connection& connection, Bitmap::Row row);
  Result<void> take_annotation(const store::Statement& row, Bitmap::Row place);
  Result<void> take_shape(const store::Statement& row);
  void forget_kind_and_status(Bitmap::Row row);
  [[nodiscard]] std::optional<Bitmap::Row> annotation_row(std::int64_t number) const;

  [[nodiscard]] Bitmap annotations_where(const query::Condition& condition) const;
  [[nodiscard]] Bitmap own_shapes_where(const query::Condition& condition) const;
  [[nodiscard]] Bitmap shapes_labelled(const query::Condition& condition) const;
  // All shapes of the field's kind: its key, or any.
  [[nodiscard]] Bitmap shapes_of_kind(const query::Field& field) const;

  std::int64_t key_;  // of the version in the tables of shapes
  Bitmap live_annotations_;
  Blocks<std::int64_t> numbers_;
  Blocks<Bitmap::Row> annotation_assets_;
  TextColumn annotation_statuses_;
  Blocks<std::int64_t> annotation_times_;
  Blocks<double> durations_;

  Bitmap live_;
  Blocks<Bitmap::Row> assets_;
  Blocks<Bitmap::Row> annotations_;
  Blocks<std::int32_t> labels_;
  std::array<Blocks<std::int32_t>, 4> box_;  // x y w h
  Blocks<std::int64_t> areas_;
  TextColumn texts_;
  std::map<std::string, Bitmap, std::less<>> by_kind_;
  std::map<std::string, Bitmap, std::less<>> by_status_;
  LabelNames labels_by_number_;
};

}  // namespace kindred::selection
