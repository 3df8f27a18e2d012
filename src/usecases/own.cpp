#include "usecases/own.h"

#include "store/assets.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/organizations.h"
#include "store/tags.h"
#include "store/users.h"

namespace kindred::usecases {
namespace {

using store::Connection;

// The same words whether it isn't there or isn't the caller's.
Error no_such(std::string_view what, const Uuid& id) { return not_found("There is no " + std::string(what) + " " + to_string(id)); }

Result<void> check_datalake(Connection& c, const Caller& caller, DatalakeId id) {
  if (TRY(store::find_datalake(c, id)).organization_id != caller.organization_id) return no_such("datalake", id.uuid);
  return {};
}

Result<void> check_version(Connection& c, const Caller& caller, DatasetVersionId id) {
  if (TRY(store::organization_of_version(c, id)) != caller.organization_id) return no_such("dataset version", id.uuid);
  return {};
}

Result<void> check_tag(Connection& c, const Caller& caller, const Tag& tag) {
  switch (tag.target) {
    case TagTarget::data: return check_datalake(c, caller, DatalakeId{tag.scope});
    case TagTarget::asset: return check_version(c, caller, DatasetVersionId{tag.scope});
    case TagTarget::dataset:
    case TagTarget::dataset_version:
      if (tag.scope != caller.organization_id.uuid) return no_such("tag", tag.id.uuid);
  }
  return {};
}

}  // namespace

Result<Organization> own_organization(Workspace& workspace, const Caller& caller, OrganizationId id) {
  if (id != caller.organization_id) return no_such("organization", id.uuid);
  return workspace.database().read([&](Connection& c) { return store::find_organization(c, id); });
}

Result<ConnectorId> own_connector(Workspace& workspace, const Caller& caller, ConnectorId id) {
  TRY(workspace.database().read([&](Connection& c) { return store::check_connector(c, caller.organization_id, id); }));
  return id;
}

Result<Datalake> own_datalake(Workspace& workspace, const Caller& caller, DatalakeId id) {
  return workspace.database().read([&](Connection& c) -> Result<Datalake> {
    TRY(check_datalake(c, caller, id));
    return store::find_datalake(c, id);
  });
}

Result<Data> own_data(Workspace& workspace, const Caller& caller, DataId id) {
  return workspace.database().read([&](Connection& c) -> Result<Data> {
    Data data = TRY(store::find_data(c, id));
    if (!check_datalake(c, caller, data.datalake_id)) return no_such("data", id.uuid);
    return data;
  });
}

Result<Dataset> own_dataset(Workspace& workspace, const Caller& caller, DatasetId id) {
  return workspace.database().read([&](Connection& c) -> Result<Dataset> {
    Dataset dataset = TRY(store::find_dataset(c, id));
    if (dataset.organization_id != caller.organization_id) return no_such("dataset", id.uuid);
    return dataset;
  });
}

Result<DatasetVersion> own_version(Workspace& workspace, const Caller& caller, DatasetVersionId id) {
  return workspace.database().read([&](Connection& c) -> Result<DatasetVersion> {
    TRY(check_version(c, caller, id));
    return store::find_version(c, id);
  });
}

Result<Asset> own_asset(Workspace& workspace, const Caller& caller, AssetId id) {
  return workspace.database().read([&](Connection& c) -> Result<Asset> {
    Asset asset = TRY(store::find_asset(c, id));
    if (!check_version(c, caller, asset.version_id)) return no_such("asset", id.uuid);
    return asset;
  });
}

Result<Tag> own_tag(Workspace& workspace, const Caller& caller, TagId id) {
  return workspace.database().read([&](Connection& c) -> Result<Tag> {
    Tag tag = TRY(store::find_tag(c, id));
    if (!check_tag(c, caller, tag)) return no_such("tag", id.uuid);
    return tag;
  });
}

Result<Job> own_job(Workspace& workspace, const Caller& caller, JobId id) {
  Job job = TRY(workspace.jobs().find(id));
  if (job.organization_id != caller.organization_id) return no_such("job", id.uuid);
  return job;
}

Result<std::vector<User>> own_users(Workspace& workspace, const Caller& caller) {
  return workspace.database().read([&](Connection& c) { return store::list_users(c, caller.organization_id); });
}

}  // namespace kindred::usecases
