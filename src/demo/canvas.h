// A picture in the making: a background, sprites pasted over it, and which pixels of each sprite can be seen in the end.
#pragma once

#include <cstdint>
#include <vector>

#include "demo/outline.h"
#include "demo/random.h"
#include "images/image.h"

namespace kindred::demo {

class Canvas {
 public:
  // Plain, or a gradient of two colours, each channel from `darkest` up to 255.
  Canvas(int width, int height, int darkest, Random& random);

  // Over what is there, its top left corner at (x, y); parts outside are cut off. Gives the sprite's number.
  std::size_t paste(const images::Image& rgba, int x, int y);
  // Of what can be seen of the sprite: pixels where it covers at least half and nothing later covers it by as much.
  [[nodiscard]] Outline visible(std::size_t sprite) const;
  [[nodiscard]] const images::Image& picture() const { return picture_; }

 private:
  images::Image picture_;             // RGB
  std::vector<std::uint32_t> owner_;  // of each pixel: the number of the sprite on top plus 1, 0 for background
  std::uint32_t sprites_ = 0;
};

images::Image mirrored(const images::Image& image);

}  // namespace kindred::demo
