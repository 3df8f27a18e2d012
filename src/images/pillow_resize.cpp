#include "images/pillow_resize.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "images/multiply_255.h"
#include "images/resample.h"

namespace kindred::images {
namespace {

Image empty_like(const Image& image, int width, int height) {
  Image made{.width = width, .height = height, .mode = image.mode, .pixels = {}, .palette = image.palette};
  made.pixels.resize(std::size_t(width) * std::size_t(height) * std::size_t(channels(image.mode)));
  return made;
}

// The input position of each output position. Pillow adds up the step, so the rounding errors add up too: a position
// beyond the end (-1) stays empty.
std::vector<std::ptrdiff_t> nearest_positions(int in_size, int out_size) {
  const double step = static_cast<double>(in_size) / out_size;
  double position = step * 0.5;
  std::vector<std::ptrdiff_t> positions;
  for (int i = 0; i < out_size; ++i, position += step) {
    const auto nearest = static_cast<std::ptrdiff_t>(position);
    positions.push_back(nearest < in_size ? nearest : -1);
  }
  return positions;
}

Image resize_nearest(const Image& image, int width, int height) {
  Image resized = empty_like(image, width, height);
  const auto bytes = static_cast<std::size_t>(channels(image.mode));
  const auto columns = nearest_positions(image.width, width);
  std::uint8_t* out = resized.pixels.data();
  for (const std::ptrdiff_t row : nearest_positions(image.height, height)) {
    for (const std::ptrdiff_t column : columns) {
      if (row >= 0 && column >= 0)
        std::memcpy(out, image.pixels.data() + static_cast<std::size_t>(row * image.width + column) * bytes, bytes);
      out += bytes;
    }
  }
  return resized;
}

// Pillow 13 does the columns first where that leaves the smaller picture in between: the height shrinks, by more than twice
// what the width does. Rounding in between makes the order visible. Found by experiment (tests/reference/probe_pass_order.py).
bool columns_first(const Image& image, int width, int height) {
  return height < image.height && std::int64_t{image.height} - height > 2 * (std::int64_t{image.width} - width);
}

Image resize_width(const Image& image, int width, Filter filter) {
  if (width == image.width) return image;
  Image resized = empty_like(image, width, image.height);
  resample_rows(image.pixels, image.width, image.height, channels(image.mode), make_taps(image.width, width, filter), resized.pixels.data(),
                best_kernel());
  return resized;
}

Image resize_height(const Image& image, int height, Filter filter) {
  if (height == image.height) return image;
  Image resized = empty_like(image, image.width, height);
  const std::size_t stride = std::size_t(image.width) * std::size_t(channels(image.mode));
  resample_columns(image.pixels, stride, make_taps(image.height, height, filter), resized.pixels.data(), best_kernel());
  return resized;
}

Image resize_convolved(const Image& image, int width, int height, Filter filter) {
  if (width == image.width) return resize_height(image, height, filter);
  if (height == image.height) return resize_width(image, width, filter);
  if (columns_first(image, width, height)) return resize_width(resize_height(image, height, filter), width, filter);
  return resize_height(resize_width(image, width, filter), height, filter);
}

// --- Alpha ----------------------------------------------------------------------------------------------------------------

// Pillow's RGBA to RGBa and LA to La: colours times alpha.
template <int Channels>
void premultiply(std::vector<std::uint8_t>& pixels) {
  for (std::size_t i = 0; i < pixels.size(); i += Channels) {
    const unsigned alpha = pixels[i + Channels - 1];
    for (std::size_t c = 0; c < Channels - 1; ++c)
      pixels[i + c] = static_cast<std::uint8_t>(multiply_255(pixels[i + c], alpha));
  }
}

// And back: 255 * colour / alpha, rounded down and clipped; where alpha is 0 the colour stays.
template <int Channels>
void unpremultiply(std::vector<std::uint8_t>& pixels) {
  for (std::size_t i = 0; i < pixels.size(); i += Channels) {
    const unsigned alpha = pixels[i + Channels - 1];
    if (alpha == 0 || alpha == 255) continue;
    for (std::size_t c = 0; c < Channels - 1; ++c)
      pixels[i + c] = static_cast<std::uint8_t>(std::min(255U, 255U * pixels[i + c] / alpha));
  }
}

template <int Channels>
Image resize_premultiplied(Image image, int width, int height, Filter filter) {
  premultiply<Channels>(image.pixels);
  Image resized = resize_convolved(image, width, height, filter);
  unpremultiply<Channels>(resized.pixels);
  return resized;
}

}  // namespace

Image resize(const Image& image, int width, int height, Filter filter) {
  if (width == image.width && height == image.height) return image;
  const bool has_no_between = image.mode == Mode::one || image.mode == Mode::palette;
  if (filter == Filter::nearest || has_no_between) return resize_nearest(image, width, height);
  if (image.mode == Mode::rgba) return resize_premultiplied<4>(image, width, height, filter);
  if (image.mode == Mode::grey_alpha) return resize_premultiplied<2>(image, width, height, filter);
  return resize_convolved(image, width, height, filter);
}

Image crop(const Image& image, int left, int top, int width, int height) {
  Image cropped = empty_like(image, width, height);
  const auto bytes = static_cast<std::size_t>(channels(image.mode));
  const std::size_t row = static_cast<std::size_t>(width) * bytes;
  for (int y = 0; y < height; ++y) {
    const std::size_t from = (std::size_t(top + y) * std::size_t(image.width) + std::size_t(left)) * bytes;
    std::copy_n(image.pixels.data() + from, row, cropped.pixels.data() + std::size_t(y) * row);
  }
  return cropped;
}

}  // namespace kindred::images
