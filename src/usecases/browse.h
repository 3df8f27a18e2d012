// Looking: single rows and lists of Datalakes, Data, Datasets, versions, Assets and tags. Filters, pages and orders are those
// of the store's headers. Thread-safety: free functions, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "store/assets.h"
#include "store/data_sources.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/tags.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

using store::AssetFilter;
using store::DataFilter;
using store::Page;
using store::PageRequest;

// A page with how many rows match in all.
template <typename T>
struct Listing {
  Page<T> page;
  std::int64_t count = 0;
};

Result<Datalake> default_datalake(Workspace& workspace, const Caller& caller);
Result<Datalake> datalake_of(Workspace& workspace, DatalakeId id);
Result<Datalake> datalake_named(Workspace& workspace, const Caller& caller, std::string_view name);
Result<std::vector<Datalake>> all_datalakes(Workspace& workspace, const Caller& caller);

Result<Data> data_of(Workspace& workspace, DataId id);
Result<Data> data_with_filename(Workspace& workspace, DatalakeId datalake, std::string_view filename);
Result<Data> data_with_object_name(Workspace& workspace, DatalakeId datalake, std::string_view object_name);
Result<Listing<Data>> list_datas(Workspace& workspace, DatalakeId datalake, const DataFilter& filter, const PageRequest& page);
Result<Listing<DataId>> list_data_ids(Workspace& workspace, DatalakeId datalake, const DataFilter& filter, const PageRequest& page);

Result<Dataset> dataset_of(Workspace& workspace, DatasetId id);
Result<Dataset> dataset_named(Workspace& workspace, const Caller& caller, std::string_view name);
Result<Listing<Dataset>> list_datasets(Workspace& workspace, const Caller& caller, const PageRequest& page);
Result<DatasetVersion> version_of(Workspace& workspace, DatasetVersionId id);
Result<DatasetVersion> version_named(Workspace& workspace, DatasetId dataset, std::string_view name);
Result<Listing<DatasetVersion>> list_versions(Workspace& workspace, DatasetId dataset, const PageRequest& page);
// Of every Dataset; for the command line and the side list of the web app.
Result<std::vector<DatasetVersion>> all_versions(Workspace& workspace);
Result<std::int64_t> asset_count(Workspace& workspace, DatasetVersionId version);

Result<Asset> asset_of(Workspace& workspace, AssetId id);
Result<Asset> asset_with_data(Workspace& workspace, DatasetVersionId version, DataId data);
Result<Asset> asset_with_filename(Workspace& workspace, DatasetVersionId version, std::string_view filename);
Result<Asset> asset_with_object_name(Workspace& workspace, DatasetVersionId version, std::string_view object_name);
Result<Listing<Asset>> list_assets(Workspace& workspace, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page);
Result<Listing<AssetId>> list_asset_ids(Workspace& workspace, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page);

Result<Tag> tag_of(Workspace& workspace, TagId id);
Result<Tag> tag_named(Workspace& workspace, TagTarget target, const Uuid& scope, std::string_view name);
Result<Page<Tag>> list_tags(Workspace& workspace, TagTarget target, const Uuid& scope, const PageRequest& page);
Result<std::vector<Tag>> tags_of(Workspace& workspace, TagTarget target, const Uuid& item);

}  // namespace kindred::usecases
