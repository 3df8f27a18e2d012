#include "usecases/map_source.h"

#include <algorithm>

#include "store/embeddings.h"
#include "store/shape_embeddings.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kKeysPerPage = 10'000;
constexpr std::size_t kRowsPerReport = 4'096;

EmbeddingScope search_scope_of(const MapScope& scope) {
  if (const auto* datalake = std::get_if<DatalakeId>(&scope.of)) return *datalake;
  return {std::get<DatasetVersionId>(scope.of), scope.kind};
}

Result<std::vector<Uuid>> embedded_images(Workspace& workspace, const MapScope& scope) {
  std::vector<Uuid> keys;
  std::optional<DataId> from;
  do {
    // One more than a page: where the next begins.
    auto page = TRY(workspace.database().read([&](Connection& c) {
      return std::visit([&](const auto& id) { return store::list_done(c, id, from, kKeysPerPage + 1); }, scope.of);
    }));
    from.reset();
    if (page.size() > kKeysPerPage) {
      from = page.back();
      page.pop_back();
    }
    for (const DataId id : page)
      keys.push_back(id.uuid);
  } while (from);
  return keys;
}

Result<std::vector<Uuid>> embedded_shapes(Workspace& workspace, DatasetVersionId version) {
  std::vector<Uuid> keys;
  std::optional<std::uint32_t> from = 0;
  do {
    auto page = TRY(workspace.database().read(
        [&](Connection& c) { return store::list_done_shapes(c, version, std::nullopt, *from, kKeysPerPage + 1); }));
    from.reset();
    if (page.size() > kKeysPerPage) {
      from = page.back().row_number;
      page.pop_back();
    }
    for (const store::DoneShape& shape : page)
      keys.push_back(shape.id.uuid);
  } while (from);
  std::sort(keys.begin(), keys.end());
  return keys;
}

// The collections that may hold the scope's vectors.
Result<std::vector<std::shared_ptr<vectors::VectorIndex>>> indexes_of(Workspace& workspace, const MapScope& scope) {
  std::vector<std::shared_ptr<vectors::VectorIndex>> indexes;
  if (const auto* datalake = std::get_if<DatalakeId>(&scope.of)) {
    indexes.push_back(TRY(workspace.vectors().index_of(*datalake)));
    return indexes;
  }
  const auto version = std::get<DatasetVersionId>(scope.of);
  if (scope.kind == EmbeddingKind::shapes) {
    indexes.push_back(TRY(workspace.vectors().index_of_shapes(version)));
    return indexes;
  }
  const auto members = TRY(workspace.version_members().of(version));
  for (const DatalakeId id : members->datalakes())
    indexes.push_back(TRY(workspace.vectors().index_of(id)));
  return indexes;
}

// Nothing when no collection has it: its item was deleted, or is being embedded again.
Result<std::optional<std::vector<float>>> vector_of(const std::vector<std::shared_ptr<vectors::VectorIndex>>& indexes, const Uuid& key) {
  for (const auto& index : indexes) {
    Result<std::vector<float>> vector = index->vector_of(key);
    if (vector) return std::optional(*std::move(vector));
    if (vector.error().kind != ErrorKind::not_found) return vector.error();
  }
  return std::optional<std::vector<float>>{};
}

}  // namespace

Result<VisualSearch> embeddings_of(Workspace& workspace, const MapScope& scope) {
  const bool in_datalake = std::holds_alternative<DatalakeId>(scope.of);
  const bool of_shapes = scope.kind == EmbeddingKind::shapes;
  if (in_datalake && of_shapes) return invalid("A datalake has no shapes: the field 'kind' must be 'images'");
  const VisualSearch search =
      TRY(workspace.database().read([&](Connection& c) { return store::visual_search_of(c, search_scope_of(scope)); }));
  // A Datalake that is being activated has vectors already.
  if (search.state == VisualSearchState::active || (in_datalake && search.state == VisualSearchState::activating)) return search;
  if (in_datalake) {
    return invalid("Visual search is not active on this datalake, so there are no embeddings to make a map of",
                   "Activate it first in the datalake's Settings, Visual Search.");
  }
  if (of_shapes) {
    return invalid("Shape embeddings are not active on this version, so there is nothing to make a map of",
                   "Activate them first in the version's Settings, Visual Search.");
  }
  return invalid("Visual search is not active on the images of this version, so there are no embeddings to make a map of",
                 "Activate it first in the version's Settings, Visual Search.");
}

Result<EmbeddingCounts> embedding_counts_of(Workspace& workspace, const MapScope& scope) {
  return workspace.database().read([&](Connection& c) -> Result<EmbeddingCounts> {
    if (const auto* datalake = std::get_if<DatalakeId>(&scope.of)) return store::embedding_counts(c, *datalake);
    const auto version = std::get<DatasetVersionId>(scope.of);
    return scope.kind == EmbeddingKind::shapes ? store::shape_embedding_counts(c, version) : store::embedding_counts(c, version);
  });
}

Result<std::vector<Uuid>> embedded_keys(Workspace& workspace, const MapScope& scope) {
  if (scope.kind == EmbeddingKind::shapes) return embedded_shapes(workspace, std::get<DatasetVersionId>(scope.of));
  return embedded_images(workspace, scope);
}

Result<std::vector<Uuid>> added_keys(Workspace& workspace, const MapScope& scope, const MapView& view) {
  const std::vector<Uuid> embedded = TRY(embedded_keys(workspace, scope));
  std::vector<Uuid> on_map = view.map().items;
  std::sort(on_map.begin(), on_map.end());
  std::vector<Uuid> added;
  std::set_difference(embedded.begin(), embedded.end(), on_map.begin(), on_map.end(), std::back_inserter(added));
  return added;
}

Result<void> check_same_model(Workspace& workspace, const Projection& projection) {
  const VisualSearch search = TRY(embeddings_of(workspace, projection.scope));
  if (search.model_key == projection.model_key) return {};
  return conflict("The map was made of embeddings of '" + projection.model_key + "', but now they are of '" + search.model_key + "'",
                  "Compute a new map.");
}

Result<VectorTable> read_vectors(Workspace& workspace, const MapScope& scope, const std::vector<Uuid>& keys, const StopFlag& stop,
                                 const std::function<void(double)>& report) {
  const auto indexes = TRY(indexes_of(workspace, scope));
  VectorTable table;
  for (const auto& index : indexes)
    table.dimension = index->dimension();
  table.keys.reserve(keys.size());
  table.values.reserve(keys.size() * table.dimension);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i % kRowsPerReport == 0) {
      TRY(stop.check());
      report(static_cast<double>(i) / static_cast<double>(keys.size()));
    }
    const auto vector = TRY(vector_of(indexes, keys[i]));
    if (!vector) continue;
    table.keys.push_back(keys[i]);
    table.values.insert(table.values.end(), vector->begin(), vector->end());
  }
  return table;
}

}  // namespace kindred::usecases
