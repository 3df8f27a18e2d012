// A .zip as SourceFiles (files.h). Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <memory>

#include "annotations/files.h"

namespace kindred::annotations {

Result<std::unique_ptr<SourceFiles>> open_zip_files(const std::filesystem::path& path, const StopFlag& stop, Report& report);

}  // namespace kindred::annotations
