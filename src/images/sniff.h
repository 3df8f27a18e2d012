// Names what foreign bytes look like when no decoder recognises them, so that "unsupported" tells what was found.
#pragma once

#include <string_view>

#include "images/bytes.h"

namespace kindred::images {

// Like "a PDF document"; empty if the bytes aren't recognised.
std::string_view describe_foreign(Bytes bytes);

}  // namespace kindred::images
