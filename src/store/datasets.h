// Rows of Datasets and their DatasetVersions.
//
// Orders for PageRequest: name (of versions: version), created_at, id.
// Thread-safety: as the Connection. Errors: `not_found` names the id or name, `conflict` a name that is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/dataset.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

Result<Dataset> create_dataset(Connection& connection, OrganizationId organization, std::string_view name, std::string_view description);
Result<Dataset> find_dataset(Connection& connection, DatasetId id);
Result<Dataset> find_dataset_by_name(Connection& connection, OrganizationId organization, std::string_view name);
Result<Page<Dataset>> list_datasets(Connection& connection, OrganizationId organization, const PageRequest& page);
Result<std::int64_t> count_datasets(Connection& connection, OrganizationId organization);

struct DatasetChange {
  std::optional<std::string> name;
  std::optional<std::string> description;
};
Result<Dataset> change_dataset(Connection& connection, DatasetId id, const DatasetChange& change);
// With its versions, their Assets and tags.
Result<void> delete_dataset(Connection& connection, DatasetId id);

Result<DatasetVersion> create_version(Connection& connection, DatasetId dataset, std::string_view name, std::string_view description,
                                      InferenceType type);
Result<DatasetVersion> find_version(Connection& connection, DatasetVersionId id);
Result<DatasetVersion> find_version_by_name(Connection& connection, DatasetId dataset, std::string_view name);
Result<Page<DatasetVersion>> list_versions(Connection& connection, DatasetId dataset, const PageRequest& page);
Result<std::int64_t> count_versions(Connection& connection, DatasetId dataset);
// The organization that the version's Dataset belongs to.
Result<OrganizationId> organization_of_version(Connection& connection, DatasetVersionId id);

struct VersionChange {
  std::optional<std::string> version;
  std::optional<std::string> description;
  std::optional<InferenceType> type;
};
Result<DatasetVersion> change_version(Connection& connection, DatasetVersionId id, const VersionChange& change);
// With its Assets and their tags. For large versions delete the Assets in chunks before (delete_some_assets).
Result<void> delete_version(Connection& connection, DatasetVersionId id);

// How many Assets the version has; kept, not counted.
Result<std::int64_t> asset_count(Connection& connection, DatasetVersionId id);

}  // namespace kindred::store
