// Small changes of single rows: Datasets, versions, tags, metadata. Each is one durable write.
// Thread-safety: free functions, any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/tag.h"
#include "store/data_sources.h"
#include "store/datasets.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

Result<Dataset> create_dataset(Workspace& workspace, const Caller& caller, std::string_view name, std::string_view description);
Result<Dataset> change_dataset(Workspace& workspace, DatasetId id, const store::DatasetChange& change);
Result<DatasetVersion> change_version(Workspace& workspace, DatasetVersionId id, const store::VersionChange& change);

// `not_found` when the scope is not there: a Datalake for DATA, a DatasetVersion for ASSET, the Organization for the others.
Result<Tag> create_tag(Workspace& workspace, TagTarget target, const Uuid& scope, std::string_view name);
Result<Tag> rename_tag(Workspace& workspace, TagId id, std::string_view name);
Result<void> delete_tag(Workspace& workspace, TagId id);

struct TagChanged {
  Tag tag;
  std::int64_t count = 0;  // items that changed
};
// At most kMaxIdsPerRequest (change_version.h) items; `invalid` names one outside the tag's scope.
Result<TagChanged> attach_tag(Workspace& workspace, TagId id, std::span<const Uuid> items);
Result<TagChanged> detach_tag(Workspace& workspace, TagId id, std::span<const Uuid> items);

// `json` is an object, or empty for none.
Result<Data> set_metadata(Workspace& workspace, DataId id, std::string_view json);
Result<Data> set_custom_metadata(Workspace& workspace, DataId id, std::string_view json);

Result<store::DataSource> create_data_source(Workspace& workspace, const Caller& caller, std::string_view name);
Result<store::DataSource> data_source_named(Workspace& workspace, const Caller& caller, std::string_view name);
Result<store::DataSource> data_source_of(Workspace& workspace, DataSourceId id);

}  // namespace kindred::usecases
