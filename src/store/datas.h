// Rows of Data.
//
// Orders for PageRequest: created_at, filename, object_name, id, content_type, width, height, bytes.
// Thread-safety: as the Connection. Errors: `not_found` names the id or name; `conflict` an object name that is taken in the Datalake.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/data.h"
#include "store/database.h"
#include "store/list_query.h"
#include "store/page.h"

namespace kindred::store {

// What the row's item must fulfil; every part that is set narrows. An empty list that is set matches nothing.
struct DataFilter {
  std::optional<std::vector<DataId>> ids;
  std::optional<std::vector<std::string>> filenames;
  std::optional<std::vector<std::string>> object_names;
  // Of each group at least one DataTag by name.
  std::vector<std::vector<std::string>> tags;
  std::vector<UploadStatus> upload_statuses;  // empty: any
  std::vector<DataType> types;                // empty: any
  std::string custom_metadata_json;           // an object: its members must be there and equal; empty: any
};

Result<void> insert_data(Connection& connection, const Data& data);
Result<Data> find_data(Connection& connection, DataId id);
// The newest with that file name.
Result<Data> find_data_by_filename(Connection& connection, DatalakeId datalake, std::string_view filename);
Result<Data> find_data_by_object_name(Connection& connection, DatalakeId datalake, std::string_view object_name);
// In the order of `ids`; `not_found` names the first that is not there. At most kMaxListSize.
Result<std::vector<Data>> find_datas(Connection& connection, std::span<const DataId> ids);

// The order that a list's order_by asks for, for who sorts rows elsewhere: columns of `data d`.
Result<Order> data_order(std::span<const std::string> order_by);
Result<Page<Data>> list_datas(Connection& connection, DatalakeId datalake, const DataFilter& filter, const PageRequest& page);
Result<Page<DataId>> list_data_ids(Connection& connection, DatalakeId datalake, const DataFilter& filter, const PageRequest& page);
Result<std::int64_t> count_datas(Connection& connection, DatalakeId datalake, const DataFilter& filter);

Result<void> set_data_metadata(Connection& connection, DataId id, std::string_view metadata_json);
Result<void> set_data_custom_metadata(Connection& connection, DataId id, std::string_view custom_metadata_json);
Result<void> set_data_source(Connection& connection, DataId id, std::optional<DataSourceId> data_source);
// Width and height in pixels, 0 while unknown.
Result<void> set_data_upload_status(Connection& connection, DataId id, UploadStatus status, int width, int height);

// What the deleted rows leave behind elsewhere.
struct DeletedDatas {
  std::vector<Data> datas;                   // as they were: their vectors are to be taken out of the index
  std::vector<std::string> unused_contents;  // sha256 that nobody has any more: see store/objects.h before removing files
};
// With their Assets, tags, embedding rows and object names. Ids that are not there are ignored; at most kMaxListSize.
Result<DeletedDatas> delete_datas(Connection& connection, std::span<const DataId> ids);

}  // namespace kindred::store
