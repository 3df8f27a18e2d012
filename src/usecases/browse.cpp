#include "usecases/browse.h"

#include "store/organizations.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kEverything = store::kMaxPageSize;

}  // namespace

Result<Datalake> default_datalake(Workspace& workspace, const Caller& caller) {
  return workspace.database().read([&](Connection& c) { return store::default_datalake(c, caller.organization_id); });
}

Result<Datalake> datalake_of(Workspace& workspace, DatalakeId id) {
  return workspace.database().read([&](Connection& c) { return store::find_datalake(c, id); });
}

Result<Datalake> datalake_named(Workspace& workspace, const Caller& caller, std::string_view name) {
  return workspace.database().read([&](Connection& c) { return store::find_datalake_by_name(c, caller.organization_id, name); });
}

Result<std::vector<Datalake>> all_datalakes(Workspace& workspace, const Caller& caller) {
  return workspace.database().read([&](Connection& c) { return store::list_datalakes(c, caller.organization_id); });
}

Result<Data> data_of(Workspace& workspace, DataId id) {
  return workspace.database().read([&](Connection& c) { return store::find_data(c, id); });
}

Result<Data> data_with_filename(Workspace& workspace, DatalakeId datalake, std::string_view filename) {
  return workspace.database().read([&](Connection& c) { return store::find_data_by_filename(c, datalake, filename); });
}

Result<Data> data_with_object_name(Workspace& workspace, DatalakeId datalake, std::string_view object_name) {
  return workspace.database().read([&](Connection& c) { return store::find_data_by_object_name(c, datalake, object_name); });
}

Result<Listing<Data>> list_datas(Workspace& workspace, DatalakeId datalake, const DataFilter& filter, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<Data>> {
    TRY(store::find_datalake(c, datalake));
    return Listing<Data>{TRY(store::list_datas(c, datalake, filter, page)), TRY(store::count_datas(c, datalake, filter))};
  });
}

Result<Listing<DataId>> list_data_ids(Workspace& workspace, DatalakeId datalake, const DataFilter& filter, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<DataId>> {
    TRY(store::find_datalake(c, datalake));
    return Listing<DataId>{TRY(store::list_data_ids(c, datalake, filter, page)), TRY(store::count_datas(c, datalake, filter))};
  });
}

Result<Dataset> dataset_of(Workspace& workspace, DatasetId id) {
  return workspace.database().read([&](Connection& c) { return store::find_dataset(c, id); });
}

Result<Dataset> dataset_named(Workspace& workspace, const Caller& caller, std::string_view name) {
  return workspace.database().read([&](Connection& c) { return store::find_dataset_by_name(c, caller.organization_id, name); });
}

Result<Listing<Dataset>> list_datasets(Workspace& workspace, const Caller& caller, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<Dataset>> {
    const OrganizationId organization = caller.organization_id;
    return Listing<Dataset>{TRY(store::list_datasets(c, organization, page)), TRY(store::count_datasets(c, organization))};
  });
}

Result<DatasetVersion> version_of(Workspace& workspace, DatasetVersionId id) {
  return workspace.database().read([&](Connection& c) { return store::find_version(c, id); });
}

Result<DatasetVersion> version_named(Workspace& workspace, DatasetId dataset, std::string_view name) {
  return workspace.database().read([&](Connection& c) { return store::find_version_by_name(c, dataset, name); });
}

Result<Listing<DatasetVersion>> list_versions(Workspace& workspace, DatasetId dataset, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<DatasetVersion>> {
    TRY(store::find_dataset(c, dataset));
    return Listing<DatasetVersion>{TRY(store::list_versions(c, dataset, page)), TRY(store::count_versions(c, dataset))};
  });
}

Result<std::vector<DatasetVersion>> all_versions(Workspace& workspace) {
  return workspace.database().read([&](Connection& c) -> Result<std::vector<DatasetVersion>> {
    std::vector<DatasetVersion> versions;
    PageRequest datasets{.limit = kEverything, .order_by = {"name"}};
    while (true) {
      const Page<Dataset> page = TRY(store::list_datasets(c, workspace.organization().id, datasets));
      for (const Dataset& dataset : page.items) {
        const Page<DatasetVersion> of_one = TRY(store::list_versions(c, dataset.id, {.limit = kEverything, .order_by = {"created_at"}}));
        versions.insert(versions.end(), of_one.items.begin(), of_one.items.end());
      }
      if (!page.next_cursor) return versions;
      datasets.cursor = *page.next_cursor;
    }
  });
}

Result<std::int64_t> asset_count(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) { return store::asset_count(c, version); });
}

Result<Asset> asset_of(Workspace& workspace, AssetId id) {
  return workspace.database().read([&](Connection& c) { return store::find_asset(c, id); });
}

Result<Asset> asset_with_data(Workspace& workspace, DatasetVersionId version, DataId data) {
  return workspace.database().read([&](Connection& c) { return store::find_asset_by_data(c, version, data); });
}

Result<Asset> asset_with_filename(Workspace& workspace, DatasetVersionId version, std::string_view filename) {
  return workspace.database().read([&](Connection& c) { return store::find_asset_by_filename(c, version, filename); });
}

Result<Asset> asset_with_object_name(Workspace& workspace, DatasetVersionId version, std::string_view object_name) {
  return workspace.database().read([&](Connection& c) { return store::find_asset_by_object_name(c, version, object_name); });
}

Result<Listing<Asset>> list_assets(Workspace& workspace, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<Asset>> {
    TRY(store::find_version(c, version));
    return Listing<Asset>{TRY(store::list_assets(c, version, filter, page)), TRY(store::count_assets(c, version, filter))};
  });
}

Result<Listing<AssetId>> list_asset_ids(Workspace& workspace, DatasetVersionId version, const AssetFilter& filter,
                                        const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<AssetId>> {
    TRY(store::find_version(c, version));
    return Listing<AssetId>{TRY(store::list_asset_ids(c, version, filter, page)), TRY(store::count_assets(c, version, filter))};
  });
}

Result<Tag> tag_of(Workspace& workspace, TagId id) {
  return workspace.database().read([&](Connection& c) { return store::find_tag(c, id); });
}

Result<Tag> tag_named(Workspace& workspace, TagTarget target, const Uuid& scope, std::string_view name) {
  return workspace.database().read([&](Connection& c) { return store::find_tag_by_name(c, target, scope, name); });
}

Result<Page<Tag>> list_tags(Workspace& workspace, TagTarget target, const Uuid& scope, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) { return store::list_tags(c, target, scope, page); });
}

Result<std::vector<Tag>> tags_of(Workspace& workspace, TagTarget target, const Uuid& item) {
  return workspace.database().read([&](Connection& c) { return store::tags_of(c, target, item); });
}

}  // namespace kindred::usecases
