#include "annotations/rle.h"

#include <algorithm>
#include <numeric>

namespace kindred::annotations {
namespace {

constexpr unsigned char kFirstCharacter = 48;
constexpr unsigned kBits = 5;
constexpr std::uint8_t kMore = 0x20;
constexpr std::uint8_t kSign = 0x10;
constexpr std::size_t kMostGroups = 7;  // 35 bits hold any difference of two 32-bit runs

// One number from the front of `counts`, which is shortened.
Result<std::int64_t> take_number(std::string_view& counts) {
  std::uint64_t value = 0;
  for (std::size_t group = 0; group < kMostGroups; ++group) {
    if (counts.empty()) return invalid("the run lengths break off in the middle of a number");
    const auto code = static_cast<unsigned char>(static_cast<unsigned char>(counts.front()) - kFirstCharacter);
    if (code >= 2 * kMore) return invalid("the run lengths have a character that is not one of theirs");
    counts.remove_prefix(1);
    value |= static_cast<std::uint64_t>(code & (kMore - 1U)) << (kBits * group);
    if ((code & kMore) != 0) continue;
    if ((code & kSign) != 0) value |= ~std::uint64_t{0} << (kBits * (group + 1));
    return static_cast<std::int64_t>(value);
  }
  return invalid("a run length is too large");
}

void put_number(std::int64_t value, std::string& counts) {
  while (true) {
    std::uint8_t code = static_cast<std::uint8_t>(value & (kMore - 1));
    value >>= kBits;
    const bool more = (code & kSign) != 0 ? value != -1 : value != 0;
    if (more) code |= kMore;
    counts.push_back(static_cast<char>(code + kFirstCharacter));
    if (!more) return;
  }
}

}  // namespace

Result<std::vector<std::uint32_t>> runs_of_counts(std::string_view counts) {
  std::vector<std::uint32_t> runs;
  while (!counts.empty()) {
    std::int64_t run = TRY(take_number(counts));
    if (runs.size() > 2) run += runs[runs.size() - 2];
    if (run < 0 || run > UINT32_MAX) return invalid("a run length is negative or too large");
    runs.push_back(static_cast<std::uint32_t>(run));
  }
  return runs;
}

std::string counts_of_runs(std::span<const std::uint32_t> runs) {
  std::string counts;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::int64_t before = i > 2 ? runs[i - 2] : 0;
    put_number(runs[i] - before, counts);
  }
  return counts;
}

Result<void> check_runs(std::span<const std::uint32_t> runs, Size size) {
  if (size.width <= 0 || size.height <= 0) return invalid("the mask has no size");
  const std::uint64_t pixels = static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height);
  if (pixels > kMaxMaskPixels) return invalid("the mask has more than " + std::to_string(kMaxMaskPixels) + " pixels");
  const std::uint64_t covered = std::accumulate(runs.begin(), runs.end(), std::uint64_t{0});
  if (covered == pixels) return {};
  return invalid("the runs cover " + std::to_string(covered) + " pixels, but " + std::to_string(size.width) + " x " +
                 std::to_string(size.height) + " are " + std::to_string(pixels));
}

std::vector<std::uint8_t> bitmap_of_runs(std::span<const std::uint32_t> runs, Size size) {
  const auto width = static_cast<std::size_t>(size.width);
  const auto height = static_cast<std::size_t>(size.height);
  std::vector<std::uint8_t> bitmap(width * height, 0);
  std::size_t at = 0;  // counted down the columns
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i % 2 == 1) {
      for (std::size_t pixel = at; pixel < at + runs[i]; ++pixel)
        bitmap[(pixel % height) * width + pixel / height] = 1;
    }
    at += runs[i];
  }
  return bitmap;
}

std::vector<std::uint32_t> runs_of_bitmap(std::span<const std::uint8_t> bitmap, Size size) {
  std::vector<std::uint32_t> runs{0};
  bool ones = false;
  for (std::size_t x = 0; x < static_cast<std::size_t>(size.width); ++x) {
    for (std::size_t y = 0; y < static_cast<std::size_t>(size.height); ++y) {
      if ((bitmap[y * static_cast<std::size_t>(size.width) + x] != 0) != ones) {
        runs.push_back(0);
        ones = !ones;
      }
      ++runs.back();
    }
  }
  return runs;
}

std::uint64_t area_of_runs(std::span<const std::uint32_t> runs) {
  std::uint64_t area = 0;
  for (std::size_t i = 1; i < runs.size(); i += 2)
    area += runs[i];
  return area;
}

std::optional<Box> box_of_runs(std::span<const std::uint32_t> runs, Size size) {
  const auto height = static_cast<std::uint64_t>(size.height);
  std::uint64_t left = UINT64_MAX;
  std::uint64_t right = 0;
  std::uint64_t top = height;
  std::uint64_t bottom = 0;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < runs.size(); at += runs[i], ++i) {
    if (i % 2 == 0 || runs[i] == 0) continue;
    const std::uint64_t last = at + runs[i] - 1;
    left = std::min(left, at / height);
    right = std::max(right, last / height);
    const bool over_a_column = at / height != last / height;
    top = std::min(top, over_a_column ? 0 : at % height);
    bottom = std::max(bottom, over_a_column ? height - 1 : last % height);
  }
  if (left == UINT64_MAX) return std::nullopt;
  return Box{static_cast<double>(left), static_cast<double>(top), static_cast<double>(right - left + 1),
             static_cast<double>(bottom - top + 1)};
}

Result<std::vector<std::uint32_t>> runs_of(const Mask& mask) {
  std::vector<std::uint32_t> runs = TRY(runs_of_counts(mask.counts));
  TRY(check_runs(runs, {mask.width, mask.height}));
  return runs;
}

}  // namespace kindred::annotations
