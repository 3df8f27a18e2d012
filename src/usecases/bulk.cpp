#include "usecases/bulk.h"

#include <functional>
#include <utility>

#include "base/json.h"
#include "store/assets.h"
#include "store/bulk.h"
#include "store/datasets.h"
#include "store/labels.h"
#include "store/tags.h"
#include "usecases/bulk_chunks.h"
#include "usecases/names.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using store::Connection;

Uuid uuid_of(const BulkScope& scope) {
  return std::visit([](const auto& id) { return id.uuid; }, scope);
}
TagTarget target_of(const BulkScope& scope) { return std::holds_alternative<DatasetVersionId>(scope) ? TagTarget::asset : TagTarget::data; }

// What the filter finds, as numbers that outlive the rows in memory.
Result<Bitmap> chosen_by(Workspace& workspace, const BulkScope& scope, const Filter& filter) {
  Bitmap chosen;
  const auto take = [&](Connection&, const selection::Rows& rows, const Found& found) -> Result<void> {
    if (rows.assets) {
      chosen = found.rows;
      return {};
    }
    std::vector<Bitmap::Row> seqs;
    for (const Bitmap::Row row : found.rows.to_vector())
      seqs.push_back(static_cast<Bitmap::Row>(rows.lakes.front()->seq(row)));
    chosen = Bitmap::of(seqs);
    return {};
  };
  TRY(std::visit([&](const auto& id) { return find(workspace, id, filter, {}, take); }, scope));
  return chosen;
}

struct Action {
  std::string_view type;
  json::object payload;
};

Result<BulkStarted> queue(Connection& c, const Caller& caller, const BulkScope& scope, const Action& action, const Bitmap& chosen) {
  const JobId job = TRY(jobs::Queue::insert(
      c, {caller.organization_id, std::string(action.type), to_string(uuid_of(scope)), json::serialize(action.payload), caller.username}));
  TRY(store::insert_bulk(c, job, chosen));
  return BulkStarted{job, static_cast<std::int64_t>(chosen.count()), std::nullopt};
}

Result<BulkStarted> start(Workspace& workspace, const std::function<Result<BulkStarted>(Connection&)>& insert) {
  BulkStarted started = TRY(workspace.database().write(insert));
  workspace.jobs().wake();
  return started;
}

json::object tag_payload(const Tag& tag) { return {{"tag_id", to_string(tag.id)}, {"tag", tag.name}}; }

json::object copy_payload(DatasetVersionId to, const BulkCopy& what) {
  return {{"to", to_string(to)},
          {"with_labels", what.with_labels},
          {"with_tags", what.options.with_tags},
          {"with_annotations", what.options.with_annotations}};
}

// ---- running ----

// Chunk by chunk; `change` gives the rows it changed, within the transaction that also stores how far the job is.
using ChangeChunk = std::function<Result<std::vector<Bitmap::Row>>(Connection&, store::BulkRows)>;

constexpr std::uint64_t kChunk = 5'000;

std::vector<Bitmap::Row> next_chunk(const store::Bulk& bulk) {
  const std::uint64_t done = bulk.next == 0 ? 0 : bulk.chosen.rank(static_cast<Bitmap::Row>(bulk.next - 1));
  return bulk.chosen.slice(done, kChunk);
}

Result<std::int64_t> run_chunks(Workspace& workspace, jobs::Context& job, std::string_view stage, const ChangeChunk& change) {
  const JobId id = job.job().id;
  store::Bulk bulk = TRY(workspace.database().read([&](Connection& c) { return store::find_bulk(c, id); }));
  const auto total = static_cast<std::int64_t>(bulk.chosen.count());
  std::int64_t done = total - static_cast<std::int64_t>((bulk.chosen - Bitmap::range(0, static_cast<Bitmap::Row>(bulk.next))).count());
  for (std::vector<Bitmap::Row> rows = next_chunk(bulk); !rows.empty(); rows = next_chunk(bulk)) {
    TRY(job.stop().check());
    bulk.next = std::uint64_t{rows.back()} + 1;
    TRY(workspace.database().write([&](Connection& c) -> Result<void> {
      const auto changed = TRY(change(c, rows));
      bulk.changed.add(changed);
      return store::set_bulk_progress(c, id, bulk.changed, bulk.next);
    }));
    done += static_cast<std::int64_t>(rows.size());
    job.progress(done, total, stage);
  }
  return static_cast<std::int64_t>(bulk.changed.count());
}

