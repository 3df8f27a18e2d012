// Foreign bytes as a .npy file: an array that has as many numbers as its shape says and no more than the bytes hold, or an error; and what was
// read comes back after it was written.
#include <cstdlib>
#include <cstring>

#include "base/files.h"
#include "base/npy.h"
#include "base/testing/temp_folder.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto array = kindred::parse_npy({data, size}, "input");
  if (!array) {
    require(array.error().kind == kindred::ErrorKind::corrupt || array.error().kind == kindred::ErrorKind::unsupported);
    return 0;
  }
  std::size_t count = 1;
  for (const std::size_t extent : array->shape)
    count = extent == 0 ? 0 : count * extent;
  require(array->values.size() == count && count * 2 <= size);
  if (array->shape.size() != 2 || count == 0) return 0;
  static const kindred::testing::TempFolder folder;
  const auto path = folder / "again.npy";
  require(static_cast<bool>(kindred::write_npy(path, array->values, array->shape[0], array->shape[1])));
  const auto again = kindred::read_npy(path);
  require(again && again->shape == array->shape);
  require(std::memcmp(again->values.data(), array->values.data(), count * sizeof(float)) == 0);
  return 0;
}
