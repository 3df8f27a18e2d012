// Pillow's Image.resize (libImaging/Resample.c): two passes of 8-bit fixed-point convolution with antialiasing, horizontal
// first, in the picture's own mode. Palettes and 1-bit pictures: nearest neighbour. RGBA and grey with alpha: premultiplied,
// resized, divided again. Byte for byte equal to Pillow 13 (earlier ones differ by
// 1 or 2 where the height shrinks by more than twice what the width does: see columns_first() in pillow_resize.cpp).
// Thread-safety: free functions, any thread.
#pragma once

#include "images/image.h"

namespace kindred::images {

enum class Filter { nearest, bilinear, bicubic };

// Requires: width and height at least 1.
Image resize(const Image& image, int width, int height, Filter filter);
// Requires: the box lies inside the picture.
Image crop(const Image& image, int left, int top, int width, int height);

}  // namespace kindred::images
