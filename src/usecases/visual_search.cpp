#include "usecases/visual_search.h"

#include <algorithm>

#include "store/assets.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/organizations.h"
#include "usecases/embedding_jobs.h"
#include "usecases/shape_embeddings.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kChunk = 2'000;

Result<void> finish_deactivation(Workspace& workspace, DatalakeId datalake) {
  while (TRY(workspace.database().write([&](Connection& c) { return store::delete_some_embeddings(c, datalake, kChunk); })) > 0) {
  }
  TRY(workspace.vectors().drop(datalake));
  return workspace.database().write([&](Connection& c) -> Result<void> {
    for (const DatasetVersionId version : TRY(store::active_versions_over(c, datalake)))
      TRY(store::set_visual_search(c, version, {}));
    TRY(store::set_committed_vector_bytes(c, datalake, 0));
    return store::set_visual_search(c, datalake, {});
  });
}

// What keeps a version from being activated, as one sentence; with nothing in the way, the model its Datalakes share.
Result<VisualSearch> common_search(Workspace& workspace, Connection& c, DatasetVersionId version) {
  std::vector<DatalakeId> datalakes = TRY(store::datalakes_of_version(c, version));
  if (datalakes.empty()) datalakes.push_back(TRY(store::default_datalake(c, workspace.organization().id)).id);
  std::string inactive;
  std::string models;
  bool one_model = true;
  VisualSearch common;
  for (const DatalakeId id : datalakes) {
    const VisualSearch search = TRY(store::visual_search_of(c, id));
    const std::string name = "'" + TRY(store::find_datalake(c, id)).name + "'";
    if (search.state != VisualSearchState::active) inactive += (inactive.empty() ? "" : ", ") + name;
    models += (models.empty() ? "" : ", ") + name + " has '" + search.model_key + "'";
    one_model = one_model && (common.model_key.empty() || common.model_key == search.model_key);
    if (common.model_key.empty()) common = search;
  }
  if (!inactive.empty()) {
    return invalid("Visual search must be active on the datalake first; it is not on " + inactive,
                   "Activate it in the datalake's Settings, Visual Search, then activate the version.");
  }
  if (!one_model) return invalid("The datalakes of this version have different models: " + models);
  return common;
}

}  // namespace

Result<JobId> activate_datalake(Workspace& workspace, const Caller& caller, DatalakeId datalake, std::optional<std::string> model_key) {
  // Looked at before a model is loaded, and again where nothing can change any more.
  const auto inactive_search = [&](Connection& c) -> Result<VisualSearch> {
    TRY(store::find_datalake(c, datalake));
    VisualSearch search = TRY(store::visual_search_of(c, datalake));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::active) return conflict("Visual search is active on this datalake already");
    return search;
  };
  const VisualSearch interrupted = TRY(workspace.database().read(inactive_search));
  if (!model_key && interrupted.state == VisualSearchState::activating) model_key = interrupted.model_key;
  const std::string key = model_key ? *std::move(model_key) : TRY(workspace.models().default_key());
  const int dimension = TRY(workspace.models().open(key))->info().dimension;
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    const VisualSearch search = TRY(inactive_search(c));
    if (search.state == VisualSearchState::activating && search.model_key != key) {
      return conflict("An activation with the model '" + search.model_key +
                      "' was interrupted: go on with that model, or deactivate first");
    }
    const JobId made = TRY(jobs::Queue::insert(c, new_embedding_job(caller, kEmbedDatalakeJob, to_string(datalake))));
    TRY(store::set_visual_search(c, datalake, {VisualSearchState::activating, key, dimension, made}));
    return made;
  }));
  workspace.jobs().wake();
  return job;
}

Result<void> deactivate_datalake(Workspace& workspace, const Caller&, DatalakeId datalake) {
  const auto live = TRY(workspace.database().read([&](Connection& c) -> Result<std::optional<JobId>> {
    TRY(store::find_datalake(c, datalake));
    return live_job(c, TRY(store::visual_search_of(c, datalake)));
  }));
  if (live) TRY(cancel_and_wait(workspace, *live));
  TRY(workspace.database().write([&](Connection& c) -> Result<void> {
    VisualSearch search = TRY(store::visual_search_of(c, datalake));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::inactive) return conflict("Visual search is not active on this datalake");
    search.state = VisualSearchState::deactivating;
    search.job_id.reset();
    return store::set_visual_search(c, datalake, search);
  }));
  return finish_deactivation(workspace, datalake);
}

Result<void> finish_interrupted_deactivations(Workspace& workspace) {
  const auto datalakes =
      TRY(workspace.database().read([&](Connection& c) { return store::list_datalakes(c, workspace.organization().id); }));
  for (const Datalake& datalake : datalakes) {
    const auto search = TRY(workspace.database().read([&](Connection& c) { return store::visual_search_of(c, datalake.id); }));
    if (search.state == VisualSearchState::deactivating) TRY(finish_deactivation(workspace, datalake.id));
  }
  return finish_interrupted_shape_deactivations(workspace);
}

