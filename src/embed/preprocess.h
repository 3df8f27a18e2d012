// open_clip's evaluation transform up to the normalisation (open_clip/transform.py, image_transform with is_train=False, and
// the torchvision functions it calls): resize in the picture's own mode, crop or pad to the square, convert to RGB.
// The order matters: a palette is resized by nearest neighbour and alpha premultiplied before either is gone.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "embed/open_clip_config.h"
#include "images/image.h"

namespace kindred::embed {

struct Extent {
  int width = 0;  // pixels
  int height = 0;
  bool operator==(const Extent&) const = default;
};

// What the picture is resized to before it is cropped to `side` x `side`. `invalid` for a picture so narrow that the resized
// one would be absurdly large or empty.
Result<Extent> resized_extent(Extent picture, int side, ResizeMode mode);

// side x side x 3 bytes, RGB interleaved.
Result<std::vector<std::uint8_t>> preprocess(images::Image image, int side, const PreprocessConfig& config);

}  // namespace kindred::embed
