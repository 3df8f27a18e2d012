#include "selection/shape_rows.h"

#include <bit>
#include <set>
#include <vector>

#include "selection/match.h"
#include "store/rows.h"
#include "store/shapes.h"

namespace kindred::selection {
namespace {

using query::Condition;
using query::FieldId;
using query::Operator;
using store::Change;
using store::ChangeKind;
using store::Connection;

constexpr std::string_view kAnnotations =
    "SELECT n.number, a.row_number, n.status, n.created_at, n.duration FROM annotation n CROSS JOIN asset a ON a.id = n.asset_id WHERE ";
constexpr std::string_view kShapes = "SELECT place & 4294967295, annotation, label, kind, x, y, w, h, area, status, text FROM shape WHERE ";

// The Assets of the items: of many, by one bit each.
Bitmap assets_of(const Bitmap& items, const Blocks<Bitmap::Row>& assets) {
  std::vector<std::uint64_t> words;
  for (const Bitmap::Row item : items.to_vector()) {
    const std::size_t word = assets[item] / 64;
    if (words.size() <= word) words.resize(word + 1);
    words[word] |= std::uint64_t{1} << (assets[item] % 64);
  }
  std::vector<Bitmap::Row> rows;
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (std::uint64_t bits = words[word]; bits != 0; bits &= bits - 1)
      rows.push_back(static_cast<Bitmap::Row>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
  }
  return Bitmap::of(rows);
}

bool asks_for_none(const Condition& condition) {
  return condition.op == Operator::equal && std::holds_alternative<std::monostate>(condition.values.front());
}

// Rows of all words that the condition holds for.
Bitmap rows_by_word(const std::map<std::string, Bitmap, std::less<>>& words, const Condition& condition) {
  const TextMatcher matches(condition);
  Bitmap rows;
  for (const auto& [word, of_word] : words) {
    if (matches(word)) rows |= of_word;
  }
  return rows;
}

// The items whose owner is among those.
Bitmap items_of(const Bitmap& owners, const Blocks<Bitmap::Row>& owner_of_item, std::size_t all_owners) {
  const auto words = owners.to_words(static_cast<Bitmap::Row>(all_owners));
  Bitmap items;
  std::vector<Bitmap::Row> found;
  owner_of_item.for_each_block([&](std::size_t first, std::span<const Bitmap::Row> some) {
    found.clear();
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (some[i] < all_owners && (words[some[i] / 64] >> (some[i] % 64) & 1) != 0) found.push_back(static_cast<Bitmap::Row>(first + i));
    }
    items.add(found);
  });
  return items;
}

// Assets without items count too: with 0.
Bitmap assets_by_count(const Bitmap& items, const Blocks<Bitmap::Row>& assets, std::size_t all, const Condition& condition) {
  std::vector<std::int64_t> counts(all);
  for (const Bitmap::Row item : items.to_vector()) {
    if (assets[item] < all) ++counts[assets[item]];
  }
  Blocks<std::int64_t> column(0);
  for (std::size_t row = 0; row < all; ++row)
    column.set(row, counts[row]);
  return matching_rows(column, condition);
}

}  // namespace

Result<ShapeRows> ShapeRows::load(Connection& connection, DatasetVersionId version) {
  const store::ShapeRange range = TRY(store::shape_range(connection, version));
  ShapeRows rows(range.key);
  auto annotations = TRY(store::query(connection, std::string(kAnnotations) + "n.version = ? ORDER BY n.number", range.key));
  for (Bitmap::Row place = 0; TRY(annotations->step()); ++place)
    TRY(rows.take_annotation(*annotations, place));
  auto shapes = TRY(store::query(connection, std::string(kShapes) + "place BETWEEN ? AND ? ORDER BY place", range.first(), range.last()));
  while (TRY(shapes->step()))
    TRY(rows.take_shape(*shapes));
  return rows;
}

Result<void> ShapeRows::take_annotation(const store::Statement& row, Bitmap::Row place) {
  numbers_.set(place, row.column_int(0));
  annotation_assets_.set(place, static_cast<Bitmap::Row>(row.column_int(1)));
  annotation_statuses_.set(place, row.column_text(2));
  annotation_times_.set(place, row.column_int(3));
  durations_.set(place, row.column_double(4));
  live_annotations_.add(place);
  return {};
}

