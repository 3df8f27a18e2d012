// The parser behind parse_json() (base/json.h): Boost.JSON's, with every number rounded correctly. Boost.JSON 1.81 may miss the last bit of
// a double, so that a coordinate that was told and comes back would not be the same any more.
// Thread-safety: free function, any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/json.h"

namespace kindred {

// Null, and the reason in `failure`, for text that is not one JSON value nested at most `max_depth` deep.
json::value read_json(std::string_view text, std::size_t max_depth, json::error_code& failure);

}  // namespace kindred
