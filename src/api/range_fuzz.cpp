// Any Range header: the chosen range lies inside the file.
#include <cstdlib>

#include "api/ranges.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::uint64_t file = data[0];
  const std::string_view header(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto choice = kindred::api::choose_range(header, file);
  if (choice.kind == kindred::api::RangeKind::part && (choice.range.first > choice.range.last || choice.range.last >= file)) std::abort();
  (void)kindred::api::names_etag(header, "\"a\"");
  return 0;
}
