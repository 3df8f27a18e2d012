#include "store/shape_embeddings.h"

#include "store/embedding_rows.h"
#include "store/embeddings.h"
#include "store/list_query.h"
#include "store/rows.h"
#include "store/shapes.h"

namespace kindred::store {
namespace {

// For `shape_embedding e`, `shape s`, `annotation n`, `label l`, `asset a` and `data d`.
constexpr OrderField kPlace{"id", "e.place", OrderField::Type::number};
constexpr std::string_view kItemColumns = "s.id, n.asset_id, a.data_id, d.filename, l.name, s.kind, e.status, e.reason, e.attempts";
constexpr std::string_view kItemTables =
    " CROSS JOIN shape s ON s.place = e.place CROSS JOIN label l ON l.number = s.label CROSS JOIN annotation n ON n.number = s.annotation "
    "CROSS JOIN asset a ON a.id = n.asset_id CROSS JOIN data d ON d.id = a.data_id ";

Result<ShapeEmbeddingItem> read_item(const Statement& row) {
  return ShapeEmbeddingItem{{row.column_uuid(0)},
                            {row.column_uuid(1)},
                            {row.column_uuid(2)},
                            row.column_text(3),
                            row.column_text(4),
                            TRY(stored_word(row, 5, parse_shape_kind)),
                            TRY(stored_word(row, 6, parse_embedding_status)),
                            row.column_text(7),
                            row.column_int(8)};
}

std::uint32_t row_number_of(const ShapeRange& range, std::int64_t place) { return static_cast<std::uint32_t>(place - range.first()); }

}  // namespace

Result<std::vector<DatasetVersionId>> versions_with_shapes(Connection& connection, VisualSearchState state) {
  return read_rows(query(connection, "SELECT scope FROM visual_search WHERE kind = ? AND state = ? ORDER BY scope",
                         to_string(EmbeddingKind::shapes), to_string(state)),
                   read_id<DatasetVersionId>);
}

Result<AddedShapes> add_pending_shapes(Connection& connection, DatasetVersionId version, std::uint32_t from, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto places = TRY(read_rows(query(connection, "SELECT place FROM shape WHERE place BETWEEN ? AND ? ORDER BY place LIMIT ?",
                                          range.first() + from, range.last(), limit),
                                    [](const Statement& row) -> Result<std::int64_t> { return row.column_int(0); }));
  AddedShapes result;
  for (const std::int64_t place : places)
    result.added +=
        TRY(execute(connection, "INSERT INTO shape_embedding(place, status) VALUES (?, 'PENDING') ON CONFLICT DO NOTHING", place));
  if (places.size() == limit && places.back() < range.last()) result.next = row_number_of(range, places.back()) + 1;
  return result;
}

Result<std::vector<PendingShape>> next_pending_shapes(Connection& connection, DatasetVersionId version, std::uint32_t from,
                                                      std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto read = [&](const Statement& row) -> Result<PendingShape> {
    return PendingShape{row_number_of(range, row.column_int(0)), {row.column_uuid(1)}};
  };
  return read_rows(query(connection,
                         "SELECT e.place, n.asset_id FROM shape_embedding e INDEXED BY shape_embedding_by_status "
                         "CROSS JOIN shape s ON s.place = e.place CROSS JOIN annotation n ON n.number = s.annotation "
                         "WHERE e.status = 'PENDING' AND e.place BETWEEN ? AND ? ORDER BY e.place LIMIT ?",
                         range.first() + from, range.last(), limit),
                   read);
}

Result<std::vector<std::uint32_t>> pending_shapes_of_asset(Connection& connection, DatasetVersionId version, AssetId asset,
                                                           std::uint32_t from, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto read = [&](const Statement& row) -> Result<std::uint32_t> { return row_number_of(range, row.column_int(0)); };
  return read_rows(
      query(connection,
            "SELECT s.place FROM annotation n INDEXED BY annotation_by_asset CROSS JOIN shape s INDEXED BY shape_by_annotation "
            "ON s.annotation = n.number CROSS JOIN shape_embedding e ON e.place = s.place "
            "WHERE n.asset_id = ? AND s.place >= ? AND e.status = 'PENDING' ORDER BY s.place LIMIT ?",
            asset, range.first() + from, limit),
      read);
}

Result<bool> has_pending_shapes(Connection& connection, DatasetVersionId version) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return has_row(query(connection, "SELECT 1 FROM shape_embedding WHERE status = 'PENDING' AND place BETWEEN ? AND ? LIMIT 1",
                       range.first(), range.last()));
}

