// Uploaded objects become Data of a Datalake; Data are described, and deleted.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "usecases/workspace.h"

namespace kindred::usecases {

struct NewData {
  std::string object_name;  // uploaded before
  std::string filename;
  std::string content_type;
  DataType type = DataType::image;
  std::vector<TagId> tags;
  std::optional<DataSourceId> data_source_id;
  std::string metadata_json;
  std::string custom_metadata_json;
};

// Width and height come from the file itself. A picture that can't be read is registered with upload status ERROR and
// becomes ERROR or UNSUPPORTED in visual search, with the reason. In an active Datalake it is embedded by itself.
Result<Data> register_data(Workspace& workspace, const Caller& caller, DatalakeId datalake, const NewData& data);

// Each with its Assets, tags, vector and, when no other Data has the same content, its file.
Result<void> delete_datas(Workspace& workspace, const Caller& caller, std::span<const DataId> ids);

}  // namespace kindred::usecases
