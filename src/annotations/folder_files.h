// A folder, or one file, as SourceFiles (files.h). Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <memory>

#include "annotations/files.h"

namespace kindred::annotations {

Result<std::unique_ptr<SourceFiles>> open_folder_files(const std::filesystem::path& folder, const StopFlag& stop, Report& report);
// Its name is the last part of `path`.
Result<std::unique_ptr<SourceFiles>> open_one_file(const std::filesystem::path& path, const StopFlag& stop);

}  // namespace kindred::annotations
