// The picture of a shape: which part of an image is cut out for it, and which of its pixels are background.
//
// Coordinates are those of the image as shown, in pixels: the pixel in column x covers [x, x + 1). A box is rounded outwards to whole
// pixels. By default it is then widened to a square around its middle, moved and cut to lie inside the image, because the models'
// evaluation transform crops the middle square and would cut the ends off long objects. An image that is too narrow for the
// square gives what it has. The cut is Pillow's Image.crop: the picture stays in its own mode, so that what follows is what
// follows there. With a masked background the cut is converted to RGB first.
// Errors: `invalid`, saying why, for a box that is empty or lies outside the image. Thread-safety: free functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "images/image.h"

namespace kindred::images {

struct Point {
  double x = 0;
  double y = 0;
};

struct Box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
};

struct PixelBox {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  bool operator==(const PixelBox&) const = default;
};

struct CropOptions {
  double margin = 0;   // context on each side, as a fraction of the box's longer side; 0 to kMaxMargin
  bool square = true;  // widen the shorter side
};
inline constexpr double kMaxMargin = 10;

// The box of a rectangle, polygon or mask: it must have an area inside the image before it gets its margin.
Result<PixelBox> crop_box(const Box& box, int image_width, int image_height, const CropOptions& options);
// The box of a line, which has no area when it runs straight: it gets its margin, of a pixel at least, first.
Result<PixelBox> line_crop_box(std::span<const Point> line, int image_width, int image_height, const CropOptions& options);
// The smallest box around the points. Requires: at least one.
Box bounds_of(std::span<const Point> points);

// Which pixels of a PixelBox belong to the shape: 1 or 0, row-major, width x height of the box.
using Inside = std::vector<std::uint8_t>;
// By the even-odd rule at the middle of each pixel; the ring closes itself.
Inside inside_polygon(std::span<const Point> ring, const PixelBox& box);
// Of a mask as COCO's run lengths: columns one after the other, the first run outside, over an image of `mask_height` rows. What runs
// do not cover is outside.
Inside inside_runs(std::span<const std::uint32_t> runs, int mask_height, const PixelBox& box);

// What stands for the background: CLIP's mean colour, which its normalisation takes to about 0.
inline constexpr std::array<std::uint8_t, 3> kBackground{123, 117, 104};

// Requires: the box lies inside the image.
Image crop(const Image& image, const PixelBox& box);
// RGB; what is not `inside` is kBackground. Requires: the sizes fit.
Image without_background(Image cropped, const Inside& inside);

}  // namespace kindred::images
