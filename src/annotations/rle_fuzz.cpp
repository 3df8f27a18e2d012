// Any bytes as run lengths: refused, or equal after being written and read again, and measured without a step outside.
#include <cstdlib>

#include "annotations/rle.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kindred::annotations;
  if (size < 2) return 0;
  const Size picture{data[0] % 64 + 1, data[1] % 64 + 1};
  const std::string_view counts(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto runs = runs_of_counts(counts);
  if (!runs) return 0;
  const auto again = runs_of_counts(counts_of_runs(*runs));
  if (!again || *again != *runs) std::abort();
  if (!check_runs(*runs, picture)) return 0;
  const auto bitmap = bitmap_of_runs(*runs, picture);
  std::uint64_t area = 0;
  for (const std::uint8_t pixel : bitmap)
    area += pixel;
  if (area != area_of_runs(*runs) || box_of_runs(*runs, picture).has_value() != (area > 0)) std::abort();
  if (bitmap_of_runs(runs_of_bitmap(bitmap, picture), picture) != bitmap) std::abort();
  return 0;
}
