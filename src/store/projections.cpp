#include "store/projections.h"

#include <algorithm>
#include <array>
#include <limits>

#include "store/assets.h"
#include "store/list_query.h"
#include "store/rows.h"
#include "store/shapes.h"

namespace kindred::store {
namespace {

constexpr OrderField kId{"id", "p.id", OrderField::Type::id};
constexpr std::array kOrders{OrderField{"created_at", "p.created_at", OrderField::Type::number}, kId};

constexpr int kColumnCount = 16;
constexpr std::string_view kColumns =
    "p.id, p.datalake_id, p.version_id, p.kind, p.name, p.parameters, p.model_key, p.job_id, p.file, p.points, p.items, p.recall, "
    "p.suggested_eps, p.username, p.created_at, p.computed_at";

Result<Projection> read_projection(const Statement& row) {
  Projection projection;
  projection.id = {row.column_uuid(0)};
  if (row.column_is_null(1))
    projection.scope.of = DatasetVersionId{row.column_uuid(2)};
  else
    projection.scope.of = DatalakeId{row.column_uuid(1)};
  projection.scope.kind = TRY(stored_word(row, 3, parse_embedding_kind));
  projection.name = row.column_text(4);
  projection.parameters_json = row.column_text(5);
  projection.model_key = row.column_text(6);
  projection.job_id = optional_id<JobId>(row, 7);
  if (!row.column_is_null(8)) projection.file = row.column_uuid(8);
  projection.points = row.column_int(9);
  projection.items = row.column_int(10);
  projection.recall = row.column_double(11);
  projection.suggested_eps = row.column_double(12);
  projection.username = row.column_text(13);
  projection.created_at = {row.column_int(14)};
  projection.computed_at = optional_time(row, 15);
  return projection;
}

Result<Clustering> read_clustering(const Statement& row) {
  return Clustering{{row.column_uuid(0)}, row.column_double(1), static_cast<int>(row.column_int(2)), row.column_int(3),
                    row.column_int(4),    row.column_text(5),   Timestamp{row.column_int(6)}};
}

std::string no_projection(ProjectionId id) { return "There is no projection " + to_string(id); }

Uuid uuid_of(const MapScope& scope) {
  return std::visit([](const auto& id) { return id.uuid; }, scope.of);
}

std::optional<DatalakeId> datalake_of(const MapScope& scope) {
  const auto* id = std::get_if<DatalakeId>(&scope.of);
  return id == nullptr ? std::nullopt : std::optional(*id);
}

std::optional<DatasetVersionId> version_of(const MapScope& scope) {
  const auto* id = std::get_if<DatasetVersionId>(&scope.of);
  return id == nullptr ? std::nullopt : std::optional(*id);
}

Sql from_where(const MapScope& scope) {
  const std::string column = datalake_of(scope) ? "datalake_id" : "version_id";
  return Sql{}.add("FROM projection p WHERE p." + column + " = ? AND p.kind = ?", {uuid_of(scope), std::string(to_string(scope.kind))});
}

Result<MapItem> read_map_item(const Statement& row) {
  const std::int64_t number = row.column_int(2);
  if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
    return corrupt("Database: the row number " + std::to_string(number) + " does not fit into 32 bits");
  }
  return MapItem{row.column_uuid(0), row.column_uuid(1), static_cast<std::uint32_t>(number)};
}

// Where no index has the order of keys.
Result<std::vector<MapItem>> sorted_items(Result<std::unique_ptr<Statement>> statement) {
  auto items = TRY(read_rows(std::move(statement), read_map_item));
  std::sort(items.begin(), items.end(), [](const MapItem& a, const MapItem& b) { return a.key < b.key; });
  return items;
}

Result<std::unique_ptr<Statement>> shapes_in(Connection& connection, DatasetVersionId version) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return query(connection, "SELECT id, id, place - ?1 FROM shape WHERE place BETWEEN ?1 AND ?2", range.first(), range.last());
}

Result<void> changed_one(Result<std::int64_t> changed, ProjectionId id) {
  if (TRY(std::move(changed)) == 0) return not_found(no_projection(id));
  return {};
}

Result<void> put_clustering(Connection& connection, ProjectionId id, const Clustering& clustering) {
  TRY(execute(connection,
              "INSERT INTO clustering(projection_id, id, eps, min_samples, clusters, noise, username, created_at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(projection_id) DO UPDATE SET id = excluded.id, eps = excluded.eps, "
              "min_samples = excluded.min_samples, clusters = excluded.clusters, noise = excluded.noise, username = excluded.username, "
              "created_at = excluded.created_at",
              id, clustering.id, clustering.eps, clustering.min_samples, clustering.clusters, clustering.noise, clustering.username,
              clustering.created_at));
  return {};
}

}  // namespace

