// The reading half of store/shapes.h: finding, listing and counting.
#include "store/list_query.h"
#include "store/rows.h"
#include "store/shape_geometry.h"
#include "store/shapes.h"

namespace kindred::store {
namespace {

constexpr OrderField kPlace{"created_at", "s.place", OrderField::Type::number};

constexpr std::string_view kColumns =
    "s.id, v.version_id, n.asset_id, n.id, l.id, l.name, s.kind, s.x, s.y, s.w, s.h, s.area, s.geometry, s.text, s.attributes, s.status, "
    "s.place, s.revision, s.created_at";
constexpr int kColumnCount = 19;
// What belongs to `shape s`, whichever way that is found.
constexpr std::string_view kAround = " CROSS JOIN label l ON l.number = s.label CROSS JOIN version_shapes v ON v.key = s.place >> 32";
constexpr std::string_view kAnnotation = " CROSS JOIN annotation n ON n.number = s.annotation";

Result<Geometry> read_geometry(const Statement& row) {
  std::optional<Rectangle> box;
  if (!row.column_is_null(7)) {
    const auto number = [&](int column) { return static_cast<std::int32_t>(row.column_int(column)); };
    box = Rectangle{number(7), number(8), number(9), number(10)};
  }
  return unpack_geometry(TRY(stored_word(row, 6, parse_shape_kind)), box, row.column_int(11), row.column_blob(12));
}

Result<Shape> read_shape(const Statement& row) {
  return Shape{.id = {row.column_uuid(0)},
               .version_id = {row.column_uuid(1)},
               .asset_id = {row.column_uuid(2)},
               .annotation_id = {row.column_uuid(3)},
               .label_id = {row.column_uuid(4)},
               .label_name = row.column_text(5),
               .geometry = TRY(read_geometry(row)),
               .text = row.column_text(13),
               .attributes_json = row.column_text(14),
               .status = TRY(stored_word(row, 15, parse_shape_status)),
               .row_number = static_cast<std::uint32_t>(row.column_int(16) & 0xFFFF'FFFF),
               .revision = row.column_int(17),
               .created_at = {row.column_int(18)}};
}

std::string from_shape(std::string_view where) {
  return "SELECT " + std::string(kColumns) + " FROM shape s" + std::string(kAnnotation) + std::string(kAround) + std::string(where);
}
std::string from_annotation(std::string_view where) {
  return "SELECT " + std::string(kColumns) + " FROM annotation n CROSS JOIN shape s ON s.annotation = n.number" + std::string(kAround) +
         std::string(where);
}

Result<std::int64_t> number_of_label(Connection& connection, LabelId id) {
  return require_row(
      query(connection, "SELECT number FROM label WHERE id = ?", id), [](const Statement& row) { return Result(row.column_int(0)); },
      "There is no label " + to_string(id));
}

// Where to begin, said outright: a Label, what was looked at, or the whole version.
Result<Sql> from_where(Connection& connection, const ShapeRange& range, const ShapeFilter& filter) {
  const bool reviewed = filter.status && *filter.status != ShapeStatus::pending;
  std::string_view index;
  if (filter.label) {
    index = " INDEXED BY shape_by_label";
  } else if (reviewed) {
    index = " INDEXED BY shape_reviewed";
  }
  Sql sql;
  sql.add("FROM shape s").add(index).add(kAnnotation).add(kAround).add(" WHERE s.place BETWEEN ? AND ?", {range.first(), range.last()});
  if (filter.label) sql.add(" AND s.label = ?", {TRY(number_of_label(connection, *filter.label))});
  if (filter.status) sql.add(" AND s.status = ?", {std::string(to_string(*filter.status))});
  if (reviewed) sql.add(" AND s.status <> 'PENDING'");  // the index's own condition, which a bound value doesn't show
  if (filter.kind) sql.add(" AND s.kind = ?", {std::string(to_string(*filter.kind))});
  return sql;
}

Result<ShapeCount> read_count(const Statement& row) {
  return ShapeCount{{row.column_uuid(0)},
                    row.column_text(1),
                    TRY(stored_word(row, 2, parse_shape_kind)),
                    TRY(stored_word(row, 3, parse_shape_status)),
                    row.column_int(4)};
}

}  // namespace

Result<ShapeRange> shape_range(Connection& connection, DatasetVersionId version) {
  return require_row(
      query(connection, "SELECT key FROM version_shapes WHERE version_id = ?", version),
      [](const Statement& row) { return Result(ShapeRange{row.column_int(0)}); }, "There is no dataset version " + to_string(version));
}

Result<Shape> find_shape(Connection& connection, ShapeId id) {
  static const std::string kSql = from_shape(" WHERE s.id = ?");
  return require_row(query(connection, kSql, id), read_shape, "There is no shape " + to_string(id));
}

Result<std::vector<Shape>> shapes_of_annotation(Connection& connection, AnnotationId annotation, std::optional<ShapeKind> kind) {
  static const std::string kAll = from_annotation(" WHERE n.id = ? ORDER BY s.place");
  static const std::string kOfKind = from_annotation(" WHERE n.id = ? AND s.kind = ? ORDER BY s.place");
  if (!kind) return read_rows(query(connection, kAll, annotation), read_shape);
  return read_rows(query(connection, kOfKind, annotation, to_string(*kind)), read_shape);
}

Result<std::vector<Shape>> shapes_of_asset(Connection& connection, AssetId asset) {
  static const std::string kSql = from_annotation(" WHERE n.asset_id = ? ORDER BY n.number DESC, s.place");
  return read_rows(query(connection, kSql, asset), read_shape);
}

Result<std::vector<Shape>> find_shapes(Connection& connection, DatasetVersionId version, std::span<const ShapeId> ids) {
  TRY(check_list_size(ids.size(), "shape ids"));
  static const std::string kSql = from_shape(" WHERE s.id = ? AND v.version_id = ?");
  std::vector<Shape> shapes;
  for (const ShapeId id : ids) {
    auto shape = TRY(read_row(query(connection, kSql, id, version), read_shape));
    if (shape) shapes.push_back(*std::move(shape));
  }
  return shapes;
}

Result<std::vector<Shape>> shapes_by_row_number(Connection& connection, DatasetVersionId version,
                                                std::span<const std::uint32_t> row_numbers) {
  TRY(check_list_size(row_numbers.size(), "row numbers"));
  static const std::string kSql = from_shape(" WHERE s.place = ?");
  const ShapeRange range = TRY(shape_range(connection, version));
  std::vector<Shape> shapes;
  for (const std::uint32_t row_number : row_numbers) {
    auto shape = TRY(read_row(query(connection, kSql, range.first() + row_number), read_shape));
    if (shape) shapes.push_back(*std::move(shape));
  }
  return shapes;
}

Result<Page<Shape>> list_shapes(Connection& connection, DatasetVersionId version, const ShapeFilter& filter, const PageRequest& page) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const Order order = TRY(Order::parse(page.order_by, "-created_at", std::span(&kPlace, 1), kPlace));
  return read_page(connection, {kColumns, kColumnCount, TRY(from_where(connection, range, filter))}, order, page, read_shape);
}

Result<std::vector<ShapeCount>> shape_counts(Connection& connection, DatasetVersionId version) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return read_rows(query(connection,
                         "SELECT l.id, l.name, c.kind, c.status, c.items FROM label l CROSS JOIN shape_count c ON c.label = l.number "
                         "WHERE l.version = ? AND c.items > 0 ORDER BY l.number, c.kind, c.status",
                         range.key),
                   read_count);
}

