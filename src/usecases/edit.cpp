#include "usecases/edit.h"

#include "store/datas.h"
#include "store/organizations.h"
#include "store/tags.h"
#include "usecases/names.h"

namespace kindred::usecases {
namespace {

using store::Connection;

Result<void> check_scope(Connection& c, TagTarget target, const Uuid& scope) {
  switch (target) {
    case TagTarget::data: TRY(store::find_datalake(c, DatalakeId{scope})); break;
    case TagTarget::asset: TRY(store::find_version(c, DatasetVersionId{scope})); break;
    case TagTarget::dataset:
    case TagTarget::dataset_version: TRY(store::find_organization(c, OrganizationId{scope}));
  }
  return {};
}

}  // namespace

Result<Dataset> create_dataset(Workspace& workspace, const Caller& caller, std::string_view name, std::string_view description) {
  TRY(check_name("dataset", name));
  return workspace.database().write([&](Connection& c) { return store::create_dataset(c, caller.organization_id, name, description); });
}

Result<Dataset> change_dataset(Workspace& workspace, DatasetId id, const store::DatasetChange& change) {
  if (change.name) TRY(check_name("dataset", *change.name));
  return workspace.database().write([&](Connection& c) { return store::change_dataset(c, id, change); });
}

Result<DatasetVersion> change_version(Workspace& workspace, DatasetVersionId id, const store::VersionChange& change) {
  if (change.version) TRY(check_name("dataset version", *change.version));
  return workspace.database().write([&](Connection& c) { return store::change_version(c, id, change); });
}

Result<Tag> create_tag(Workspace& workspace, TagTarget target, const Uuid& scope, std::string_view name) {
  TRY(check_name("tag", name));
  return workspace.database().write([&](Connection& c) -> Result<Tag> {
    TRY(check_scope(c, target, scope));
    return store::create_tag(c, target, scope, name);
  });
}

Result<Tag> rename_tag(Workspace& workspace, TagId id, std::string_view name) {
  TRY(check_name("tag", name));
  return workspace.database().write([&](Connection& c) { return store::rename_tag(c, id, name); });
}

Result<void> delete_tag(Workspace& workspace, TagId id) {
  return workspace.database().write([&](Connection& c) { return store::delete_tag(c, id); });
}

Result<TagChanged> attach_tag(Workspace& workspace, TagId id, std::span<const Uuid> items) {
  return workspace.database().write([&](Connection& c) -> Result<TagChanged> {
    Tag tag = TRY(store::find_tag(c, id));
    const std::int64_t count = TRY(store::attach_tag(c, tag, items));
    return TagChanged{std::move(tag), count};
  });
}

Result<TagChanged> detach_tag(Workspace& workspace, TagId id, std::span<const Uuid> items) {
  return workspace.database().write([&](Connection& c) -> Result<TagChanged> {
    Tag tag = TRY(store::find_tag(c, id));
    const std::int64_t count = TRY(store::detach_tag(c, tag, items));
    return TagChanged{std::move(tag), count};
  });
}

Result<Data> set_metadata(Workspace& workspace, DataId id, std::string_view json) {
  return workspace.database().write([&](Connection& c) -> Result<Data> {
    TRY(store::set_data_metadata(c, id, json));
    return store::find_data(c, id);
  });
}

Result<Data> set_custom_metadata(Workspace& workspace, DataId id, std::string_view json) {
  return workspace.database().write([&](Connection& c) -> Result<Data> {
    TRY(store::set_data_custom_metadata(c, id, json));
    return store::find_data(c, id);
  });
}

Result<store::DataSource> create_data_source(Workspace& workspace, const Caller& caller, std::string_view name) {
  TRY(check_name("data source", name));
  return workspace.database().write([&](Connection& c) { return store::create_data_source(c, caller.organization_id, name); });
}

Result<store::DataSource> data_source_named(Workspace& workspace, const Caller& caller, std::string_view name) {
  return workspace.database().read([&](Connection& c) { return store::find_data_source_by_name(c, caller.organization_id, name); });
}

Result<store::DataSource> data_source_of(Workspace& workspace, DataSourceId id) {
  return workspace.database().read([&](Connection& c) { return store::find_data_source(c, id); });
}

}  // namespace kindred::usecases
