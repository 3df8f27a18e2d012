#include "usecases/search_images.h"

#include <algorithm>

#include "store/assets.h"
#include "store/datas.h"
#include "store/embeddings.h"
#include "usecases/query_images.h"
#include "usecases/query_vectors.h"

namespace kindred::usecases {
namespace {

using store::Connection;

Result<VisualSearch> active_search(Workspace& workspace, DatalakeId datalake) {
  const auto search = TRY(workspace.database().read([&](Connection& c) { return store::visual_search_of(c, datalake); }));
  if (search.state == VisualSearchState::inactive || search.state == VisualSearchState::deactivating) {
    return conflict("Visual search is not active on this datalake", "Activate it first in the datalake's Settings, Visual Search.");
  }
  return search;
}

Result<VisualSearch> active_search(Workspace& workspace, DatasetVersionId version) {
  const auto search = TRY(workspace.database().read([&](Connection& c) { return store::visual_search_of(c, version); }));
  if (search.state != VisualSearchState::active) {
    return conflict("Visual search is not active on the images of this version",
                    "Activate it first in the version's Settings, Visual Search.");
  }
  return search;
}

// Why an item that is there has no vector.
Error no_embedding(Workspace& workspace, DataId id) {
  const auto item = workspace.database().read([&](Connection& c) { return store::find_embedding(c, id); });
  if (!item) return item.error();
  std::string why = "it is not embedded yet";
  if (*item && (*item)->status != EmbeddingStatus::done) {
    why = "its status is " + std::string(to_string((*item)->status)) + ((*item)->reason.empty() ? "" : ": " + (*item)->reason);
  }
  return not_found("The image " + to_string(id) + " has no embedding: " + why);
}

Result<std::vector<float>> vector_of(Workspace& workspace, DatalakeId datalake, DataId id) {
  const auto index = TRY(workspace.vectors().index_of(datalake));
  Result<std::vector<float>> vector = index->vector_of(id.uuid);
  if (!vector && vector.error().kind == ErrorKind::not_found) return no_embedding(workspace, id);
  return vector;
}

Result<std::vector<DataHit>> search(Workspace& workspace, DatalakeId datalake, std::span<const float> vector, std::size_t limit,
                                    std::optional<DataId> without) {
  const auto index = TRY(workspace.vectors().index_of(datalake));
  vectors::Query query{.vector = vector, .limit = limit};
  if (without) query.without = {&without->uuid, 1};
  std::vector<DataHit> hits;
  for (const vectors::Hit& hit : TRY(index->search(query)))
    hits.push_back({DataId{hit.id}, hit.score});
  return hits;
}

Result<std::vector<AssetHit>> search(Workspace& workspace, DatasetVersionId version, std::span<const float> vector, std::size_t limit,
                                     std::optional<AssetId> without) {
  const auto members = TRY(workspace.version_members().of(version));
  std::vector<Uuid> left_out;  // by the id of its Data, as the index knows it
  if (without)
    left_out.push_back(TRY(workspace.database().read([&](Connection& c) { return store::find_asset(c, *without); })).data.id.uuid);
  std::vector<AssetHit> hits;
  for (const DatalakeId datalake : members->datalakes()) {
    const auto index = TRY(workspace.vectors().index_of(datalake));
    const auto found = TRY(index->search({.vector = vector, .limit = limit, .allowed = members.get(), .without = left_out}));
    for (const vectors::Hit& hit : found)
      hits.push_back({*members->asset_of(hit.id), hit.score});
  }
  std::sort(hits.begin(), hits.end(),
            [](const AssetHit& a, const AssetHit& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; });
  if (hits.size() > limit) hits.resize(limit);
  return hits;
}

Result<VectorPage> vectors_of(Workspace& workspace, std::vector<DataId> ids, std::size_t limit, std::string model_key) {
  VectorPage page{.model_key = std::move(model_key), .vectors = {}, .next = std::nullopt};
  if (ids.size() > limit) {
    page.next = ids.back();
    ids.pop_back();
  }
  const auto datas = TRY(workspace.database().read([&](Connection& c) { return store::find_datas(c, ids); }));
  std::map<DatalakeId, std::vector<Uuid>> by_lake;
  for (const Data& data : datas)
    by_lake[data.datalake_id].push_back(data.id.uuid);
  for (const auto& [datalake, some] : by_lake) {
    auto vectors = TRY(TRY(workspace.vectors().index_of(datalake))->vectors_of(some));
    for (std::size_t i = 0; i < some.size(); ++i)  // nothing: stored, but not in the index yet
      if (vectors[i]) page.vectors.push_back({DataId{some[i]}, std::move(*vectors[i])});
  }
  std::ranges::sort(page.vectors, {}, &StoredVector::id);
  return page;
}

}  // namespace

Result<std::vector<float>> vector_of_item(Workspace& workspace, DatalakeId datalake, DataId id) {
  const VisualSearch active = TRY(active_search(workspace, datalake));
  if (auto vector = TRY(vector_of_query_image(workspace, datalake, active.model_key, id.uuid))) return *std::move(vector);
  const Data data = TRY(workspace.database().read([&](Connection& c) { return store::find_data(c, id); }));
  if (data.datalake_id != datalake) return not_found("There is no Data " + to_string(id) + " in this datalake");
  return vector_of(workspace, datalake, id);
}

Result<std::vector<float>> vector_of_item(Workspace& workspace, DatasetVersionId version, AssetId id) {
  const VisualSearch active = TRY(active_search(workspace, version));
  if (auto vector = TRY(vector_of_query_image(workspace, version, active.model_key, id.uuid))) return *std::move(vector);
  const Asset asset = TRY(workspace.database().read([&](Connection& c) { return store::find_asset(c, id); }));
  if (asset.version_id != version) return not_found("There is no Asset " + to_string(id) + " in this version");
  return vector_of(workspace, asset.data.datalake_id, asset.data.id);
}

Result<std::vector<float>> vector_of_prompt(Workspace& workspace, DatalakeId datalake, std::string_view prompt) {
  return vector_of_text(workspace, TRY(active_search(workspace, datalake)).model_key, prompt);
}

Result<std::vector<float>> vector_of_prompt(Workspace& workspace, DatasetVersionId version, std::string_view prompt) {
  return vector_of_text(workspace, TRY(active_search(workspace, version)).model_key, prompt);
}

Result<Indexes> indexes_of(Workspace& workspace, DatalakeId datalake) {
  Indexes indexes;
  indexes.emplace(datalake, TRY(workspace.vectors().index_of(datalake)));
  return indexes;
}

Result<Indexes> indexes_of(Workspace& workspace, DatasetVersionId version) {
  Indexes indexes;
  const auto lakes = TRY(workspace.database().read([&](Connection& c) { return store::datalakes_of_version(c, version); }));
  for (const DatalakeId datalake : lakes)
    indexes.emplace(datalake, TRY(workspace.vectors().index_of(datalake)));
  return indexes;
}

Result<std::vector<DataHit>> find_similar(Workspace& workspace, DatalakeId datalake, DataId to, std::size_t limit) {
  TRY(check_search_limit(limit));
  return search(workspace, datalake, TRY(vector_of_item(workspace, datalake, to)), limit, to);
}

Result<std::vector<AssetHit>> find_similar(Workspace& workspace, DatasetVersionId version, AssetId to, std::size_t limit) {
  TRY(check_search_limit(limit));
  return search(workspace, version, TRY(vector_of_item(workspace, version, to)), limit, to);
}

Result<std::vector<DataHit>> search_by_text(Workspace& workspace, DatalakeId datalake, std::string_view prompt, std::size_t limit) {
  TRY(check_search_limit(limit));
  const VisualSearch active = TRY(active_search(workspace, datalake));
  return search(workspace, datalake, TRY(vector_of_text(workspace, active.model_key, prompt)), limit, std::nullopt);
}

Result<std::vector<AssetHit>> search_by_text(Workspace& workspace, DatasetVersionId version, std::string_view prompt, std::size_t limit) {
  TRY(check_search_limit(limit));
  const VisualSearch active = TRY(active_search(workspace, version));
  return search(workspace, version, TRY(vector_of_text(workspace, active.model_key, prompt)), limit, std::nullopt);
}

Result<std::vector<DataHit>> search_by_image(Workspace& workspace, DatalakeId datalake, std::span<const std::uint8_t> picture,
                                             std::size_t limit) {
  TRY(check_search_limit(limit));
  const VisualSearch active = TRY(active_search(workspace, datalake));
  return search(workspace, datalake, TRY(vector_of_picture(workspace, active.model_key, picture)), limit, std::nullopt);
}

Result<std::vector<AssetHit>> search_by_image(Workspace& workspace, DatasetVersionId version, std::span<const std::uint8_t> picture,
                                              std::size_t limit) {
  TRY(check_search_limit(limit));
  const VisualSearch active = TRY(active_search(workspace, version));
  return search(workspace, version, TRY(vector_of_picture(workspace, active.model_key, picture)), limit, std::nullopt);
}

Result<VectorPage> scroll_vectors(Workspace& workspace, DatalakeId datalake, std::size_t limit, std::optional<DataId> from) {
  const VisualSearch active = TRY(active_search(workspace, datalake));
  auto ids = TRY(workspace.database().read([&](Connection& c) { return store::list_done(c, datalake, from, limit + 1); }));
  return vectors_of(workspace, std::move(ids), limit, active.model_key);
}

Result<VectorPage> scroll_vectors(Workspace& workspace, DatasetVersionId version, std::size_t limit, std::optional<DataId> from) {
  const VisualSearch active = TRY(active_search(workspace, version));
  auto ids = TRY(workspace.database().read([&](Connection& c) { return store::list_done(c, version, from, limit + 1); }));
  return vectors_of(workspace, std::move(ids), limit, active.model_key);
}

}  // namespace kindred::usecases
