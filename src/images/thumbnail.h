// Small pictures for the grid: JPEG, the longer side at most `longer_side` pixels, never enlarged, alpha over white.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "images/image.h"

namespace kindred::images {

Result<std::vector<std::uint8_t>> make_thumbnail(const Image& image, int longer_side, int quality = 82);
// RGB, grey, or anything that to_rgb() converts; `quality` 1 to 100.
Result<std::vector<std::uint8_t>> encode_jpeg(const Image& image, int quality);
// RGB, RGBA or grey; for the demo generator and tests.
Result<std::vector<std::uint8_t>> encode_png(const Image& image);

}  // namespace kindred::images
