// Whether a client takes a packed body (RFC 9110 section 12.5.3). Thread-safety: pure function.
#pragma once

#include <string_view>

namespace kindred::api {

// `header` is the value of Accept-Encoding, empty when there is none. "gzip" (or its old name "x-gzip") counts before "*"; a weight of 0
// refuses.
bool accepts_gzip(std::string_view header);

}  // namespace kindred::api
