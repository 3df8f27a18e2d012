#include "demo/canvas.h"

#include <algorithm>
#include <array>

namespace kindred::demo {
namespace {

using Colour = std::array<double, 3>;

Colour colour_from(int darkest, Random& random) {
  return {random.between(darkest, 255), random.between(darkest, 255), random.between(darkest, 255)};
}

constexpr int kHalf = 128;

}  // namespace

Canvas::Canvas(int width, int height, int darkest, Random& random)
    : owner_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0) {
  picture_.width = width;
  picture_.height = height;
  picture_.mode = images::Mode::rgb;
  picture_.pixels.reserve(owner_.size() * 3);
  const Colour top = colour_from(darkest, random);
  const Colour bottom = random.unit() < 0.5 ? top : colour_from(darkest, random);
  for (int y = 0; y < height; ++y) {
    const double part = static_cast<double>(y) / std::max(1, height - 1);
    for (int x = 0; x < width; ++x) {
      for (std::size_t c = 0; c < 3; ++c)
        picture_.pixels.push_back(static_cast<std::uint8_t>(top[c] + (bottom[c] - top[c]) * part + 0.5));
    }
  }
}

std::size_t Canvas::paste(const images::Image& rgba, int left, int top) {
  const std::uint32_t number = ++sprites_;
  for (int y = std::max(0, -top); y < std::min(rgba.height, picture_.height - top); ++y) {
    for (int x = std::max(0, -left); x < std::min(rgba.width, picture_.width - left); ++x) {
      const std::uint8_t* source =
          &rgba.pixels[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(rgba.width) + static_cast<std::size_t>(x))];
      const std::size_t place =
          static_cast<std::size_t>(top + y) * static_cast<std::size_t>(picture_.width) + static_cast<std::size_t>(left + x);
      const int alpha = source[3];
      for (std::size_t c = 0; c < 3; ++c) {
        std::uint8_t& target = picture_.pixels[place * 3 + c];
        target = static_cast<std::uint8_t>((source[c] * alpha + target * (255 - alpha) + 127) / 255);
      }
      if (alpha >= kHalf) owner_[place] = number;
    }
  }
  return number - 1;
}

Outline Canvas::visible(std::size_t sprite) const {
  std::vector<std::uint8_t> mask(owner_.size());
  std::transform(owner_.begin(), owner_.end(), mask.begin(), [&](std::uint32_t owner) { return owner == sprite + 1 ? 255 : 0; });
  return outline_of(mask, picture_.width, picture_.height);
}

images::Image mirrored(const images::Image& image) {
  images::Image result = image;
  const auto channels = static_cast<std::size_t>(images::channels(image.mode));
  const auto width = static_cast<std::size_t>(image.width);
  for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      std::copy_n(&image.pixels[(y * width + x) * channels], channels, &result.pixels[(y * width + width - 1 - x) * channels]);
    }
  }
  return result;
}

}  // namespace kindred::demo