Result<std::int64_t> count_shapes(Connection& connection, DatasetVersionId version, const ShapeFilter& filter) {
  const ShapeRange range = TRY(shape_range(connection, version));
  Sql sql;
  sql.add("SELECT sum(c.items) FROM label l CROSS JOIN shape_count c ON c.label = l.number WHERE l.version = ?", {range.key});
  if (filter.label) sql.add(" AND l.id = ?", {filter.label->uuid});
  if (filter.kind) sql.add(" AND c.kind = ?", {std::string(to_string(*filter.kind))});
  if (filter.status) sql.add(" AND c.status = ?", {std::string(to_string(*filter.status))});
  return read_int(query(connection, sql));
}

Result<ShapeStamp> shape_stamp(Connection& connection, DatasetVersionId version) {
  // A new shape raises the row number, and without one only a deleted shape changes the count.
  ShapeStamp stamp = TRY(require_row(
      query(connection, "SELECT next_row_number, edits FROM version_shapes WHERE version_id = ?", version),
      [](const Statement& row) { return Result(ShapeStamp{row.column_int(0), 0, row.column_int(1)}); },
      "There is no dataset version " + to_string(version)));
  stamp.shapes = TRY(count_shapes(connection, version, {}));
  return stamp;
}

}  // namespace kindred::store
