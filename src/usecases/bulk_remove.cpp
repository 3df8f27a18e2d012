// Removing all that a filter finds. Data have files and vectors beside their rows, so a chunk is not one transaction with how far the job
// is: a chunk that is begun again finds what is left of it.
#include "base/json.h"
#include "store/assets.h"
#include "store/bulk.h"
#include "usecases/bulk.h"
#include "usecases/register_data.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::uint64_t kChunk = 500;

// How many were removed.
using RemoveChunk = std::function<Result<std::int64_t>(store::BulkRows)>;

Result<std::int64_t> remove_chunks(Workspace& workspace, jobs::Context& job, const RemoveChunk& remove) {
  const JobId id = job.job().id;
  const store::Bulk bulk = TRY(workspace.database().read([&](Connection& c) { return store::find_bulk(c, id); }));
  const std::uint64_t total = bulk.chosen.count();
  std::uint64_t done = bulk.next == 0 ? 0 : bulk.chosen.rank(static_cast<Bitmap::Row>(bulk.next - 1));
  std::int64_t removed = 0;
  while (done < total) {
    TRY(job.stop().check());
    const std::vector<Bitmap::Row> rows = bulk.chosen.slice(done, kChunk);
    removed += TRY(remove(rows));
    TRY(workspace.database().write(
        [&](Connection& c) { return store::set_bulk_progress(c, id, bulk.changed, std::uint64_t{rows.back()} + 1); }));
    done += rows.size();
    job.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "removing");
  }
  return removed;
}

}  // namespace

Result<std::string> run_bulk_remove(Workspace& workspace, jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  if (!TRY(optional_bool(payload, "datas")).value_or(false)) {
    const auto version = TRY(DatasetVersionId::parse(job.job().target));
    const auto removed = TRY(remove_chunks(workspace, job, [&](store::BulkRows rows) {
      return workspace.database().write([&](Connection& c) -> Result<std::int64_t> {
        return store::delete_assets(c, version, TRY(store::assets_of_rows(c, version, rows)));
      });
    }));
    return std::to_string(removed) + " assets removed";
  }
  const auto datalake = TRY(DatalakeId::parse(job.job().target));
  const Caller caller{{}, job.job().username, job.job().organization_id, Role::editor};
  const auto removed = TRY(remove_chunks(workspace, job, [&](store::BulkRows rows) -> Result<std::int64_t> {
    const auto ids =
        TRY(workspace.database().read([&](Connection& c) { return store::datas_of_rows(c, datalake, rows, job.job().created_at); }));
    TRY(delete_datas(workspace, caller, ids));
    return static_cast<std::int64_t>(ids.size());
  }));
  return std::to_string(removed) + " data deleted";
}

}  // namespace kindred::usecases
