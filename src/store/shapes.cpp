#include "store/shapes.h"

#include <unordered_map>

#include "store/list_query.h"
#include "store/rows.h"
#include "store/shape_geometry.h"

namespace kindred::store {
namespace {

// Numbers of the Labels and Annotations of one version, each looked up once.
class Numbers {
 public:
  Numbers(Connection& connection, DatasetVersionId version, std::int64_t key) : connection_(connection), version_(version), key_(key) {}

  Result<std::int64_t> of(LabelId id) { return remembered(id.uuid, "label", "SELECT number FROM label WHERE id = ? AND +version = ?"); }
  Result<std::int64_t> of(AnnotationId id) {
    return remembered(id.uuid, "annotation", "SELECT number FROM annotation WHERE id = ? AND +version = ?");
  }

 private:
  Result<std::int64_t> remembered(const Uuid& id, std::string_view noun, std::string_view sql) {
    if (const auto known = numbers_.find(id); known != numbers_.end()) return known->second;
    const auto number = TRY(read_row(query(connection_, sql, id, key_), [](const Statement& row) { return Result(row.column_int(0)); }));
    if (!number) return invalid("The " + std::string(noun) + " " + to_string(id) + " is not one of the version " + to_string(version_));
    numbers_.emplace(id, *number);
    return *number;
  }

