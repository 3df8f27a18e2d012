// Any request target: refused, or clean text whose encoding is the way back.
#include <cstdlib>

#include "api/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto target = kindred::api::parse_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  for (const std::string& segment : target->segments) {
    if (!kindred::api::is_valid_utf8(segment) || segment.find('\0') != std::string::npos) std::abort();
    const auto again = kindred::api::percent_decode(kindred::api::percent_encode(segment), false);
    if (!again || *again != segment) std::abort();
  }
  return 0;
}
