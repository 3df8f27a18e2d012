#include "usecases/change_version.h"

#include <algorithm>

#include "base/json.h"
#include "store/assets.h"
#include "store/datasets.h"
#include "store/jobs.h"
#include "store/labels.h"
#include "store/organizations.h"
#include "store/shapes.h"
#include "store/tags.h"
#include "usecases/annotate.h"
#include "usecases/names.h"
#include "usecases/projections.h"
#include "usecases/shape_embeddings.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kChunk = 1'000;
constexpr std::size_t kShapesPerChunk = 5'000;

template <typename Item>
json::array as_json(std::span<const Item> ids) {
  json::array list;
  list.reserve(ids.size());
  for (const Item& id : ids)
    list.emplace_back(to_string(id));
  return list;
}

template <typename Item>
Result<std::vector<Item>> ids_in(const json::object& payload, std::string_view field) {
  std::vector<Item> ids;
  const json::value* list = payload.if_contains(field);
  if (list == nullptr || !list->is_array()) return internal_error("The job's payload has no list '" + std::string(field) + "'");
  for (const json::value& text : list->as_array())
    ids.push_back(TRY(Item::parse(std::string_view(text.as_string()))));
  return ids;
}

Result<void> check_count(std::string_view what, std::size_t count) {
  if (count <= kMaxIdsPerRequest) return {};
  return Error{ErrorKind::too_large,
               "At most " + std::to_string(kMaxIdsPerRequest) + " " + std::string(what) + " in one request, not " + std::to_string(count),
               {}};
}

// `not_found` names the first that the caller's organization has not.
Result<void> check_datas(Connection& c, const Caller& caller, std::span<const DataId> ids) {
  std::optional<DatalakeId> own;  // the one before: most come from one Datalake
  const std::vector<Data> datas = TRY(store::find_datas(c, ids));
  for (const Data& data : datas) {
    if (own == data.datalake_id) continue;
    if (TRY(store::find_datalake(c, data.datalake_id)).organization_id != caller.organization_id)
      return not_found("There is no data " + to_string(data.id));
    own = data.datalake_id;
  }
  return {};
}

Result<JobId> queue(Connection& c, const Caller& caller, std::string_view type, DatasetVersionId target, const json::object& payload) {
  return jobs::Queue::insert(c, {caller.organization_id, std::string(type), to_string(target), json::serialize(payload), caller.username});
}

// What a job copies from where, as its payload says.
struct Copying {
  DatasetVersionId from;
  DatasetVersionId to;
  Caller caller;
  store::CopyOptions options;
};

// Chunk by chunk, each one transaction; what is there already is not copied twice, so a restart may begin again.
Result<std::int64_t> copy_all(Workspace& workspace, jobs::Context& job, const Copying& copying) {
  const std::int64_t total = TRY(workspace.database().read([&](Connection& c) { return store::asset_count(c, copying.from); }));
  std::int64_t copied = 0;
  std::optional<AssetId> after;
  do {
    TRY(job.stop().check());
    const auto some = TRY(write_shapes(workspace, copying.caller, copying.to, [&](Connection& c) {
      return store::copy_some_assets(c, copying.from, copying.to, copying.options, after, kChunk);
    }));
    copied += some.copied;
    after = some.last;
    job.progress(copied, total, "copying assets");
  } while (after);
  return copied;
}

Result<std::int64_t> copy_chosen(Workspace& workspace, jobs::Context& job, const Copying& copying, std::span<const AssetId> assets) {
  std::int64_t copied = 0;
  for (std::size_t begin = 0; begin < assets.size();) {
    TRY(job.stop().check());
    const auto next = assets.subspan(begin, std::min(kChunk, assets.size() - begin));
    const auto some = TRY(write_shapes(workspace, copying.caller, copying.to, [&](Connection& c) {
      return store::copy_assets(c, copying.from, copying.to, copying.options, next);
    }));
    copied += some.copied;
    begin += some.taken;
    job.progress(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(assets.size()), "copying assets");
  }
  return copied;
}