void ShapeRows::forget_kind_and_status(Bitmap::Row row) {
  for (auto* words : {&by_kind_, &by_status_}) {
    for (auto& [word, rows] : *words)
      rows.remove(row);
  }
}

Result<void> ShapeRows::take_shape(const store::Statement& from) {
  const auto row = static_cast<Bitmap::Row>(from.column_int(0));
  const auto annotation = annotation_row(from.column_int(1));
  if (!annotation) return internal_error("The annotation of a shape is not known within its snapshot");
  assets_.set(row, annotation_assets_[*annotation]);
  annotations_.set(row, *annotation);
  labels_.set(row, static_cast<std::int32_t>(from.column_int(2)));
  by_kind_[from.column_text(3)].add(row);
  for (int i = 0; i < 4; ++i) {
    const bool has_box = !from.column_is_null(4 + i);
    box_[static_cast<std::size_t>(i)].set(row, has_box ? static_cast<std::int32_t>(from.column_int(4 + i)) : kNoSmallNumber);
  }
  areas_.set(row, from.column_int(8));
  by_status_[from.column_text(9)].add(row);
  texts_.set(row, from.column_is_null(10) ? std::nullopt : std::optional<std::string>(from.column_text(10)));
  live_.add(row);
  return {};
}

std::optional<Bitmap::Row> ShapeRows::annotation_row(std::int64_t number) const {
  std::size_t low = 0;
  std::size_t high = numbers_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (numbers_[middle] < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == numbers_.size() || numbers_[low] != number) return std::nullopt;
  return static_cast<Bitmap::Row>(low);
}

Result<bool> ShapeRows::refresh(Connection& connection, std::span<const Change> changes) {
  std::set<std::int64_t> annotations;
  std::set<std::int64_t> shapes;
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::annotation) annotations.insert(change.item);
    if (change.kind == ChangeKind::shape) shapes.insert(change.item);
  }
  for (const std::int64_t number : annotations) {
    if (!TRY(read_annotation(connection, number))) return false;
  }
  for (const std::int64_t row : shapes)
    TRY(read_shape(connection, static_cast<Bitmap::Row>(row)));
  return true;
}

Result<bool> ShapeRows::read_annotation(Connection& connection, std::int64_t number) {
  static const std::string kSql = std::string(kAnnotations) + "n.number = ? AND n.version = ?";
  auto row = TRY(store::query(connection, kSql, number, key_));
  const auto known = annotation_row(number);
  if (!TRY(row->step())) {
    if (known) live_annotations_.remove(*known);
    return true;
  }
  // Numbers grow: a new one comes last.
  if (!known && numbers_.size() > 0 && numbers_[numbers_.size() - 1] > number) return false;
  TRY(take_annotation(*row, known.value_or(static_cast<Bitmap::Row>(numbers_.size()))));
  return true;
}

Result<void> ShapeRows::read_shape(Connection& connection, Bitmap::Row row) {
  static const std::string kSql = std::string(kShapes) + "place = ?";
  auto shape = TRY(store::query(connection, kSql, key_ << 32 | row));
  if (live_.contains(row)) forget_kind_and_status(row);
  if (TRY(shape->step())) return take_shape(*shape);
  live_.remove(row);
  return {};
}

Result<ShapeRows::LabelNames> ShapeRows::read_labels(Connection& connection) const {
  LabelNames names;
  auto labels = TRY(store::query(connection, "SELECT number, name FROM label WHERE version = ?", key_));
  while (TRY(labels->step()))
    names.emplace(labels->column_int(0), labels->column_text(1));
  return names;
}

bool ShapeRows::none_means_absent(const query::Field& field) {
  return field.subject == query::Subject::annotation || field.id == FieldId::label || field.id == FieldId::status ||
         field.id == FieldId::area || field.id == FieldId::shape;
}

