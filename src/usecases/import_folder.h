// A folder of image files into a Datalake and a DatasetVersion, from the command line.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/stop_flag.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct ImportFolder {
  std::filesystem::path folder;  // searched with its subfolders; hidden files and files that are no pictures by name are skipped
  std::string dataset;           // made when it is not there
  std::string version;
};

struct ImportReport {
  DatasetVersionId version;
  std::int64_t imported = 0;
  std::int64_t already_there = 0;     // same content under the same path
  std::int64_t skipped = 0;           // not image files by their extension
  std::vector<std::string> problems;  // one sentence a file that could not be read; the first 1,000
};

// Files already imported are not imported again: the path within the folder is the object name.
Result<ImportReport> import_folder(Workspace& workspace, const Caller& caller, DatalakeId datalake, const ImportFolder& what,
                                   const StopFlag& stop, const std::function<void(std::int64_t done, std::int64_t total)>& progress);

}  // namespace kindred::usecases
