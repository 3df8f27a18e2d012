// Removing all that a filter finds, by the same verbs that remove by ids: what follows from a removal (vectors, files, shapes) follows here
// too. So a chunk is not one transaction with how far the job is: begun again, it finds what is left of it.
#include "base/json.h"
#include "usecases/bulk.h"
#include "usecases/bulk_chunks.h"
#include "usecases/register_data.h"

namespace kindred::usecases {
namespace {

using store::Connection;

Result<std::string> remove_assets(Workspace& workspace, jobs::Context& job, const Caller& caller) {
  const auto version = TRY(DatasetVersionId::parse(job.job().target));
  const auto removed = TRY(work_in_chunks(workspace, job, "removing", [&](store::BulkRows rows) -> Result<std::int64_t> {
    const auto ids = TRY(workspace.database().read([&](Connection& c) { return store::assets_of_rows(c, version, rows); }));
    TRY(delete_assets(workspace, caller, version, ids));
    return static_cast<std::int64_t>(ids.size());
  }));
  return std::to_string(removed) + " assets removed";
}

Result<std::string> remove_datas(Workspace& workspace, jobs::Context& job, const Caller& caller) {
  const auto datalake = TRY(DatalakeId::parse(job.job().target));
  const auto removed = TRY(work_in_chunks(workspace, job, "removing", [&](store::BulkRows rows) -> Result<std::int64_t> {
    const auto ids =
        TRY(workspace.database().read([&](Connection& c) { return store::datas_of_rows(c, datalake, rows, job.job().created_at); }));
    TRY(delete_datas(workspace, caller, ids));
    return static_cast<std::int64_t>(ids.size());
  }));
  return std::to_string(removed) + " data deleted";
}

}  // namespace

Result<std::string> run_bulk_remove(Workspace& workspace, jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  const Caller caller{{}, job.job().username, job.job().organization_id, Role::editor};
  if (TRY(optional_bool(payload, "datas")).value_or(false)) return remove_datas(workspace, job, caller);
  return remove_assets(workspace, job, caller);
}

}  // namespace kindred::usecases