Result<std::string> run_copy(Workspace& workspace, jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  Copying copying;
  copying.from = TRY(DatasetVersionId::parse(TRY(required_string(payload, "from"))));
  copying.to = TRY(DatasetVersionId::parse(job.job().target));
  copying.caller.username = job.job().username;
  copying.caller.organization_id = job.job().organization_id;
  copying.options.with_tags = TRY(optional_bool(payload, "with_tags")).value_or(false);
  copying.options.with_annotations = TRY(optional_bool(payload, "with_annotations")).value_or(false);
  if (TRY(optional_bool(payload, "with_labels")).value_or(false)) {
    TRY(workspace.database().write([&](Connection& c) { return store::copy_labels(c, copying.from, copying.to); }));
  }
  const std::int64_t copied = payload.contains("asset_ids")
                                  ? TRY(copy_chosen(workspace, job, copying, TRY(ids_in<AssetId>(payload, "asset_ids"))))
                                  : TRY(copy_all(workspace, job, copying));
  return std::to_string(copied) + " assets copied";
}

// Repeats a step that deletes some shapes until it finds none.
template <typename Step>
Result<void> delete_shapes_by(Workspace& workspace, const Caller& caller, DatasetVersionId version, Step step) {
  while (TRY(write_shapes(workspace, caller, version, step)) > 0) {
  }
  return {};
}

}  // namespace

Result<JobId> add_assets(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const DataId> datas,
                         std::span<const TagId> asset_tags) {
  TRY(check_count("data ids", datas.size()));
  if (datas.empty()) return invalid("The field 'data_ids' must name at least one Data");
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    TRY(store::find_version(c, version));
    for (const TagId id : asset_tags) {
      const Tag tag = TRY(store::find_tag(c, id));
      if (tag.target != TagTarget::asset || tag.scope != version.uuid)
        return invalid("The tag " + to_string(id) + " is not one of this version's asset tags");
    }
    for (std::size_t begin = 0; begin < datas.size(); begin += kChunk) {
      TRY(check_datas(c, caller, datas.subspan(begin, std::min(kChunk, datas.size() - begin))));
    }
    return queue(c, caller, kAddAssetsJob, version, {{"data_ids", as_json(datas)}, {"asset_tag_ids", as_json(asset_tags)}});
  }));
  workspace.jobs().wake();
  return job;
}

Result<std::string> run_add_assets(Workspace& workspace, jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  const auto version = TRY(DatasetVersionId::parse(job.job().target));
  const auto datas = TRY(ids_in<DataId>(payload, "data_ids"));
  const auto tags = TRY(ids_in<TagId>(payload, "asset_tag_ids"));
  std::int64_t added = 0;
  for (std::size_t begin = 0; begin < datas.size(); begin += kChunk) {
    TRY(job.stop().check());
    const auto some = std::span(datas).subspan(begin, std::min(kChunk, datas.size() - begin));
    added += TRY(workspace.database().write([&](Connection& c) { return store::insert_assets(c, version, some, tags); }));
    job.progress(static_cast<std::int64_t>(begin + some.size()), static_cast<std::int64_t>(datas.size()), "adding assets");
  }
  return std::to_string(added) + " assets added";
}

Result<DatasetVersion> create_version(Workspace& workspace, const Caller&, DatasetId dataset, const NewVersion& version) {
  TRY(check_name("dataset version", version.name));
  return workspace.database().write(
      [&](Connection& c) { return store::create_version(c, dataset, version.name, version.description, version.type); });
}

