// What a name that a person gives to something must be like: of Datasets, versions, tags and sources.
#pragma once

#include <string_view>

#include "base/result.h"

namespace kindred::usecases {

// `invalid`, naming `what` it is the name of, when there is nothing to read in it or it is too long for a list (over 200 bytes).
Result<void> check_name(std::string_view what, std::string_view name);

}  // namespace kindred::usecases