Result<ReusableShapes> find_reusable_shapes(Connection& connection, DatasetVersionId version, std::uint32_t from, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto pending = TRY(next_pending_shapes(connection, version, from, limit));
  ReusableShapes result;
  if (pending.empty()) return result;
  if (pending.size() == limit) result.next = pending.back().row_number + 1;
  const auto read = [&](const Statement& row) -> Result<ReusableShape> {
    return ReusableShape{
        {row.column_uuid(0)}, row_number_of(range, row.column_int(1)), row.column_int(2), {row.column_uuid(3)}, {row.column_uuid(4)}};
  };
  // Revision 1: not edited since it was copied; the origin as it was copied; both searches alike in all that a vector depends on.
  result.shapes = TRY(
      read_rows(query(connection,
                      "SELECT s.id, s.place, s.revision, ov.version_id, o.id FROM shape_embedding e INDEXED BY shape_embedding_by_status "
                      "CROSS JOIN shape s ON s.place = e.place AND s.revision = 1 "
                      "CROSS JOIN shape o ON o.place = s.origin AND o.revision = s.origin_revision "
                      "CROSS JOIN shape_embedding oe ON oe.place = o.place AND oe.status = 'DONE' "
                      "CROSS JOIN version_shapes ov ON ov.key = o.place >> 32 "
                      "CROSS JOIN visual_search os ON os.scope = ov.version_id AND os.kind = 'shapes' "
                      "CROSS JOIN visual_search vs ON vs.scope = ? AND vs.kind = 'shapes' AND vs.model_key = os.model_key "
                      "AND vs.crop_margin = os.crop_margin AND vs.mask_background = os.mask_background "
                      "WHERE e.status = 'PENDING' AND e.place BETWEEN ? AND ? ORDER BY e.place",
                      version, range.first() + from, range.first() + pending.back().row_number),
                read));
  return result;
}

Result<std::vector<Uuid>> store_shape_results(Connection& connection, DatasetVersionId version, std::span<const ShapeResult> results,
                                              std::uint64_t committed_bytes) {
  const ShapeRange range = TRY(shape_range(connection, version));
  std::vector<Uuid> done;
  for (const ShapeResult& result : results) {
    const auto changed = TRY(execute(connection,
                                     "UPDATE shape_embedding SET status = ?1, reason = ?2, attempts = attempts + 1 WHERE place = ?3 "
                                     "AND status = 'PENDING' AND EXISTS (SELECT 1 FROM shape WHERE place = ?3 AND revision = ?4)",
                                     to_string(result.status), result.reason, range.first() + result.row_number, result.revision));
    if (changed > 0 && result.status == EmbeddingStatus::done) done.push_back(result.id.uuid);
  }
  TRY(set_committed_vector_bytes(connection, shapes_of(version), committed_bytes));
  return done;
}

Result<bool> has_stale_shapes(Connection& connection, DatasetVersionId version) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return has_row(query(connection, "SELECT 1 FROM shape_removal WHERE version = ? LIMIT 1", range.key));
}

Result<StaleShapes> take_stale_shapes(Connection& connection, DatasetVersionId version, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto ids = TRY(read_rows(query(connection, "SELECT shape_id FROM shape_removal WHERE version = ? LIMIT ?", range.key, limit),
                                 [](const Statement& row) -> Result<Uuid> { return row.column_uuid(0); }));
  StaleShapes stale;
  stale.more = ids.size() == limit;
  for (const Uuid& id : ids) {
    TRY(execute(connection, "DELETE FROM shape_removal WHERE version = ? AND shape_id = ?", range.key, id));
    if (TRY(done_shapes_among(connection, std::span(&id, 1))).empty()) stale.ids.push_back(id);
  }
  return stale;
}

