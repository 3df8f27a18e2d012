// Whether bytes are UTF-8 (RFC 3629: shortest forms only, no surrogates, up to U+10FFFF). Thread-safety: a free function.
#pragma once

#include <string_view>

namespace kindred::annotations {

bool is_utf8(std::string_view text);

}  // namespace kindred::annotations
