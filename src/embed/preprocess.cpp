#include "embed/preprocess.h"

#include <algorithm>
#include <cmath>

#include "images/convert.h"
#include "images/pillow_resize.h"

namespace kindred::embed {
namespace {

// Pillow's own limit for a picture. An ordinary picture is far below it; one of 1 x 100,000 pixels goes beyond it when its
// shorter side is brought to 224.
constexpr std::int64_t kMaxResizedPixels = 178'956'970;

// Python's round(): halves go to the even neighbour. The default rounding mode does just that.
int rounded(double value) { return static_cast<int>(std::nearbyint(value)); }

// torchvision's Resize with one number: the longer side is truncated.
Extent shortest(Extent picture, int side) {
  const int lesser = std::min(picture.width, picture.height);
  const int greater = std::max(picture.width, picture.height);
  const double scaled = static_cast<double>(static_cast<std::int64_t>(side) * greater) / lesser;
  const int longer = static_cast<int>(std::min<double>(scaled, kMaxResizedPixels));
  return picture.width <= picture.height ? Extent{side, longer} : Extent{longer, side};
}

// open_clip's ResizeKeepRatio with longest = 1.
Extent longest(Extent picture, int side) {
  const double ratio = std::max(static_cast<double>(picture.height) / side, static_cast<double>(picture.width) / side);
  return {rounded(picture.width / ratio), rounded(picture.height / ratio)};
}

std::string text(Extent extent) { return std::to_string(extent.width) + "x" + std::to_string(extent.height); }

// A side x side picture of one value in every channel: of the picture's own mode, so that fill 0 is black in RGB, white in
// CMYK and the first colour of a palette, as it is with torchvision.
images::Image filled(const images::Image& like, int side, int value) {
  images::Image out;
  out.width = out.height = side;
  out.mode = like.mode;
  out.palette = like.palette;
  const int byte = like.mode == images::Mode::one && value != 0 ? 255 : value;
  out.pixels.assign(static_cast<std::size_t>(side) * side * images::channels(like.mode), static_cast<std::uint8_t>(byte));
  return out;
}

// The middle of a picture that is smaller than the square in at least one direction.
images::Image padded(const images::Image& image, int side, int fill) {
  images::Image out = filled(image, side, fill);
  const int left = (side - image.width) / 2;  // the odd pixel goes to the right and to the bottom
  const int top = (side - image.height) / 2;
  const int depth = images::channels(image.mode);
  for (int y = 0; y < image.height; ++y) {
    const auto* row = image.pixels.data() + static_cast<std::ptrdiff_t>(y) * image.width * depth;
    std::copy_n(row, image.width * depth, out.pixels.data() + (static_cast<std::ptrdiff_t>(top + y) * side + left) * depth);
  }
  return out;
}

}  // namespace

Result<Extent> resized_extent(Extent picture, int side, ResizeMode mode) {
  const Extent resized = mode == ResizeMode::squash     ? Extent{side, side}
                         : mode == ResizeMode::shortest ? shortest(picture, side)
                                                        : longest(picture, side);
  if (resized.width < 1 || resized.height < 1) {
    return unsupported("A picture of " + text(picture) + " pixels is too narrow: nothing would be left of it at the model's size");
  }
  if (static_cast<std::int64_t>(resized.width) * resized.height > kMaxResizedPixels) {
    return unsupported("A picture of " + text(picture) + " pixels is too narrow: it would become one of " + text(resized));
  }
  return resized;
}

Result<std::vector<std::uint8_t>> preprocess(images::Image image, int side, const PreprocessConfig& config) {
  const Extent before{image.width, image.height};
  const Extent resized = TRY(resized_extent(before, side, config.resize_mode));
  if (resized != before) {
    image = images::resize(image, resized.width, resized.height, config.bicubic ? images::Filter::bicubic : images::Filter::bilinear);
  }
  if (resized.width < side || resized.height < side) {
    image = padded(image, side, config.fill_color);
  } else if (resized != Extent{side, side}) {
    image = images::crop(image, rounded((resized.width - side) / 2.0), rounded((resized.height - side) / 2.0), side, side);
  }
  return images::to_rgb(std::move(image)).pixels;
}

}  // namespace kindred::embed