// `not_found` when the tag was deleted meanwhile.
Result<Tag> tag_of(Workspace& workspace, const jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  const auto id = TRY(TagId::parse(TRY(required_string(payload, "tag_id"))));
  return workspace.database().read([&](Connection& c) { return store::find_tag(c, id); });
}

struct Copying {
  DatasetVersionId from;
  DatasetVersionId to;
  store::CopyOptions options;
};

// Assets with many shapes take more than one transaction.
Result<std::int64_t> copy_in_steps(Workspace& workspace, const Caller& caller, const Copying& copying, std::span<const AssetId> assets) {
  std::int64_t copied = 0;
  while (!assets.empty()) {
    const auto some = TRY(write_shapes(workspace, caller, copying.to, [&](Connection& c) {
      return store::copy_assets(c, copying.from, copying.to, copying.options, assets);
    }));
    copied += some.copied;
    assets = assets.subspan(some.taken);
  }
  return copied;
}

std::string items(std::int64_t count) { return std::to_string(count) + (count == 1 ? " item" : " items"); }

}  // namespace

Result<BulkStarted> tag_filtered(Workspace& workspace, const Caller& caller, BulkScope scope, const Filter& filter, std::string_view name) {
  TRY(check_name("tag", name));
  const Bitmap chosen = TRY(chosen_by(workspace, scope, filter));
  return start(workspace, [&](Connection& c) -> Result<BulkStarted> {
    auto tag = store::find_tag_by_name(c, target_of(scope), uuid_of(scope), name);
    if (!tag && tag.error().kind == ErrorKind::not_found) tag = store::create_tag(c, target_of(scope), uuid_of(scope), name);
    if (!tag) return tag.error();
    return queue(c, caller, scope, {kBulkTagJob, tag_payload(*tag)}, chosen);
  });
}

Result<BulkStarted> untag_filtered(Workspace& workspace, const Caller& caller, BulkScope scope, const Filter& filter,
                                   std::string_view name) {
  const Bitmap chosen = TRY(chosen_by(workspace, scope, filter));
  return start(workspace, [&](Connection& c) -> Result<BulkStarted> {
    const Tag tag = TRY(store::find_tag_by_name(c, target_of(scope), uuid_of(scope), name));
    return queue(c, caller, scope, {kBulkUntagJob, tag_payload(tag)}, chosen);
  });
}

Result<BulkStarted> remove_filtered(Workspace& workspace, const Caller& caller, BulkScope scope, const Filter& filter) {
  const Bitmap chosen = TRY(chosen_by(workspace, scope, filter));
  const bool of_datas = std::holds_alternative<DatalakeId>(scope);
  return start(workspace, [&](Connection& c) { return queue(c, caller, scope, {kBulkRemoveJob, {{"datas", of_datas}}}, chosen); });
}

Result<BulkStarted> fork_filtered(Workspace& workspace, const Caller& caller, DatasetVersionId from, const Filter& filter,
                                  const NewVersion& version, const BulkCopy& what) {
  TRY(check_name("dataset version", version.name));
  const Bitmap chosen = TRY(chosen_by(workspace, from, filter));
  return start(workspace, [&](Connection& c) -> Result<BulkStarted> {
    const DatasetVersion parent = TRY(store::find_version(c, from));
    DatasetVersion made = TRY(store::create_version(c, parent.dataset_id, version.name, version.description, parent.type));
    BulkStarted started = TRY(queue(c, caller, from, {kBulkCopyJob, copy_payload(made.id, what)}, chosen));
    started.version = std::move(made);
    return started;
  });
}

