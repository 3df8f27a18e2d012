// What changes a DatasetVersion's Assets. Large sets run as Jobs, in chunks that are each one transaction, and go on after a
// restart.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/assets.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

inline constexpr std::size_t kMaxIdsPerRequest = 10'000;

// Data that are in the version already stay as they are. `invalid` names an id that is no Data, or a tag of another version.
Result<JobId> add_assets(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const DataId> datas,
                         std::span<const TagId> asset_tags);

struct NewVersion {
  std::string name;
  std::string description;
  InferenceType type = InferenceType::not_configured;
};
Result<DatasetVersion> create_version(Workspace& workspace, const Caller& caller, DatasetId dataset, const NewVersion& version);

struct Fork {
  DatasetVersionId parent;
  NewVersion version;
  bool with_labels = false;
  store::CopyOptions options;                  // annotations take their Labels along
  std::optional<std::vector<AssetId>> assets;  // nothing: all of the parent's
};
struct ForkStarted {
  DatasetVersion version;
  JobId job;
};
Result<ForkStarted> fork_version(Workspace& workspace, const Caller& caller, DatasetId dataset, const Fork& fork);

// `destination` must be a version of the same Dataset.
Result<JobId> copy_assets(Workspace& workspace, const Caller& caller, DatasetVersionId from, DatasetVersionId destination,
                          std::span<const AssetId> assets, const store::CopyOptions& options);

// Names of the work in the job queue, and the work.
inline constexpr std::string_view kAddAssetsJob = "add_assets";
inline constexpr std::string_view kForkVersionJob = "fork_version";
inline constexpr std::string_view kCopyAssetsJob = "copy_assets";
Result<std::string> run_add_assets(Workspace& workspace, jobs::Context& job);
Result<std::string> run_fork_version(Workspace& workspace, jobs::Context& job);
Result<std::string> run_copy_assets(Workspace& workspace, jobs::Context& job);

// Assets leave a version, with their annotations; their Data stay. In chunks.
Result<void> delete_assets(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const AssetId> ids);

// Deletes a version with its Assets, their tags, annotations and the embeddings of its shapes, in chunks; the Data stay.
Result<void> delete_version(Workspace& workspace, const Caller& caller, DatasetVersionId version);
// With its versions.
Result<void> delete_dataset(Workspace& workspace, const Caller& caller, DatasetId dataset);

}  // namespace kindred::usecases
