// What the commands on maps share: numbers and .npy files from the command line. Thread-safety: free functions.
#pragma once

#include <string>

#include "base/npy.h"
#include "base/result.h"

namespace kindred::cli {

// `invalid`, naming the option, when `text` isn't a number.
Result<double> number_of(const std::string& option, const std::string& text);
// `invalid`, naming the option and what would be right, when out of range.
Result<std::int64_t> whole_number_of(const std::string& option, std::int64_t value, std::int64_t least, std::int64_t most);

// An array of two dimensions, its rows with at least one number each.
Result<NpyArray> read_matrix(const std::string& path);
// A matrix of x and y.
Result<NpyArray> read_plane(const std::string& path);

}  // namespace kindred::cli