Result<ForkStarted> fork_version(Workspace& workspace, const Caller& caller, DatasetId dataset, const Fork& fork) {
  TRY(check_name("dataset version", fork.version.name));
  if (fork.assets) TRY(check_count("asset ids", fork.assets->size()));
  ForkStarted started = TRY(workspace.database().write([&](Connection& c) -> Result<ForkStarted> {
    const DatasetVersion parent = TRY(store::find_version(c, fork.parent));
    if (parent.dataset_id != dataset) return invalid("The version " + to_string(fork.parent) + " is not of this dataset");
    DatasetVersion made = TRY(store::create_version(c, dataset, fork.version.name, fork.version.description, fork.version.type));
    json::object payload{{"from", to_string(fork.parent)},
                         {"with_labels", fork.with_labels},
                         {"with_tags", fork.options.with_tags},
                         {"with_annotations", fork.options.with_annotations}};
    if (fork.assets) payload["asset_ids"] = as_json(std::span<const AssetId>(*fork.assets));
    const JobId job = TRY(queue(c, caller, kForkVersionJob, made.id, payload));
    return ForkStarted{std::move(made), job};
  }));
  workspace.jobs().wake();
  return started;
}

Result<std::string> run_fork_version(Workspace& workspace, jobs::Context& job) { return run_copy(workspace, job); }

Result<JobId> copy_assets(Workspace& workspace, const Caller& caller, DatasetVersionId from, DatasetVersionId destination,
                          std::span<const AssetId> assets, const store::CopyOptions& options) {
  TRY(check_count("asset ids", assets.size()));
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    const DatasetVersion source = TRY(store::find_version(c, from));
    const DatasetVersion target = TRY(store::find_version(c, destination));
    if (source.dataset_id != target.dataset_id) return invalid("Assets can only be copied between versions of the same dataset");
    return queue(c, caller, kCopyAssetsJob, destination,
                 {{"from", to_string(from)},
                  {"with_tags", options.with_tags},
                  {"with_annotations", options.with_annotations},
                  {"asset_ids", as_json(assets)}});
  }));
  workspace.jobs().wake();
  return job;
}

Result<std::string> run_copy_assets(Workspace& workspace, jobs::Context& job) { return run_copy(workspace, job); }

Result<void> delete_assets(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const AssetId> ids) {
  TRY(check_count("asset ids", ids.size()));
  TRY(workspace.database().read([&](Connection& c) { return store::find_version(c, version); }));
  for (std::size_t begin = 0; begin < ids.size(); begin += kChunk) {
    const auto named = ids.subspan(begin, std::min(kChunk, ids.size() - begin));
    // Shapes would go by the Asset's id alone, whatever version it is of.
    store::AssetFilter filter;
    filter.ids = std::vector(named.begin(), named.end());
    const auto there =
        TRY(workspace.database().read([&](Connection& c) { return store::list_asset_ids(c, version, filter, {.limit = kChunk}); }));
    const std::span<const AssetId> some = there.items;
    TRY(delete_shapes_by(workspace, caller, version, [&](Connection& c) { return store::delete_some_shapes(c, some, kShapesPerChunk); }));
    TRY(write_shapes(workspace, caller, version, [&](Connection& c) { return store::delete_assets(c, version, some); }));
  }
  return {};
}

Result<void> delete_version(Workspace& workspace, const Caller& caller, DatasetVersionId version) {
  const VisualSearchStatus shapes = TRY(shape_search_of(workspace, version));
  if (shapes.search.state != VisualSearchState::inactive) TRY(deactivate_shapes(workspace, version));
  TRY(delete_all_annotations(workspace, caller, version));
  while (TRY(workspace.database().write([&](Connection& c) { return store::delete_some_assets(c, version, kChunk); })) > 0) {
  }
  TRY(workspace.database().write([&](Connection& c) { return store::delete_version(c, version); }));
  return sweep_map_files(workspace);
}

Result<void> delete_dataset(Workspace& workspace, const Caller& caller, DatasetId dataset) {
  while (true) {
    const auto versions = TRY(workspace.database().read([&](Connection& c) { return store::list_versions(c, dataset, {.limit = 100}); }));
    if (versions.items.empty()) break;
    for (const DatasetVersion& version : versions.items)
      TRY(delete_version(workspace, caller, version.id));
  }
  return workspace.database().write([&](Connection& c) { return store::delete_dataset(c, dataset); });
}

}  // namespace kindred::usecases
