#include "usecases/search_shapes.h"

#include "store/shape_embeddings.h"
#include "store/shapes.h"
#include "usecases/query_images.h"
#include "usecases/query_vectors.h"

namespace kindred::usecases {
namespace {

using store::Connection;

Result<VisualSearch> active_search(Workspace& workspace, DatasetVersionId version) {
  auto search = TRY(workspace.database().read([&](Connection& c) { return store::visual_search_of(c, shapes_of(version)); }));
  if (search.state == VisualSearchState::inactive || search.state == VisualSearchState::deactivating) {
    return conflict("Visual search is not active on the shapes of this version",
                    "Activate it first in the version's Settings, Visual Search.");
  }
  return search;
}

// Why a shape that is there has no vector.
Error no_embedding(Workspace& workspace, ShapeId id) {
  const auto item = workspace.database().read([&](Connection& c) { return store::find_shape_embedding(c, id); });
  if (!item) return item.error();
  std::string why = "it is not embedded yet";
  if (*item && (*item)->status != EmbeddingStatus::done) {
    why = "its status is " + std::string(to_string((*item)->status)) + ((*item)->reason.empty() ? "" : ": " + (*item)->reason);
  }
  return not_found("The shape " + to_string(id) + " has no embedding: " + why);
}

Result<std::vector<ShapeHit>> search(Workspace& workspace, DatasetVersionId version, std::span<const float> vector, std::size_t limit,
                                     std::optional<ShapeId> without) {
  const auto index = TRY(workspace.vectors().index_of_shapes(version));
  vectors::Query query{.vector = vector, .limit = limit};
  if (without) query.without = {&without->uuid, 1};
  std::vector<ShapeHit> hits;
  for (const vectors::Hit& hit : TRY(index->search(query)))
    hits.push_back({ShapeId{hit.id}, hit.score});
  return hits;
}

}  // namespace

Result<std::vector<float>> vector_of_shape(Workspace& workspace, DatasetVersionId version, ShapeId id) {
  const VisualSearch active = TRY(active_search(workspace, version));
  if (auto vector = TRY(vector_of_query_image(workspace, version, active.model_key, id.uuid))) return *std::move(vector);
  const Shape shape = TRY(workspace.database().read([&](Connection& c) { return store::find_shape(c, id); }));
  if (shape.version_id != version) return not_found("There is no shape " + to_string(id) + " in this version");
  const auto index = TRY(workspace.vectors().index_of_shapes(version));
  Result<std::vector<float>> vector = index->vector_of(id.uuid);
  if (!vector && vector.error().kind == ErrorKind::not_found) return no_embedding(workspace, id);
  return vector;
}

Result<std::vector<float>> vector_of_prompt_for_shapes(Workspace& workspace, DatasetVersionId version, std::string_view prompt) {
  return vector_of_text(workspace, TRY(active_search(workspace, version)).model_key, prompt);
}

Result<std::vector<ShapeHit>> find_similar_shapes(Workspace& workspace, DatasetVersionId version, ShapeId to, std::size_t limit) {
  TRY(check_search_limit(limit));
  return search(workspace, version, TRY(vector_of_shape(workspace, version, to)), limit, to);
}

Result<std::vector<ShapeHit>> search_shapes_by_text(Workspace& workspace, DatasetVersionId version, std::string_view prompt,
                                                    std::size_t limit) {
  TRY(check_search_limit(limit));
  return search(workspace, version, TRY(vector_of_prompt_for_shapes(workspace, version, prompt)), limit, std::nullopt);
}

Result<std::vector<ShapeHit>> search_shapes_by_image(Workspace& workspace, DatasetVersionId version, std::span<const std::uint8_t> picture,
                                                     std::size_t limit) {
  TRY(check_search_limit(limit));
  const VisualSearch active = TRY(active_search(workspace, version));
  return search(workspace, version, TRY(vector_of_picture(workspace, active.model_key, picture)), limit, std::nullopt);
}

Result<ShapeVectorPage> scroll_shape_vectors(Workspace& workspace, DatasetVersionId version, std::optional<ShapeKind> kind,
                                             std::size_t limit, std::uint32_t from) {
  const VisualSearch active = TRY(active_search(workspace, version));
  auto shapes = TRY(workspace.database().read([&](Connection& c) { return store::list_done_shapes(c, version, kind, from, limit + 1); }));
  ShapeVectorPage page{.model_key = active.model_key, .vectors = {}, .next = std::nullopt};
  if (shapes.size() > limit) {
    page.next = shapes.back().row_number;
    shapes.pop_back();
  }
  const auto index = TRY(workspace.vectors().index_of_shapes(version));
  std::vector<Uuid> ids;
  for (const store::DoneShape& shape : shapes)
    ids.push_back(shape.id.uuid);
  auto vectors = TRY(index->vectors_of(ids));
  for (std::size_t i = 0; i < shapes.size(); ++i)  // nothing: stored, but not in the index yet
    if (vectors[i]) page.vectors.push_back({shapes[i].id, shapes[i].label_id, std::move(*vectors[i])});
  return page;
}

}  // namespace kindred::usecases