Bitmap ShapeRows::assets_where(const Condition& condition, std::size_t assets) const {
  const query::Field& field = condition.field;
  const bool is_annotation = field.subject == query::Subject::annotation;
  if (field.id == FieldId::count) {
    return is_annotation ? assets_by_count(live_annotations_, annotation_assets_, assets, condition)
                         : assets_by_count(shapes_of_kind(field), assets_, assets, condition);
  }
  if (is_annotation) return assets_of(annotations_where(condition), annotation_assets_);
  return assets_of(own_shapes_where(condition), assets_);
}

Bitmap ShapeRows::shapes_where(const Condition& condition) const {
  // A shape has always what it and its Annotation are known by.
  if (asks_for_none(condition) && none_means_absent(condition.field)) return {};
  if (condition.field.subject == query::Subject::shape) return own_shapes_where(condition);
  return items_of(annotations_where(condition), annotations_, numbers_.size()) & live_;
}

Bitmap ShapeRows::shapes_on(const Bitmap& assets) const {
  const auto last = assets.empty() ? 0 : *assets.select(assets.count() - 1);
  return items_of(assets, assets_, std::size_t{last} + 1) & live_;
}

ShapeRows::Counts ShapeRows::counts(const Bitmap& shapes) const {
  Counts counts;
  std::map<std::int32_t, std::int64_t> by_label;
  for (const Bitmap::Row row : shapes.to_vector())
    ++by_label[labels_[row]];
  for (const auto& [number, name] : labels_by_number_) {
    const auto count = by_label.find(static_cast<std::int32_t>(number));
    counts.labels[name] = count == by_label.end() ? 0 : count->second;
  }
  for (const auto& [kind, rows] : by_kind_)
    counts.kinds[kind] = static_cast<std::int64_t>(rows.count_common(shapes));
  for (const auto& [status, rows] : by_status_)
    counts.statuses[status] = static_cast<std::int64_t>(rows.count_common(shapes));
  return counts;
}

Bitmap ShapeRows::annotations_where(const Condition& condition) const {
  if (asks_for_none(condition)) return live_annotations_;  // any: the rest is the caller's
  switch (condition.field.id) {
    case FieldId::status: return matching_rows(annotation_statuses_, condition) & live_annotations_;
    case FieldId::created_at: return matching_rows(annotation_times_, condition) & live_annotations_;
    case FieldId::duration: return matching_rows(durations_, condition) & live_annotations_;
    default: return {};
  }
}

Bitmap ShapeRows::shapes_of_kind(const query::Field& field) const {
  if (field.key.empty()) return live_;
  const auto kind = by_kind_.find(field.key);
  return kind == by_kind_.end() ? Bitmap() : kind->second & live_;
}

Bitmap ShapeRows::shapes_labelled(const Condition& condition) const {
  const TextMatcher matches(condition);
  Condition numbers{condition.field, Operator::in, false, {}};
  for (const auto& [number, name] : labels_by_number_) {
    if (matches(name)) numbers.values.emplace_back(number);
  }
  return numbers.values.empty() ? Bitmap() : matching_rows(labels_, numbers);
}

Bitmap ShapeRows::own_shapes_where(const Condition& condition) const {
  const Bitmap of_kind = shapes_of_kind(condition.field);
  if (asks_for_none(condition) && none_means_absent(condition.field)) return of_kind;
  switch (condition.field.id) {
    case FieldId::label: return shapes_labelled(condition) & of_kind;
    case FieldId::kind: return rows_by_word(by_kind_, condition) & of_kind;
    case FieldId::status: return rows_by_word(by_status_, condition) & of_kind;
    case FieldId::area: return matching_rows(areas_, condition) & of_kind;
    case FieldId::box_x: return matching_rows(box_[0], condition) & of_kind;
    case FieldId::box_y: return matching_rows(box_[1], condition) & of_kind;
    case FieldId::box_w: return matching_rows(box_[2], condition) & of_kind;
    case FieldId::box_h: return matching_rows(box_[3], condition) & of_kind;
    case FieldId::text: return matching_rows(texts_, condition) & of_kind;
    default: return {};
  }
}

}  // namespace kindred::selection
