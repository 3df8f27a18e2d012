#include "images/thumbnail.h"

#include <algorithm>
#include <utility>

#include "images/convert.h"
#include "images/pillow_resize.h"

namespace kindred::images {
namespace {

// `colour` seen through `alpha` on white, rounded.
std::uint8_t over_white(unsigned colour, unsigned alpha) {
  return static_cast<std::uint8_t>((colour * alpha + 255 * (255 - alpha) + 127) / 255);
}

Image flatten(Image image) {
  if (image.mode != Mode::rgba && image.mode != Mode::grey_alpha) return to_rgb(std::move(image));
  const auto count = static_cast<std::size_t>(channels(image.mode));
  for (std::size_t i = 0; i < image.pixels.size(); i += count) {
    for (std::size_t c = 0; c + 1 < count; ++c)
      image.pixels[i + c] = over_white(image.pixels[i + c], image.pixels[i + count - 1]);
  }
  return to_rgb(std::move(image));
}

// The length of the shorter side, at least a pixel.
int scaled(int side, int from, int to) { return std::max(1, static_cast<int>((std::int64_t{side} * to + from / 2) / from)); }

}  // namespace

Result<std::vector<std::uint8_t>> make_thumbnail(const Image& image, int longer_side, int quality) {
  const int longer = std::max(image.width, image.height);
  if (longer <= longer_side) return encode_jpeg(flatten(image), quality);
  const int width = scaled(image.width, longer, longer_side);
  const int height = scaled(image.height, longer, longer_side);
  // Colours between those of a palette need RGB first; all others are cheaper to convert when small.
  const bool has_no_between = image.mode == Mode::palette || image.mode == Mode::one;
  if (has_no_between) return encode_jpeg(resize(to_rgb(image), width, height, Filter::bilinear), quality);
  return encode_jpeg(flatten(resize(image, width, height, Filter::bilinear)), quality);
}

}  // namespace kindred::images