  Connection& connection_;
  DatasetVersionId version_;
  std::int64_t key_;
  std::unordered_map<Uuid, std::int64_t> numbers_;
};

// A geometry as the columns of a row.
struct GeometryColumns {
  explicit GeometryColumns(const Geometry& geometry) : area(area_of(geometry)) {
    if (const auto box = box_of(geometry)) {
      x = box->x;
      y = box->y;
      w = box->w;
      h = box->h;
    }
    auto bytes = pack_geometry(geometry);
    if (!bytes.empty()) packed = std::move(bytes);
  }
  std::optional<std::int32_t> x;
  std::optional<std::int32_t> y;
  std::optional<std::int32_t> w;
  std::optional<std::int32_t> h;
  std::int64_t area;
  std::optional<std::vector<std::uint8_t>> packed;
};

Result<void> insert_one(Connection& connection, std::int64_t place, Numbers& numbers, const NewShape& shape, Timestamp created_at) {
  const std::int64_t annotation = TRY(numbers.of(shape.annotation_id));
  const std::int64_t label = TRY(numbers.of(shape.label_id));
  const GeometryColumns columns(shape.geometry);
  TRY(execute(connection,
              "INSERT INTO shape(place, id, annotation, label, kind, x, y, w, h, area, geometry, text, attributes, status, created_at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?)",
              place, shape.id, annotation, label, to_string(kind_of(shape.geometry)), columns.x, columns.y, columns.w, columns.h,
              columns.area, columns.packed, null_if_empty(shape.text), null_if_empty(shape.attributes_json), created_at));
  return {};
}

Result<std::int64_t> take_row_numbers(Connection& connection, const ShapeRange& range, std::size_t count) {
  const std::int64_t next = TRY(read_int(query(connection, "SELECT next_row_number FROM version_shapes WHERE key = ?", range.key)));
  const std::int64_t after = next + static_cast<std::int64_t>(count);
  if (range.first() + after - 1 > range.last()) {
    return Error{ErrorKind::too_large, "The version has had four thousand million shapes: fork it to go on", {}};
  }
  TRY(execute(connection, "UPDATE version_shapes SET next_row_number = ? WHERE key = ?", after, range.key));
  return next;
}

// Runs `sql`, whose last placeholder is a limit, for each item until `limit` rows are gone.
template <typename Item>
Result<std::int64_t> delete_for_each(Connection& connection, std::string_view sql, std::span<const Item> items, std::size_t limit) {
  TRY(check_list_size(items.size(), "ids"));
  std::int64_t deleted = 0;
  for (const Item& item : items) {
    const std::int64_t left = static_cast<std::int64_t>(limit) - deleted;
    if (left <= 0) break;
    deleted += TRY(execute(connection, sql, item, left));
  }
  return deleted;
}

}  // namespace

Result<void> insert_shapes(Connection& connection, DatasetVersionId version, std::span<const NewShape> shapes) {
  const ShapeRange range = TRY(shape_range(connection, version));
  std::int64_t place = range.first() + TRY(take_row_numbers(connection, range, shapes.size()));
  Numbers numbers(connection, version, range.key);
  const Timestamp created_at = now();
  for (const NewShape& shape : shapes)
    TRY(insert_one(connection, place++, numbers, shape, created_at));
  return {};
}

Result<Shape> change_shape(Connection& connection, ShapeId id, const ShapeChange& change) {
  const Shape before = TRY(find_shape(connection, id));
  const ShapeRange range = TRY(shape_range(connection, before.version_id));
  const Geometry& geometry = change.geometry ? *change.geometry : before.geometry;
  if (kind_of(geometry) != kind_of(before.geometry)) {
    return invalid("The shape " + to_string(id) + " is a " + std::string(to_string(kind_of(before.geometry))) + " and can't become a " +
                   std::string(to_string(kind_of(geometry))));
  }
  const bool moved = geometry != before.geometry;
  const bool relabelled = change.label_id && *change.label_id != before.label_id;
  const ShapeStatus status = change.status.value_or(moved || relabelled ? ShapeStatus::pending : before.status);
  const std::int64_t label = TRY(Numbers(connection, before.version_id, range.key).of(change.label_id.value_or(before.label_id)));
  const GeometryColumns columns(geometry);
  TRY(execute(connection,
              "UPDATE shape SET label = ?, x = ?, y = ?, w = ?, h = ?, area = ?, geometry = ?, text = ?, attributes = ?, status = ?, "
              "revision = revision + ? WHERE id = ?",
              label, columns.x, columns.y, columns.w, columns.h, columns.area, columns.packed,
              null_if_empty(change.text.value_or(before.text)), null_if_empty(change.attributes_json.value_or(before.attributes_json)),
              to_string(status), moved ? 1 : 0, id));
  return find_shape(connection, id);
}

Result<std::int64_t> relabel_shapes(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids, LabelId label) {
  TRY(check_list_size(ids.size(), "shape ids"));
  const ShapeRange range = TRY(shape_range(connection, version));
  const std::int64_t number = TRY(Numbers(connection, version, range.key).of(label));
  std::int64_t changed = 0;
  for (const ShapeId id : ids) {
    changed += TRY(execute(connection,
                           "UPDATE shape SET label = ?1, status = 'PENDING' WHERE id = ?2 AND +place BETWEEN ?3 AND ?4 AND label <> ?1",
                           number, id, range.first(), range.last()));
  }
  return changed;
}

Result<std::int64_t> set_shape_status(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids, ShapeStatus status) {
  TRY(check_list_size(ids.size(), "shape ids"));
  const ShapeRange range = TRY(shape_range(connection, version));
  std::int64_t changed = 0;
  for (const ShapeId id : ids) {
    changed += TRY(execute(connection, "UPDATE shape SET status = ?1 WHERE id = ?2 AND +place BETWEEN ?3 AND ?4 AND +status <> ?1",
                           to_string(status), id, range.first(), range.last()));
  }
  return changed;
}

Result<std::int64_t> delete_shapes(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids) {
  TRY(check_list_size(ids.size(), "shape ids"));
  const ShapeRange range = TRY(shape_range(connection, version));
  std::int64_t deleted = 0;
  for (const ShapeId id : ids) {
    deleted += TRY(execute(connection, "DELETE FROM shape WHERE id = ? AND +place BETWEEN ? AND ?", id, range.first(), range.last()));
  }
  return deleted;
}

Result<std::int64_t> delete_some_shapes(Connection& connection, DatasetVersionId version, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return execute(connection,
                 "DELETE FROM shape WHERE place IN (SELECT place FROM shape WHERE place BETWEEN ? AND ? ORDER BY place LIMIT ?)",
                 range.first(), range.last(), limit);
}

Result<std::int64_t> delete_some_shapes(Connection& connection, LabelId label, std::size_t limit) {
  return execute(connection,
                 "DELETE FROM shape WHERE place IN (SELECT place FROM shape INDEXED BY shape_by_label "
                 "WHERE label = (SELECT number FROM label WHERE id = ?) ORDER BY place LIMIT ?)",
                 label, limit);
}

Result<std::int64_t> delete_some_shapes(Connection& connection, std::span<const AnnotationId> annotations, std::size_t limit) {
  return delete_for_each(connection,
                         "DELETE FROM shape WHERE place IN (SELECT place FROM shape INDEXED BY shape_by_annotation "
                         "WHERE annotation = (SELECT number FROM annotation WHERE id = ?) LIMIT ?)",
                         annotations, limit);
}

Result<std::int64_t> delete_some_shapes(Connection& connection, std::span<const AssetId> assets, std::size_t limit) {
  return delete_for_each(connection,
                         "DELETE FROM shape WHERE place IN (SELECT s.place FROM annotation n INDEXED BY annotation_by_asset "
                         "CROSS JOIN shape s INDEXED BY shape_by_annotation ON s.annotation = n.number WHERE n.asset_id = ? LIMIT ?)",
                         assets, limit);
}

Result<std::int64_t> delete_some_shapes(Connection& connection, std::span<const DataId> datas, std::size_t limit) {
  return delete_for_each(connection,
                         "DELETE FROM shape WHERE place IN (SELECT s.place FROM asset a INDEXED BY asset_of_data "
                         "CROSS JOIN annotation n INDEXED BY annotation_by_asset ON n.asset_id = a.id "
                         "CROSS JOIN shape s INDEXED BY shape_by_annotation ON s.annotation = n.number WHERE a.data_id = ? LIMIT ?)",
                         datas, limit);
}

}  // namespace kindred::store