Result<JobId> activate_version(Workspace& workspace, const Caller& caller, DatasetVersionId version) {
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    TRY(store::find_version(c, version));
    const VisualSearch search = TRY(store::visual_search_of(c, version));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::active) return invalid("Visual search is active on this version already");
    VisualSearch wanted = TRY(common_search(workspace, c, version));
    const JobId made = TRY(jobs::Queue::insert(c, new_embedding_job(caller, kActivateVersionJob, to_string(version))));
    wanted.state = VisualSearchState::activating;
    wanted.job_id = made;
    TRY(store::set_visual_search(c, version, wanted));
    return made;
  }));
  workspace.jobs().wake();
  return job;
}

// The vectors are the Datalake's, so there is nothing to compute.
Result<std::string> finish_version_activation(Workspace& workspace, jobs::Context& job) {
  const DatasetVersionId version = TRY(DatasetVersionId::parse(job.job().target));
  return workspace.database().write([&](Connection& c) -> Result<std::string> {
    VisualSearch search = TRY(store::visual_search_of(c, version));
    search.state = VisualSearchState::active;
    search.job_id.reset();
    TRY(store::set_visual_search(c, version, search));
    const EmbeddingCounts counts = TRY(store::embedding_counts(c, version));
    return std::to_string(counts.done) + " of " + std::to_string(counts.total()) + " images have an embedding";
  });
}

Result<void> deactivate_version(Workspace& workspace, const Caller&, DatasetVersionId version) {
  return workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(store::find_version(c, version));
    const VisualSearch search = TRY(store::visual_search_of(c, version));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::inactive) return conflict("Visual search is not active on this version");
    return store::set_visual_search(c, version, {});
  });
}

Result<VisualSearchStatus> visual_search_of(Workspace& workspace, DatalakeId datalake) {
  return workspace.database().read([&](Connection& c) -> Result<VisualSearchStatus> {
    TRY(store::find_datalake(c, datalake));
    return VisualSearchStatus{TRY(store::visual_search_of(c, datalake)), TRY(store::embedding_counts(c, datalake))};
  });
}

Result<VisualSearchStatus> visual_search_of(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) -> Result<VisualSearchStatus> {
    TRY(store::find_version(c, version));
    const VisualSearch search = TRY(store::visual_search_of(c, version));
    if (search.state == VisualSearchState::inactive) return VisualSearchStatus{search, {}};
    return VisualSearchStatus{search, TRY(store::embedding_counts(c, version))};
  });
}

Result<store::Page<store::EmbeddingItem>> list_embeddings(Workspace& workspace, DatalakeId datalake, EmbeddingStatus status,
                                                          const store::PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<store::Page<store::EmbeddingItem>> {
    TRY(store::find_datalake(c, datalake));
    return store::list_embeddings(c, datalake, status, page);
  });
}

Result<store::Page<store::EmbeddingItem>> list_embeddings(Workspace& workspace, DatasetVersionId version, EmbeddingStatus status,
                                                          const store::PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<store::Page<store::EmbeddingItem>> {
    TRY(store::find_version(c, version));
    return store::list_embeddings(c, version, status, page);
  });
}

Result<JobId> retry_embeddings(Workspace& workspace, const Caller& caller, DatalakeId datalake, EmbeddingStatus status) {
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    TRY(store::find_datalake(c, datalake));
    VisualSearch search = TRY(store::visual_search_of(c, datalake));
    TRY(refuse_while_busy(c, search));
    if (search.state == VisualSearchState::inactive) return conflict("Visual search is not active on this datalake: activate it first");
    jobs::NewJob made = new_embedding_job(caller, kEmbedDatalakeJob, to_string(datalake));
    made.payload_json = retry_payload(status);
    search.job_id = TRY(jobs::Queue::insert(c, made));
    TRY(store::set_visual_search(c, datalake, search));
    return *search.job_id;
  }));
  workspace.jobs().wake();
  return job;
}

Result<bool> embed_new_datas(Connection& c, const Caller& caller, DatalakeId datalake, std::span<const DataId> datas) {
  VisualSearch search = TRY(store::visual_search_of(c, datalake));
  if (search.state != VisualSearchState::active && search.state != VisualSearchState::activating) return false;
  TRY(store::add_pending(c, datas));
  if (search.state == VisualSearchState::activating || TRY(live_job(c, search))) return true;  // that job finds them
  search.job_id = TRY(jobs::Queue::insert(c, new_embedding_job(caller, kEmbedDatalakeJob, to_string(datalake))));
  TRY(store::set_visual_search(c, datalake, search));
  return true;
}

}  // namespace kindred::usecases
