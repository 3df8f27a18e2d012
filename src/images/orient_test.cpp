// Each orientation puts the stored pixels where the EXIF specification says, in every mode.
#include "images/orient.h"

#include <gtest/gtest.h>

#include "images/test_data.h"

namespace kindred::images {
namespace {

// The shown pixel (x, y) by the specification's words: which stored edge row 0 and column 0 are shown at.
std::size_t stored_pixel(int orientation, int x, int y, int width, int height) {
  const int right = width - 1;
  const int bottom = height - 1;
  int column = x;
  int row = y;
  if (orientation == 2) column = right - x;
  if (orientation == 3) column = right - x, row = bottom - y;
  if (orientation == 4) row = bottom - y;
  if (orientation == 5) column = y, row = x;
  if (orientation == 6) column = y, row = bottom - x;
  if (orientation == 7) column = right - y, row = bottom - x;
  if (orientation == 8) column = right - y, row = x;
  return static_cast<std::size_t>(row * width + column);
}

TEST(Orient, EachOrientationShowsTheRightPixels) {
  for (const Mode mode : {Mode::grey, Mode::grey_alpha, Mode::rgb, Mode::cmyk}) {
    const Image stored = noise_image(5, 3, mode);
    const auto count = static_cast<std::size_t>(channels(mode));
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const Image shown = orient(stored, orientation);
      ASSERT_EQ(shown.width, swaps_sides(orientation) ? 3 : 5);
      for (int y = 0; y < shown.height; ++y) {
        for (int x = 0; x < shown.width; ++x) {
          const auto at = static_cast<std::size_t>(y * shown.width + x);
          for (std::size_t c = 0; c < count; ++c) {
            ASSERT_EQ(shown.pixels[at * count + c], stored.pixels[stored_pixel(orientation, x, y, 5, 3) * count + c]) << orientation;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace kindred::images