Result<BulkStarted> copy_filtered(Workspace& workspace, const Caller& caller, DatasetVersionId from, const Filter& filter,
                                  DatasetVersionId to, const BulkCopy& what) {
  const Bitmap chosen = TRY(chosen_by(workspace, from, filter));
  return start(workspace, [&](Connection& c) -> Result<BulkStarted> {
    const DatasetVersion source = TRY(store::find_version(c, from));
    const DatasetVersion target = TRY(store::find_version(c, to));
    if (source.dataset_id != target.dataset_id) return invalid("Assets can only be copied between versions of the same dataset");
    return queue(c, caller, from, {kBulkCopyJob, copy_payload(to, what)}, chosen);
  });
}

Result<BulkStarted> undo_bulk(Workspace& workspace, const Caller& caller, JobId id) {
  const Job job = TRY(workspace.jobs().find(id));
  const bool tagged = job.type == kBulkTagJob;
  if (!tagged && job.type != kBulkUntagJob) return conflict("A job of the type " + job.type + " can't be undone: only changes of tags can");
  if (!is_final(job.status)) return conflict("The job " + to_string(id) + " has not ended: cancel it first, or wait");
  const json::object payload = TRY(parse_json_object(job.payload_json, "the job's payload"));
  return start(workspace, [&](Connection& c) -> Result<BulkStarted> {
    const store::Bulk bulk = TRY(store::find_bulk(c, id));
    const Tag tag = TRY(store::find_tag(c, TRY(TagId::parse(TRY(required_string(payload, "tag_id"))))));
    const BulkScope scope = tag.target == TagTarget::asset ? BulkScope(DatasetVersionId{tag.scope}) : BulkScope(DatalakeId{tag.scope});
    return queue(c, caller, scope, {tagged ? kBulkUntagJob : kBulkTagJob, tag_payload(tag)}, bulk.changed);
  });
}

Result<std::string> run_bulk_tag(Workspace& workspace, jobs::Context& job) {
  const Tag tag = TRY(tag_of(workspace, job));
  const auto tagged = TRY(run_chunks(workspace, job, "attaching the tag",
                                     [&](Connection& c, store::BulkRows rows) { return store::attach_tag_to_rows(c, tag, rows); }));
  return "tagged " + items(tagged) + " '" + tag.name + "'";
}

Result<std::string> run_bulk_untag(Workspace& workspace, jobs::Context& job) {
  const Tag tag = TRY(tag_of(workspace, job));
  const auto untagged = TRY(run_chunks(workspace, job, "taking the tag off",
                                       [&](Connection& c, store::BulkRows rows) { return store::detach_tag_from_rows(c, tag, rows); }));
  return "took '" + tag.name + "' off " + items(untagged);
}

Result<std::string> run_bulk_copy(Workspace& workspace, jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  const auto from = TRY(DatasetVersionId::parse(job.job().target));
  const auto to = TRY(DatasetVersionId::parse(TRY(required_string(payload, "to"))));
  const store::CopyOptions options{.with_tags = TRY(optional_bool(payload, "with_tags")).value_or(false),
                                   .with_annotations = TRY(optional_bool(payload, "with_annotations")).value_or(false)};
  const Caller caller{{}, job.job().username, job.job().organization_id, Role::editor};
  if (TRY(optional_bool(payload, "with_labels")).value_or(false)) {
    TRY(workspace.database().write([&](Connection& c) { return store::copy_labels(c, from, to); }));
  }
  const auto copied = TRY(work_in_chunks(workspace, job, "copying assets", [&](store::BulkRows rows) -> Result<std::int64_t> {
    const auto assets = TRY(workspace.database().read([&](Connection& c) { return store::assets_of_rows(c, from, rows); }));
    return copy_in_steps(workspace, caller, {from, to, options}, assets);
  }));
  return std::to_string(copied) + " assets copied";
}

}  // namespace kindred::usecases
