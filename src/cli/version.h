#pragma once

#include <string_view>

namespace kindred::cli {

inline constexpr std::string_view kVersion = KINDRED_VERSION;  // from CMakeLists.txt

}  // namespace kindred::cli
