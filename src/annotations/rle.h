// Masks as COCO writes them: lengths of runs down the columns, first of zeros, then of ones, and so on.
//
// The compressed form is that of pycocotools (rleToString in maskApi.c): from the fourth on, each run is the difference to the run two
// before; each number is written five bits at a time, lowest first, with 0x20 for "more follows" and sign extension by the last group's
// bit 0x10, plus 48 to be a printable character. Held against pycocotools by rle_test.cpp.
// Errors: `invalid` with the reason. Sizes are bounded by kMaxMaskPixels. Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotations/annotation_file.h"
#include "base/result.h"

namespace kindred::annotations {

inline constexpr std::uint64_t kMaxMaskPixels = 1ULL << 31;

// Whether runs cover a picture of this size exactly is checked by check_runs().
Result<std::vector<std::uint32_t>> runs_of_counts(std::string_view counts);
std::string counts_of_runs(std::span<const std::uint32_t> runs);
Result<void> check_runs(std::span<const std::uint32_t> runs, Size size);

// One byte (0 or 1) a pixel, row by row. Requires: check_runs() found nothing wrong.
std::vector<std::uint8_t> bitmap_of_runs(std::span<const std::uint32_t> runs, Size size);
// Requires: bitmap.size() == width * height. Any byte but 0 is a one.
std::vector<std::uint32_t> runs_of_bitmap(std::span<const std::uint8_t> bitmap, Size size);

std::uint64_t area_of_runs(std::span<const std::uint32_t> runs);
// The smallest box around the ones; nothing when there are none. Requires: check_runs() found nothing wrong.
std::optional<Box> box_of_runs(std::span<const std::uint32_t> runs, Size size);

// The three steps at once for a mask that comes from outside.
Result<std::vector<std::uint32_t>> runs_of(const Mask& mask);

}  // namespace kindred::annotations
