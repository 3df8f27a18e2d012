#include "usecases/bulk_chunks.h"

namespace kindred::usecases {

using store::Connection;

Result<std::int64_t> work_in_chunks(Workspace& workspace, jobs::Context& job, std::string_view stage, const WorkOnRows& work) {
  constexpr std::uint64_t kChunk = 500;
  const JobId id = job.job().id;
  const store::Bulk bulk = TRY(workspace.database().read([&](Connection& c) { return store::find_bulk(c, id); }));
  const std::uint64_t total = bulk.chosen.count();
  std::uint64_t done = bulk.next == 0 ? 0 : bulk.chosen.rank(static_cast<Bitmap::Row>(bulk.next - 1));
  std::int64_t changed = 0;
  while (done < total) {
    TRY(job.stop().check());
    const std::vector<Bitmap::Row> rows = bulk.chosen.slice(done, kChunk);
    changed += TRY(work(rows));
    TRY(workspace.database().write(
        [&](Connection& c) { return store::set_bulk_progress(c, id, bulk.changed, std::uint64_t{rows.back()} + 1); }));
    done += rows.size();
    job.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), stage);
  }
  return changed;
}

}  // namespace kindred::usecases
