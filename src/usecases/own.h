// Rows by id for a caller: those of another organization are `not_found`, as if they were not there.
// Thread-safety: free functions, any thread.
#pragma once

#include <vector>

#include "model/model.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

Result<Organization> own_organization(Workspace& workspace, const Caller& caller, OrganizationId id);
// The organization has one object storage.
Result<ConnectorId> own_connector(Workspace& workspace, const Caller& caller, ConnectorId id);
Result<Datalake> own_datalake(Workspace& workspace, const Caller& caller, DatalakeId id);
Result<Data> own_data(Workspace& workspace, const Caller& caller, DataId id);
Result<Dataset> own_dataset(Workspace& workspace, const Caller& caller, DatasetId id);
Result<DatasetVersion> own_version(Workspace& workspace, const Caller& caller, DatasetVersionId id);
Result<Asset> own_asset(Workspace& workspace, const Caller& caller, AssetId id);
Result<Tag> own_tag(Workspace& workspace, const Caller& caller, TagId id);
Result<Job> own_job(Workspace& workspace, const Caller& caller, JobId id);
// By username.
Result<std::vector<User>> own_users(Workspace& workspace, const Caller& caller);

}  // namespace kindred::usecases
