#include "usecases/shape_embeddings.h"

#include "store/assets.h"
#include "store/datasets.h"
#include "store/shapes.h"
#include "usecases/embedding_jobs.h"
#include "usecases/shape_crop.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kChunk = 2'000;

// The model that all Datalakes of the version share, if their visual search is active.
Result<std::optional<std::string>> model_of_datalakes(Connection& c, DatasetVersionId version) {
  std::optional<std::string> common;
  for (const DatalakeId datalake : TRY(store::datalakes_of_version(c, version))) {
    const VisualSearch search = TRY(store::visual_search_of(c, datalake));
    if (search.state == VisualSearchState::inactive || (common && *common != search.model_key)) return std::optional<std::string>{};
    common = search.model_key;
  }
  return common;
}

// What there is, when activation may begin.
Result<VisualSearch> inactive_search(Connection& c, DatasetVersionId version) {
  TRY(store::find_version(c, version));
  VisualSearch search = TRY(store::visual_search_of(c, shapes_of(version)));
  TRY(refuse_while_busy(c, search));
  if (search.state == VisualSearchState::active) return invalid("Visual search is active on the shapes of this version already");
  if (TRY(store::count_shapes(c, version, {})) == 0) {
    return invalid("The version has no shapes to embed", "Annotate its assets, or import annotations, then activate.");
  }
  return search;
}

Result<std::string> choose_model(Workspace& workspace, DatasetVersionId version, const ShapeActivation& wanted,
                                 const VisualSearch& before) {
  if (wanted.model_key) return *wanted.model_key;
  if (before.state == VisualSearchState::activating) return before.model_key;
  auto common = TRY(workspace.database().read([&](Connection& c) { return model_of_datalakes(c, version); }));
  if (common) return *std::move(common);
  return workspace.models().default_key();
}

Result<void> finish_deactivation(Workspace& workspace, DatasetVersionId version) {
  while (TRY(workspace.database().write([&](Connection& c) { return store::delete_some_shape_embeddings(c, version, kChunk); })) > 0) {
  }
  TRY(workspace.vectors().drop(shapes_of(version)));
  return workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(store::set_committed_vector_bytes(c, shapes_of(version), 0));
    return store::set_visual_search(c, shapes_of(version), {});
  });
}

}  // namespace

Result<JobId> activate_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, const ShapeActivation& wanted) {
  TRY(check_crop_settings(wanted.crops));
  // Looked at before a model is loaded, and again where nothing can change any more.
  const VisualSearch before = TRY(workspace.database().read([&](Connection& c) { return inactive_search(c, version); }));
  const std::string key = TRY(choose_model(workspace, version, wanted, before));
  const int dimension = TRY(workspace.models().open(key))->info().dimension;
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    const VisualSearch search = TRY(inactive_search(c, version));
    if (search.state == VisualSearchState::activating && (search.model_key != key || search.crops != wanted.crops)) {
      return conflict("An activation with the model '" + search.model_key +
                      "' or other settings was interrupted: go on with those, or deactivate first");
    }
    const JobId made = TRY(jobs::Queue::insert(c, new_embedding_job(caller, kEmbedShapesJob, to_string(version))));
    TRY(store::set_visual_search(c, shapes_of(version), {VisualSearchState::activating, key, dimension, made, wanted.crops}));
    return made;
  }));
  workspace.jobs().wake();
  return job;
}

Result<void> deactivate_shapes(Workspace& workspace, DatasetVersionId version) {
  const auto live = TRY(workspace.database().read([&](Connection& c) -> Result<std::optional<JobId>> {
    TRY(store::find_version(c, version));
    return live_job(c, TRY(store::visual_search_of(c, shapes_of(version))));
  }));
  if (live) TRY(cancel_and_wait(workspace, *live));
  TRY(workspace.database().write([&](Connection& c) -> Result<void> {
    VisualSearch search = TRY(store::visual_search_of(c, shapes_of(version)));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::inactive) return conflict("Visual search is not active on the shapes of this version");
    search.state = VisualSearchState::deactivating;
    search.job_id.reset();
    return store::set_visual_search(c, shapes_of(version), search);
  }));
  return finish_deactivation(workspace, version);
}

Result<void> finish_interrupted_shape_deactivations(Workspace& workspace) {
  const auto versions =
      TRY(workspace.database().read([](Connection& c) { return store::versions_with_shapes(c, VisualSearchState::deactivating); }));
  for (const DatasetVersionId version : versions)
    TRY(finish_deactivation(workspace, version));
  return {};
}

Result<JobId> retry_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, EmbeddingStatus status) {
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    TRY(store::find_version(c, version));
    VisualSearch search = TRY(store::visual_search_of(c, shapes_of(version)));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::inactive) {
      return conflict("Visual search is not active on the shapes of this version: activate it first");
    }
    jobs::NewJob made = new_embedding_job(caller, kEmbedShapesJob, to_string(version));
    made.payload_json = retry_payload(status);
    search.job_id = TRY(jobs::Queue::insert(c, made));
    TRY(store::set_visual_search(c, shapes_of(version), search));
    return *search.job_id;
  }));
  workspace.jobs().wake();
  return job;
}

Result<VisualSearchStatus> shape_search_of(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) -> Result<VisualSearchStatus> {
    TRY(store::find_version(c, version));
    return VisualSearchStatus{TRY(store::visual_search_of(c, shapes_of(version))), TRY(store::shape_embedding_counts(c, version))};
  });
}

Result<store::Page<store::ShapeEmbeddingItem>> list_shape_embeddings(Workspace& workspace, DatasetVersionId version, EmbeddingStatus status,
                                                                     const store::PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<store::Page<store::ShapeEmbeddingItem>> {
    TRY(store::find_version(c, version));
    return store::list_shape_embeddings(c, version, status, page);
  });
}

Result<bool> embed_changed_shapes(Connection& c, const Caller& caller, DatasetVersionId version) {
  VisualSearch search = TRY(store::visual_search_of(c, shapes_of(version)));
  // While it is activated, its job finds what is new; one that was interrupted goes on when it is asked to.
  if (search.state != VisualSearchState::active || TRY(live_job(c, search))) return false;
  if (!TRY(store::has_pending_shapes(c, version))) return false;
  search.job_id = TRY(jobs::Queue::insert(c, new_embedding_job(caller, kEmbedShapesJob, to_string(version))));
  TRY(store::set_visual_search(c, shapes_of(version), search));
  return true;
}

}  // namespace kindred::usecases
