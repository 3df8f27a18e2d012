// Actions on all that a filter finds, as Jobs. What they work on is fixed when they are asked for, so that it doesn't matter how the
// action changes what the filter finds; a restart goes on where it was. The list of jobs is the log of who did what, when, to how many.
//
// Thread-safety: free functions, any thread. Errors: those of filter.h, and those of the action.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "usecases/change_version.h"
#include "usecases/filter.h"

namespace kindred::usecases {

using BulkScope = std::variant<DatalakeId, DatasetVersionId>;

struct BulkStarted {
  JobId job;
  std::int64_t count = 0;                 // items it works on
  std::optional<DatasetVersion> version;  // the new one, of a fork
};

// A tag that is not there is made to be attached, and `not_found` to be taken off.
Result<BulkStarted> tag_filtered(Workspace& workspace, const Caller& caller, BulkScope scope, const Filter& filter, std::string_view tag);
Result<BulkStarted> untag_filtered(Workspace& workspace, const Caller& caller, BulkScope scope, const Filter& filter, std::string_view tag);
// Assets leave their version; Data are deleted with everything that is theirs.
Result<BulkStarted> remove_filtered(Workspace& workspace, const Caller& caller, BulkScope scope, const Filter& filter);
// What Assets take along.
struct BulkCopy {
  bool with_labels = false;    // all of the version's
  store::CopyOptions options;  // annotations take their Labels along
};
// Into a new version of the same Dataset, or into one that is there.
Result<BulkStarted> fork_filtered(Workspace& workspace, const Caller& caller, DatasetVersionId from, const Filter& filter,
                                  const NewVersion& version, const BulkCopy& what);
Result<BulkStarted> copy_filtered(Workspace& workspace, const Caller& caller, DatasetVersionId from, const Filter& filter,
                                  DatasetVersionId to, const BulkCopy& what);
// Of an action on tags: takes the tag off the items that the job tagged, or puts it back on those it took it off. `conflict` for a job
// that has not ended, or that can't be undone.
Result<BulkStarted> undo_bulk(Workspace& workspace, const Caller& caller, JobId job);

inline constexpr std::string_view kBulkTagJob = "bulk_tag";
inline constexpr std::string_view kBulkUntagJob = "bulk_untag";
inline constexpr std::string_view kBulkRemoveJob = "bulk_remove";
inline constexpr std::string_view kBulkCopyJob = "bulk_copy";
Result<std::string> run_bulk_tag(Workspace& workspace, jobs::Context& job);
Result<std::string> run_bulk_untag(Workspace& workspace, jobs::Context& job);
Result<std::string> run_bulk_remove(Workspace& workspace, jobs::Context& job);
Result<std::string> run_bulk_copy(Workspace& workspace, jobs::Context& job);

}  // namespace kindred::usecases
