// Any bytes: decode() gives an error or as many pixels as it says, and resize, conversion and thumbnail accept them.
#include <cstdlib>

#include "images/convert.h"
#include "images/decode.h"
#include "images/pillow_resize.h"
#include "images/thumbnail.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kindred::images;
  auto image = decode({data, size}, {.max_pixels = 1'000'000, .fast_shorter_side = size % 2 == 0 ? 0 : 16});
  if (!image) return 0;
  const std::size_t bytes = std::size_t(image->width) * std::size_t(image->height) * std::size_t(channels(image->mode));
  if (image->width < 1 || image->height < 1 || image->pixels.size() != bytes) std::abort();
  if (bytes > 100'000) return 0;  // what follows costs time and depends on the size alone
  const Image small = to_rgb(resize(*image, 7, 5, Filter::bicubic));
  if (small.pixels.size() != 7U * 5 * 3 || !make_thumbnail(*image, 16)) std::abort();
  return 0;
}
