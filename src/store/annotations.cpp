#include "store/annotations.h"

#include "store/list_query.h"
#include "store/rows.h"
#include "store/shapes.h"

namespace kindred::store {
namespace {

constexpr OrderField kNumber{"created_at", "n.number", OrderField::Type::number};

constexpr std::string_view kColumns = "n.id, v.version_id, n.asset_id, n.username, n.duration, n.status, n.attributes, n.created_at";
constexpr int kColumnCount = 8;
constexpr std::string_view kVersion = " CROSS JOIN version_shapes v ON v.key = n.version";

Result<Annotation> read_annotation(const Statement& row) {
  return Annotation{{row.column_uuid(0)}, {row.column_uuid(1)}, {row.column_uuid(2)},
                    row.column_text(3),   row.column_double(4), TRY(stored_word(row, 5, parse_annotation_status)),
                    row.column_text(6),   {row.column_int(7)}};
}

std::string select(std::string_view where) {
  return "SELECT " + std::string(kColumns) + " FROM annotation n" + std::string(kVersion) + std::string(where);
}
std::string no_annotation(AnnotationId id) { return "There is no annotation " + to_string(id); }

// Where to begin, said outright: what names its rows first, then the status. "+" keeps SQLite from another index.
Result<Sql> from_where(std::int64_t version, const AnnotationFilter& filter) {
  if (filter.ids) TRY(check_list_size(filter.ids->size(), "annotation ids"));
  if (filter.assets) TRY(check_list_size(filter.assets->size(), "asset ids"));
  const bool narrow = filter.ids || filter.assets;
  std::string_view index;
  if (!narrow) index = filter.status ? " INDEXED BY annotation_by_status" : " INDEXED BY annotation_by_version";
  Sql sql;
  sql.add("FROM annotation n").add(index).add(kVersion).add(narrow ? " WHERE +n.version = ?" : " WHERE n.version = ?", {version});
  if (filter.status) sql.add(narrow ? " AND +n.status = ?" : " AND n.status = ?", {std::string(to_string(*filter.status))});
  if (filter.assets) sql.add(" AND ").add(in_ids(filter.ids ? "+n.asset_id" : "n.asset_id", pack_ids<AssetId>(*filter.assets)));
  if (filter.ids) sql.add(" AND ").add(in_ids("n.id", pack_ids<AnnotationId>(*filter.ids)));
  return sql;
}

template <typename Read>
Result<Page<RowValue<Read>>> list(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter, const PageRequest& page,
                                  Read read) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const Order order = TRY(Order::parse(page.order_by, "-created_at", std::span(&kNumber, 1), kNumber));
  return read_page(connection, {kColumns, kColumnCount, TRY(from_where(range.key, filter))}, order, page, read);
}

}  // namespace

Result<Annotation> create_annotation(Connection& connection, const NewAnnotation& annotation) {
  const AnnotationId id = AnnotationId::make();
  const auto made = TRY(execute(connection,
                                "INSERT INTO annotation(id, version, asset_id, username, duration, status, attributes, created_at) "
                                "SELECT ?1, v.key, a.id, ?3, ?4, ?5, ?6, ?7 FROM asset a JOIN version_shapes v ON v.version_id = "
                                "a.version_id WHERE a.id = ?2",
                                id, annotation.asset_id, annotation.username, annotation.duration, to_string(annotation.status),
                                null_if_empty(annotation.attributes_json), now()));
  if (made == 0) return not_found("There is no asset " + to_string(annotation.asset_id) + " to be annotated");
  return find_annotation(connection, id);
}

Result<Annotation> find_annotation(Connection& connection, AnnotationId id) {
  return require_row(query(connection, select(" WHERE n.id = ?"), id), read_annotation, no_annotation(id));
}

Result<std::vector<Annotation>> annotations_of_asset(Connection& connection, AssetId asset) {
  return read_rows(query(connection, select(" WHERE n.asset_id = ? ORDER BY n.number DESC"), asset), read_annotation);
}

Result<std::optional<Annotation>> last_annotation(Connection& connection, AssetId asset) {
  return read_row(query(connection, select(" WHERE n.asset_id = ? ORDER BY n.number DESC LIMIT 1"), asset), read_annotation);
}

Result<std::optional<Annotation>> last_annotation_of(Connection& connection, AssetId asset, std::string_view username) {
  return read_row(query(connection, select(" WHERE n.asset_id = ? AND n.username = ? ORDER BY n.number DESC LIMIT 1"), asset, username),
                  read_annotation);
}

Result<Page<Annotation>> list_annotations(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter,
                                          const PageRequest& page) {
  return list(connection, version, filter, page, read_annotation);
}

Result<Page<AnnotationId>> list_annotation_ids(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter,
                                               const PageRequest& page) {
  return list(connection, version, filter, page, read_id<AnnotationId>);
}

Result<std::int64_t> count_annotations(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter) {
  const ShapeRange range = TRY(shape_range(connection, version));
  if (filter.assets || filter.ids) {
    return read_int(query(connection, Sql{}.add("SELECT count(*) ").add(TRY(from_where(range.key, filter)))));
  }
  if (!filter.status) return read_int(query(connection, "SELECT sum(items) FROM annotation_count WHERE version = ?", range.key));
  return read_int(
      query(connection, "SELECT items FROM annotation_count WHERE version = ? AND status = ?", range.key, to_string(*filter.status)));
}

Result<Annotation> change_annotation(Connection& connection, AnnotationId id, const AnnotationChange& change) {
  if (change.attributes_json) {
    TRY(execute(connection, "UPDATE annotation SET attributes = ? WHERE id = ?", null_if_empty(*change.attributes_json), id));
  }
  std::optional<std::string_view> status;
  if (change.status) status = to_string(*change.status);
  TRY(execute(connection, "UPDATE annotation SET duration = coalesce(?, duration), status = coalesce(?, status) WHERE id = ?",
              change.duration, status, id));
  return find_annotation(connection, id);
}

Result<std::int64_t> delete_annotations(Connection& connection, DatasetVersionId version, std::span<const AnnotationId> ids) {
  TRY(check_list_size(ids.size(), "annotation ids"));
  const ShapeRange range = TRY(shape_range(connection, version));
  std::int64_t deleted = 0;
  for (const AnnotationId id : ids)
    deleted += TRY(execute(connection, "DELETE FROM annotation WHERE id = ? AND +version = ?", id, range.key));
  return deleted;
}

Result<std::int64_t> delete_some_annotations(Connection& connection, DatasetVersionId version, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return execute(connection,
                 "DELETE FROM annotation WHERE number IN (SELECT number FROM annotation INDEXED BY annotation_by_version "
                 "WHERE version = ? ORDER BY number LIMIT ?)",
                 range.key, limit);
}

Result<AnnotationCounts> annotation_counts(Connection& connection, DatasetVersionId version) {
  const ShapeRange range = TRY(shape_range(connection, version));
  auto rows = TRY(query(connection, "SELECT status, items FROM annotation_count WHERE version = ?", range.key));
  AnnotationCounts counts;
  while (TRY(rows->step())) {
    switch (TRY(stored_word(*rows, 0, parse_annotation_status))) {
      case AnnotationStatus::pending: counts.pending = rows->column_int(1); break;
      case AnnotationStatus::skipped: counts.skipped = rows->column_int(1); break;
      case AnnotationStatus::accepted: counts.accepted = rows->column_int(1); break;
      case AnnotationStatus::refused: counts.refused = rows->column_int(1); break;
    }
  }
  return counts;
}

}  // namespace kindred::store
