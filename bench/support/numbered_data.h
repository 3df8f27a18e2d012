// A Data of a benchmark's synthetic Datalake: row contents that differ by their number only, without a file behind them.
#pragma once

#include <string>

#include "base/time.h"
#include "model/data.h"

namespace kindred {

inline Data numbered_data(DatalakeId datalake, std::size_t number, const std::string& filename) {
  Data data;
  data.id = DataId::make();
  data.datalake_id = datalake;
  data.object_name = filename;
  data.filename = filename;
  data.content_type = "image/jpeg";
  data.upload_status = UploadStatus::done;
  data.width = 1920;
  data.height = 1080;
  data.sha256 = std::to_string(number);
  data.created_at = now();
  return data;
}

}  // namespace kindred
