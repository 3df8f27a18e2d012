// Data: one stored file of a Datalake.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace kindred {

enum class DataType { image, video };
enum class UploadStatus { pending, computing, error, done };

std::string_view to_string(DataType type);  // "IMAGE", "VIDEO": the words on the wire
std::optional<DataType> parse_data_type(std::string_view text);
std::string_view to_string(UploadStatus status);
std::optional<UploadStatus> parse_upload_status(std::string_view text);

struct Data {
  DataId id;
  DatalakeId datalake_id;
  std::string object_name;  // unique in its Datalake
  std::string filename;
  std::string content_type;
  DataType type = DataType::image;
  UploadStatus upload_status = UploadStatus::pending;
  int width = 0;  // pixels, EXIF orientation applied; 0 while unknown
  int height = 0;
  std::uint64_t bytes = 0;
  std::string sha256;                // of the file, lower-case hexadecimal: its name in the object storage
  std::string metadata_json;         // an object, or empty
  std::string custom_metadata_json;  // an object, or empty
  std::optional<DataSourceId> data_source_id;
  Timestamp created_at;
};

}  // namespace kindred
