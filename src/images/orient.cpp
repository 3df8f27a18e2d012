#include "images/orient.h"

#include <cstddef>
#include <utility>

namespace kindred::images {
namespace {

// For each shown pixel (x, y), the stored pixel is at start + x * right + y * down, in pixels.
struct Walk {
  std::ptrdiff_t start;
  std::ptrdiff_t right;
  std::ptrdiff_t down;
};

Walk walk_of(int orientation, std::ptrdiff_t width, std::ptrdiff_t height) {
  const std::ptrdiff_t last_column = width - 1;
  const std::ptrdiff_t last_row = (height - 1) * width;
  switch (orientation) {
    case 2: return {last_column, -1, width};              // mirrored left to right
    case 3: return {last_row + last_column, -1, -width};  // turned by 180 degrees
    case 4: return {last_row, 1, -width};                 // mirrored top to bottom
    case 5: return {0, width, 1};                         // mirrored along the diagonal
    case 6: return {last_row, -width, 1};                 // to be turned clockwise
    case 7: return {last_row + last_column, -width, -1};  // mirrored along the other diagonal
    case 8: return {last_column, width, -1};              // to be turned anticlockwise
    default: return {0, 1, width};
  }
}

template <int Channels>
void copy_pixels(const std::uint8_t* from, const Walk& walk, Image& to) {
  std::uint8_t* out = to.pixels.data();
  for (int y = 0; y < to.height; ++y) {
    const std::uint8_t* in = from + (walk.start + y * walk.down) * Channels;
    for (int x = 0; x < to.width; ++x, in += walk.right * Channels) {
      for (int c = 0; c < Channels; ++c)
        *out++ = in[c];
    }
  }
}

}  // namespace

Image orient(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  const Walk walk = walk_of(orientation, image.width, image.height);
  Image shown{.width = image.width, .height = image.height, .mode = image.mode, .pixels = {}, .palette = std::move(image.palette)};
  if (swaps_sides(orientation)) std::swap(shown.width, shown.height);
  shown.pixels.resize(image.pixels.size());
  switch (channels(image.mode)) {
    case 1: copy_pixels<1>(image.pixels.data(), walk, shown); break;
    case 2: copy_pixels<2>(image.pixels.data(), walk, shown); break;
    case 3: copy_pixels<3>(image.pixels.data(), walk, shown); break;
    default: copy_pixels<4>(image.pixels.data(), walk, shown); break;
  }
  return shown;
}

}  // namespace kindred::images
