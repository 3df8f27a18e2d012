// JPEG files that cost what photographs cost: noise whose strength falls with its frequency as in nature, a little grain, quality 90.
// The same seed gives the same bytes. Thread-safety: free functions, any thread.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"

namespace kindred::bench {

struct PhotographSize {
  int width = 0;
  int height = 0;
};

// Writes `count` files into `folder`, which is made; their paths.
Result<std::vector<std::filesystem::path>> write_photographs(const std::filesystem::path& folder, std::size_t count, PhotographSize size);

}  // namespace kindred::bench
