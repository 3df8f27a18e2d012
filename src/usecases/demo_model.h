// The demo model that is part of the program, so that everything can be tried with no network and no download.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace kindred::usecases {

// Writes the model's files into `folder`, durably, unless they are there with the right sizes.
Result<void> unpack_demo_model(const std::filesystem::path& folder);

}  // namespace kindred::usecases
