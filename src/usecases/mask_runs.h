// COCO's compressed run lengths (rleFrString of pycocotools' maskApi.c) to runs: down the columns, first of zeros, then of ones, and so on.
// Errors: `invalid` for text that is none, or whose runs cover more than 2^32 pixels. Thread-safety: free function, any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kindred::usecases {

Result<std::vector<std::uint32_t>> runs_of_counts(std::string_view counts);

}  // namespace kindred::usecases
