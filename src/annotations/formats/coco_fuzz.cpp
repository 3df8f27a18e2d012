// Any bytes as COCO: read, written and read again, the same shapes.
#include "annotations/formats/all.h"
#include "annotations/fuzz_format_for_test.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kindred::annotations;
  const auto format = find_format("coco");
  read_write_read(**format, files_in({reinterpret_cast<const char*>(data), size}, "f.json"));
  return 0;
}
