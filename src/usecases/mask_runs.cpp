#include "usecases/mask_runs.h"

namespace kindred::usecases {

// Five bits a character, lowest first, 0x20 for "more follows", the last one's 0x10 for "negative"; from the fourth on a run is the difference
// to the run two before.
Result<std::vector<std::uint32_t>> runs_of_counts(std::string_view counts) {
  constexpr std::int64_t kMostPixels = std::int64_t{1} << 32;
  constexpr int kMostBits = 40;
  std::vector<std::uint32_t> runs;
  std::int64_t pixels = 0;
  std::int64_t number = 0;
  int bits = 0;
  for (const char character : counts) {
    const int group = character - 48;
    if (group < 0 || group > 63 || bits > kMostBits) return invalid("the mask's run lengths are damaged");
    number |= static_cast<std::int64_t>(group & 0x1F) << bits;
    bits += 5;
    if ((group & 0x20) != 0) continue;
    if ((group & 0x10) != 0) number -= std::int64_t{1} << bits;
    if (runs.size() > 2) number += runs[runs.size() - 2];
    pixels += number;
    if (number < 0 || pixels > kMostPixels) return invalid("the mask's run lengths are damaged");
    runs.push_back(static_cast<std::uint32_t>(number));
    number = 0;
    bits = 0;
  }
  if (bits != 0) return invalid("the mask's run lengths end within a number");
  return runs;
}

}  // namespace kindred::usecases
