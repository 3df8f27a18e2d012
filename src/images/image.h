// A decoded picture in the mode its file has, so that it can be resized before it is converted to RGB, as Pillow does.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace kindred::images {

// Pillow's modes. `one` holds 0 or 255 a pixel; `palette` an index a pixel; the rest interleaved 8-bit channels.
enum class Mode { one, grey, grey_alpha, palette, rgb, rgba, cmyk };

constexpr int channels(Mode mode) {
  switch (mode) {
    case Mode::one:
    case Mode::grey:
    case Mode::palette: return 1;
    case Mode::grey_alpha: return 2;
    case Mode::rgb: return 3;
    case Mode::rgba:
    case Mode::cmyk: return 4;
  }
  return 0;
}

struct Image {
  int width = 0;  // pixels
  int height = 0;
  Mode mode = Mode::rgb;
  std::vector<std::uint8_t> pixels;                  // height x width x channels(mode), row-major
  std::vector<std::array<std::uint8_t, 3>> palette;  // mode palette only: up to 256 RGB colours
};

}  // namespace kindred::images
