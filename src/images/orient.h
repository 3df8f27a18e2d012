// Turns and mirrors stored pixels so that they show upright (EXIF orientation 1 to 8, as Pillow's ImageOps.exif_transpose).
#pragma once

#include "images/image.h"

namespace kindred::images {

constexpr bool swaps_sides(int orientation) { return orientation >= 5; }
Image orient(Image image, int orientation);

}  // namespace kindred::images