Result<void> insert_projection(Connection& connection, const Projection& projection) {
  TRY(execute(connection,
              "INSERT INTO projection(id, datalake_id, version_id, kind, name, parameters, model_key, job_id, file, points, items, recall, "
              "suggested_eps, username, created_at, computed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              projection.id, datalake_of(projection.scope), version_of(projection.scope), to_string(projection.scope.kind), projection.name,
              projection.parameters_json, projection.model_key, projection.job_id, projection.file, projection.points, projection.items,
              projection.recall, projection.suggested_eps, projection.username, projection.created_at, projection.computed_at));
  return {};
}

Result<Projection> find_projection(Connection& connection, ProjectionId id) {
  static const std::string kSql = "SELECT " + std::string(kColumns) + " FROM projection p WHERE p.id = ?";
  return require_row(query(connection, kSql, id), read_projection, no_projection(id));
}

Result<Page<Projection>> list_projections(Connection& connection, const MapScope& scope, const PageRequest& page) {
  const Order order = TRY(Order::parse(page.order_by, "-created_at", kOrders, kId));
  return read_page(connection, ListQuery{kColumns, kColumnCount, from_where(scope)}, order, page, read_projection);
}

Result<std::int64_t> count_projections(Connection& connection, const MapScope& scope) {
  return read_int(query(connection, Sql{}.add("SELECT count(*) ").add(from_where(scope))));
}

Result<void> rename_projection(Connection& connection, ProjectionId id, std::string_view name) {
  return changed_one(execute(connection, "UPDATE projection SET name = ? WHERE id = ?", name, id), id);
}

Result<void> set_projection_job(Connection& connection, ProjectionId id, JobId job) {
  return changed_one(execute(connection, "UPDATE projection SET job_id = ? WHERE id = ?", job, id), id);
}

Result<void> delete_projection(Connection& connection, ProjectionId id) {
  return changed_one(execute(connection, "DELETE FROM projection WHERE id = ?", id), id);
}

Result<std::optional<Clustering>> clustering_of(Connection& connection, ProjectionId id) {
  return read_row(
      query(connection, "SELECT id, eps, min_samples, clusters, noise, username, created_at FROM clustering WHERE projection_id = ?", id),
      read_clustering);
}

Result<void> replace_points(Connection& connection, ProjectionId id, const std::optional<Uuid>& before, const NewPoints& now) {
  TRY(find_projection(connection, id));
  const auto changed = TRY(execute(connection,
                                   "UPDATE projection SET file = ?, points = ?, items = ?, recall = ?, suggested_eps = ?, computed_at = ? "
                                   "WHERE id = ? AND file IS ?",
                                   now.file, now.points, now.items, now.recall, now.suggested_eps, now.clustering.created_at, id, before));
  if (changed == 0) return conflict("The map changed meanwhile: try again");
  return put_clustering(connection, id, now.clustering);
}

Result<std::vector<Uuid>> projection_files(Connection& connection) {
  return read_rows(query(connection, "SELECT file FROM projection WHERE file IS NOT NULL"),
                   [](const Statement& row) { return Result<Uuid>(row.column_uuid(0)); });
}

Result<std::vector<MapItem>> map_items(Connection& connection, const MapScope& scope) {
  const auto version = version_of(scope);
  if (version && scope.kind == EmbeddingKind::shapes) return sorted_items(shapes_in(connection, *version));
  if (version) {
    return read_rows(
        query(connection, "SELECT data_id, id, row_number FROM asset INDEXED BY asset_by_data WHERE version_id = ? ORDER BY data_id",
              *version),
        read_map_item);
  }
  // The index has all columns.
  return sorted_items(
      query(connection, "SELECT id, id, seq FROM data INDEXED BY data_by_creation WHERE datalake_id = ?", *datalake_of(scope)));
}

Result<MapItemsStamp> map_items_stamp(Connection& connection, const MapScope& scope) {
  const auto version = version_of(scope);
  if (version && scope.kind == EmbeddingKind::shapes) {
    const ShapeStamp stamp = TRY(shape_stamp(connection, *version));
    return MapItemsStamp{stamp.next_row_number, stamp.shapes};
  }
  if (version) {
    const MembershipStamp stamp = TRY(membership_stamp(connection, *version));
    return MapItemsStamp{stamp.next_row_number, stamp.assets};
  }
  return MapItemsStamp{TRY(read_int(query(connection, "SELECT deletions FROM data_deletion WHERE datalake_id = ?", *datalake_of(scope)))),
                       0};
}

}  // namespace kindred::store
