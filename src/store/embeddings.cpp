#include "store/embeddings.h"

#include "store/data_rows.h"
#include "store/embedding_rows.h"
#include "store/rows.h"

namespace kindred::store {
namespace {

constexpr std::string_view kImages = "images";

Result<VisualSearch> read_search(const Statement& row) {
  return VisualSearch{TRY(stored_word(row, 0, parse_visual_search_state)), row.column_text(1), static_cast<int>(row.column_int(2)),
                      optional_id<JobId>(row, 3), CropSettings{row.column_double(4), row.column_int(5) != 0}};
}

// For `data_embedding e`, `data d` and, in a version, `asset a`.
constexpr OrderField kDataId{"id", "e.data_id", OrderField::Type::id};
constexpr OrderField kAssetDataId{"id", "a.data_id", OrderField::Type::id};
constexpr std::string_view kItemColumns = "e.data_id, NULL, d.filename, e.status, e.reason, e.attempts";
constexpr std::string_view kVersionItemColumns = "e.data_id, a.id, d.filename, e.status, e.reason, e.attempts";

Result<EmbeddingItem> read_item(const Statement& row) {
  return EmbeddingItem{{row.column_uuid(0)}, optional_id<AssetId>(row, 1),
                       row.column_text(2),   TRY(stored_word(row, 3, parse_embedding_status)),
                       row.column_text(4),   row.column_int(5)};
}

Result<Page<EmbeddingItem>> list_items(Connection& connection, std::string_view columns, const Sql& from_where, const OrderField& id,
                                       const PageRequest& page) {
  const Order order = TRY(Order::parse(page.order_by, id.name, std::span(&id, 1), id));
  return read_page(connection, ListQuery{columns, 6, from_where}, order, page, read_item);
}

// A version's embedding rows of one status, in the order of Data ids. Few in the Datalake: begin with them; else with the Assets.
Result<Sql> items_of_version(Connection& connection, DatasetVersionId version, EmbeddingStatus status) {
  const std::string word(to_string(status));
  const Sql rows = Sql{}.add(
      "SELECT data_id FROM data_embedding WHERE datalake_id IN (SELECT datalake_id FROM asset_count WHERE version_id = ?) AND status = ?",
      {version.uuid, word});
  if (TRY(gives_few_rows(connection, rows))) {
    return Sql{}
        .add(
            "FROM data_embedding e CROSS JOIN asset a INDEXED BY asset_by_data ON a.data_id = e.data_id CROSS JOIN data d ON d.id = "
            "e.data_id "
            "WHERE e.data_id IN (")
        .add(rows)
        .add(") AND a.version_id = ?", {version.uuid});
  }
  return Sql{}.add(
      "FROM asset a INDEXED BY asset_by_data CROSS JOIN data_embedding e ON e.data_id = a.data_id CROSS JOIN data d ON d.id = a.data_id "
      "WHERE a.version_id = ? AND e.status = ?",
      {version.uuid, word});
}

}  // namespace

Result<EmbeddingCounts> sum_counts(Result<std::unique_ptr<Statement>> statement) {
  auto rows = TRY(std::move(statement));
  EmbeddingCounts counts;
  while (TRY(rows->step())) {
    const std::int64_t items = rows->column_int(1);
    switch (TRY(stored_word(*rows, 0, parse_embedding_status))) {
      case EmbeddingStatus::pending: counts.pending += items; break;
      case EmbeddingStatus::done: counts.done += items; break;
      case EmbeddingStatus::error: counts.error += items; break;
      case EmbeddingStatus::unsupported: counts.unsupported += items; break;
    }
  }
  return counts;
}

Result<VisualSearch> visual_search_of(Connection& connection, const EmbeddingScope& scope) {
  auto search = TRY(read_row(query(connection,
                                   "SELECT state, model_key, dimension, job_id, crop_margin, mask_background FROM visual_search "
                                   "WHERE scope = ? AND kind = ?",
                                   scope.id, to_string(scope.kind)),
                             read_search));
  return std::move(search).value_or(VisualSearch{});
}

Result<void> set_visual_search(Connection& connection, const EmbeddingScope& scope, const VisualSearch& search) {
  TRY(execute(connection,
              "INSERT INTO visual_search(scope, kind, state, model_key, dimension, job_id, crop_margin, mask_background) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(scope, kind) DO UPDATE SET state = excluded.state, "
              "model_key = excluded.model_key, dimension = excluded.dimension, job_id = excluded.job_id, "
              "crop_margin = excluded.crop_margin, mask_background = excluded.mask_background",
              scope.id, to_string(scope.kind), to_string(search.state), search.model_key, search.dimension, search.job_id,
              search.crops.margin, search.crops.mask_background));
  return {};
}

Result<std::vector<DatasetVersionId>> active_versions_over(Connection& connection, DatalakeId datalake) {
  return read_rows(query(connection,
                         "SELECT c.version_id FROM asset_count c JOIN visual_search s ON s.scope = c.version_id AND s.kind = ?2 "
                         "WHERE c.datalake_id = ?1 AND c.items > 0 AND s.state <> ?3 ORDER BY c.version_id",
                         datalake, kImages, to_string(VisualSearchState::inactive)),
                   read_id<DatasetVersionId>);
}

Result<std::uint64_t> committed_vector_bytes(Connection& connection, const EmbeddingScope& scope) {
  const auto bytes = TRY(
      read_int(query(connection, "SELECT vector_bytes FROM visual_search WHERE scope = ? AND kind = ?", scope.id, to_string(scope.kind))));
  return static_cast<std::uint64_t>(bytes);
}

Result<void> set_committed_vector_bytes(Connection& connection, const EmbeddingScope& scope, std::uint64_t bytes) {
  const auto changed = TRY(execute(connection, "UPDATE visual_search SET vector_bytes = ? WHERE scope = ? AND kind = ?", bytes, scope.id,
                                   to_string(scope.kind)));
  if (changed == 0)
    return not_found("Visual search was never switched on for the " + std::string(to_string(scope.kind)) + " of " + to_string(scope.id));
  return {};
}

Result<std::vector<EmbeddingScope>> scopes_with_vectors(Connection& connection) {
  return read_rows(query(connection, "SELECT scope, kind FROM visual_search WHERE vector_bytes > 0 ORDER BY kind, scope"),
                   [](const Statement& row) -> Result<EmbeddingScope> {
                     const auto id = TRY(read_id<DatasetVersionId>(row));  // or a Datalake's: a scope is named by either
                     return EmbeddingScope(id, TRY(stored_word(row, 1, parse_embedding_kind)));
                   });
}

Result<AddedPending> add_pending_chunk(Connection& connection, DatalakeId datalake, std::optional<DataId> after, std::size_t limit) {
  const auto ids = TRY(read_rows(query(connection,
                                       "SELECT id FROM data INDEXED BY data_by_id WHERE id > coalesce(?1, x'') AND datalake_id = ?2 "
                                       "ORDER BY id LIMIT ?3",
                                       after, datalake, limit),
                                 read_id<DataId>));
  AddedPending result;
  for (const DataId id : ids) {
    result.added +=
        TRY(execute(connection, "INSERT INTO data_embedding(data_id, datalake_id, status) VALUES (?, ?, 'PENDING') ON CONFLICT DO NOTHING",
                    id, datalake));
  }
  if (!ids.empty() && ids.size() == limit) result.last = ids.back();
  return result;
}

Result<void> add_pending(Connection& connection, std::span<const DataId> datas) {
  TRY(check_list_size(datas.size(), "data ids"));
  for (const DataId id : datas) {
    TRY(execute(connection,
                "INSERT INTO data_embedding(data_id, datalake_id, status) SELECT id, datalake_id, 'PENDING' FROM data WHERE id = ? "
                "ON CONFLICT DO NOTHING",
                id));
  }
  return {};
}

Result<std::vector<Data>> next_pending(Connection& connection, DatalakeId datalake, std::optional<DataId> after, std::size_t limit) {
  static const std::string kSql = "SELECT " + std::string(kDataColumns) +
                                  " FROM data_embedding e INDEXED BY data_embedding_by_status CROSS JOIN data d ON d.id = e.data_id "
                                  "WHERE e.datalake_id = ? AND e.status = 'PENDING' AND e.data_id > coalesce(?, x'') "
                                  "ORDER BY e.data_id LIMIT ?";
  return read_rows(query(connection, kSql, datalake, after, limit), read_data);
}

Result<void> store_embedding_results(Connection& connection, DatalakeId datalake, std::span<const DataId> done,
                                     std::span<const FailedItem> failed, std::uint64_t committed_bytes) {
  constexpr std::string_view kUpdate =
      "UPDATE data_embedding SET status = ?, reason = ?, attempts = attempts + 1 WHERE data_id = ? AND datalake_id = ?";
  for (const DataId id : done)
    TRY(execute(connection, kUpdate, to_string(EmbeddingStatus::done), "", id, datalake));
  for (const FailedItem& item : failed)
    TRY(execute(connection, kUpdate, to_string(item.status), item.reason, item.id, datalake));
  return set_committed_vector_bytes(connection, datalake, committed_bytes);
}

Result<EmbeddingCounts> embedding_counts(Connection& connection, DatalakeId datalake) {
  return sum_counts(query(connection, "SELECT status, items FROM embedding_count WHERE datalake_id = ?", datalake));
}

Result<EmbeddingCounts> embedding_counts(Connection& connection, DatasetVersionId version) {
  return sum_counts(query(connection, "SELECT status, items FROM version_embedding_count WHERE version_id = ?", version));
}

Result<std::optional<EmbeddingItem>> find_embedding(Connection& connection, DataId data) {
  static const std::string kSql =
      "SELECT " + std::string(kItemColumns) + " FROM data_embedding e JOIN data d ON d.id = e.data_id WHERE e.data_id = ?";
  return read_row(query(connection, kSql, data), read_item);
}

Result<Page<EmbeddingItem>> list_embeddings(Connection& connection, DatalakeId datalake, EmbeddingStatus status, const PageRequest& page) {
  const Sql from = Sql{}.add(
      "FROM data_embedding e INDEXED BY data_embedding_by_status CROSS JOIN data d ON d.id = e.data_id "
      "WHERE e.datalake_id = ? AND e.status = ?",
      {datalake.uuid, std::string(to_string(status))});
  return list_items(connection, kItemColumns, from, kDataId, page);
}

Result<Page<EmbeddingItem>> list_embeddings(Connection& connection, DatasetVersionId version, EmbeddingStatus status,
                                            const PageRequest& page) {
  return list_items(connection, kVersionItemColumns, TRY(items_of_version(connection, version, status)), kAssetDataId, page);
}

Result<std::vector<DataId>> done_among(Connection& connection, std::span<const DataId> datas) {
  std::vector<DataId> done;
  for (const DataId id : datas) {
    if (TRY(has_row(query(connection, "SELECT 1 FROM data_embedding WHERE data_id = ? AND status = 'DONE'", id)))) done.push_back(id);
  }
  return done;
}

Result<std::vector<DataId>> list_done(Connection& connection, DatalakeId datalake, std::optional<DataId> from, std::size_t limit) {
  return read_rows(query(connection,
                         "SELECT data_id FROM data_embedding INDEXED BY data_embedding_by_status WHERE datalake_id = ? AND status = 'DONE' "
                         "AND data_id >= coalesce(?, x'') ORDER BY data_id LIMIT ?",
                         datalake, from, limit),
                   read_id<DataId>);
}

Result<std::vector<DataId>> list_done(Connection& connection, DatasetVersionId version, std::optional<DataId> from, std::size_t limit) {
  return read_rows(query(connection,
                         "SELECT a.data_id FROM asset a INDEXED BY asset_by_data CROSS JOIN data_embedding e ON e.data_id = a.data_id "
                         "WHERE a.version_id = ? AND a.data_id >= coalesce(?, x'') AND e.status = 'DONE' ORDER BY a.data_id LIMIT ?",
                         version, from, limit),
                   read_id<DataId>);
}

Result<std::int64_t> reset_some_to_pending(Connection& connection, DatalakeId datalake, EmbeddingStatus status, std::size_t limit) {
  if (status == EmbeddingStatus::pending) return 0;
  return execute(connection,
                 "UPDATE data_embedding SET status = 'PENDING', reason = '' WHERE data_id IN (SELECT data_id FROM data_embedding "
                 "INDEXED BY data_embedding_by_status WHERE datalake_id = ? AND status = ? ORDER BY data_id LIMIT ?)",
                 datalake, to_string(status), limit);
}

Result<std::int64_t> delete_some_embeddings(Connection& connection, DatalakeId datalake, std::size_t limit) {
  return execute(connection,
                 "DELETE FROM data_embedding WHERE data_id IN (SELECT data_id FROM data_embedding INDEXED BY data_embedding_by_status "
                 "WHERE datalake_id = ? LIMIT ?)",
                 datalake, limit);
}

}  // namespace kindred::store
