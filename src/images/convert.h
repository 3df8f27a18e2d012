// Pillow's Image.convert("RGB"): alpha is dropped, palettes are looked up, CMYK by Pillow's arithmetic without a profile.
#pragma once

#include "images/image.h"

namespace kindred::images {

Image to_rgb(Image image);

}  // namespace kindred::images
