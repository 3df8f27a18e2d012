#include "images/convert.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "images/multiply_255.h"

namespace kindred::images {
namespace {

template <int Channels, typename Convert>
Image convert(const Image& from, const Convert& rgb_of) {
  Image to{.width = from.width, .height = from.height, .mode = Mode::rgb, .pixels = {}, .palette = {}};
  const std::size_t pixels = from.pixels.size() / Channels;
  to.pixels.resize(pixels * 3);
  const std::uint8_t* in = from.pixels.data();
  std::uint8_t* out = to.pixels.data();
  for (std::size_t i = 0; i < pixels; ++i, in += Channels, out += 3)
    rgb_of(in, out);
  return to;
}

void grey_to_rgb(const std::uint8_t* in, std::uint8_t* out) { out[0] = out[1] = out[2] = in[0]; }

void rgba_to_rgb(const std::uint8_t* in, std::uint8_t* out) {
  for (int c = 0; c < 3; ++c)
    out[c] = in[c];
}

void cmyk_to_rgb(const std::uint8_t* in, std::uint8_t* out) {
  const unsigned light = 255U - in[3];
  for (int c = 0; c < 3; ++c)
    out[c] = static_cast<std::uint8_t>(light - multiply_255(in[c], light));
}

}  // namespace

Image to_rgb(Image image) {
  switch (image.mode) {
    case Mode::rgb: return image;
    case Mode::one:
    case Mode::grey: return convert<1>(image, grey_to_rgb);
    case Mode::grey_alpha: return convert<2>(image, grey_to_rgb);
    case Mode::rgba: return convert<4>(image, rgba_to_rgb);
    case Mode::cmyk: return convert<4>(image, cmyk_to_rgb);
    case Mode::palette: {
      // Indices beyond the palette are black, as in Pillow.
      std::array<std::array<std::uint8_t, 3>, 256> colours{};
      std::copy_n(image.palette.begin(), std::min<std::size_t>(image.palette.size(), 256), colours.begin());
      return convert<1>(image, [&colours](const std::uint8_t* in, std::uint8_t* out) {
        for (std::size_t c = 0; c < 3; ++c)
          out[c] = colours[in[0]][c];
      });
    }
  }
  return image;
}

}  // namespace kindred::images