Result<EmbeddingCounts> shape_embedding_counts(Connection& connection, DatasetVersionId version) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return sum_counts(query(connection, "SELECT status, items FROM shape_embedding_count WHERE version = ?", range.key));
}

Result<std::optional<ShapeEmbeddingItem>> find_shape_embedding(Connection& connection, ShapeId shape) {
  static const std::string kSql = "SELECT " + std::string(kItemColumns) + " FROM shape_embedding e" + std::string(kItemTables) +
                                  "WHERE e.place = (SELECT place FROM shape WHERE id = ?)";
  return read_row(query(connection, kSql, shape), read_item);
}

Result<Page<ShapeEmbeddingItem>> list_shape_embeddings(Connection& connection, DatasetVersionId version, EmbeddingStatus status,
                                                       const PageRequest& page) {
  const ShapeRange range = TRY(shape_range(connection, version));
  static const std::string kFrom = "FROM shape_embedding e INDEXED BY shape_embedding_by_status" + std::string(kItemTables) +
                                   "WHERE e.status = ? AND e.place BETWEEN ? AND ?";
  const Order order = TRY(Order::parse(page.order_by, kPlace.name, std::span(&kPlace, 1), kPlace));
  const Sql from = Sql{}.add(kFrom, {std::string(to_string(status)), range.first(), range.last()});
  return read_page(connection, ListQuery{kItemColumns, 9, from}, order, page, read_item);
}

Result<std::vector<Uuid>> done_shapes_among(Connection& connection, std::span<const Uuid> shapes) {
  std::vector<Uuid> done;
  for (const Uuid& id : shapes) {
    if (TRY(has_row(query(connection,
                          "SELECT 1 FROM shape s CROSS JOIN shape_embedding e ON e.place = s.place WHERE s.id = ? AND e.status = 'DONE'",
                          id))))
      done.push_back(id);
  }
  return done;
}

Result<std::vector<DoneShape>> list_done_shapes(Connection& connection, DatasetVersionId version, std::optional<ShapeKind> kind,
                                                std::uint32_t from, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto read = [&](const Statement& row) -> Result<DoneShape> {
    return DoneShape{{row.column_uuid(0)}, row_number_of(range, row.column_int(1)), {row.column_uuid(2)}};
  };
  std::optional<std::string_view> word;
  if (kind) word = to_string(*kind);
  return read_rows(query(connection,
                         "SELECT s.id, e.place, l.id FROM shape_embedding e INDEXED BY shape_embedding_by_status "
                         "CROSS JOIN shape s ON s.place = e.place CROSS JOIN label l ON l.number = s.label "
                         "WHERE e.status = 'DONE' AND e.place BETWEEN ? AND ? AND s.kind = coalesce(?, s.kind) ORDER BY e.place LIMIT ?",
                         range.first() + from, range.last(), word, limit),
                   read);
}

Result<std::int64_t> reset_some_shapes_to_pending(Connection& connection, DatasetVersionId version, EmbeddingStatus status,
                                                  std::size_t limit) {
  if (status == EmbeddingStatus::pending) return 0;
  const ShapeRange range = TRY(shape_range(connection, version));
  return execute(connection,
                 "UPDATE shape_embedding SET status = 'PENDING', reason = '' WHERE place IN (SELECT place FROM shape_embedding "
                 "INDEXED BY shape_embedding_by_status WHERE status = ? AND place BETWEEN ? AND ? ORDER BY place LIMIT ?)",
                 to_string(status), range.first(), range.last(), limit);
}

Result<std::int64_t> delete_some_shape_embeddings(Connection& connection, DatasetVersionId version, std::size_t limit) {
  const ShapeRange range = TRY(shape_range(connection, version));
  const auto deleted =
      TRY(execute(connection,
                  "DELETE FROM shape_embedding WHERE place IN (SELECT place FROM shape_embedding WHERE place BETWEEN ? AND ? "
                  "ORDER BY place LIMIT ?)",
                  range.first(), range.last(), limit));
  // Without rows there is no vector that could be stale.
  if (deleted == 0) TRY(execute(connection, "DELETE FROM shape_removal WHERE version = ?", range.key));
  return deleted;
}

}  // namespace kindred::store
