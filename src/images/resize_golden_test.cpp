// Resized noise equals that of Pillow to the byte, in each mode, at sizes drawn by chance.
#include <gmock/gmock.h>

#include "images/pillow_resize.h"
#include "images/test_data.h"

namespace kindred::images {
namespace {

TEST(Resize, EqualsPillowInEachMode) {
  std::ifstream lines(golden_folder() / "resize.txt");
  std::string mode;
  std::string filter;
  std::string expected;
  int width = 0;
  int height = 0;
  int new_width = 0;
  int new_height = 0;
  int checked = 0;
  while (lines >> mode >> width >> height >> new_width >> new_height >> filter >> expected) {
    Image image = noise_image(width, height, mode_named(mode));
    if (mode == "1") {
      for (auto& value : image.pixels)
        value = value >= 128 ? 255 : 0;
    }
    const Image resized = resize(image, new_width, new_height, filter == "bilinear" ? Filter::bilinear : Filter::bicubic);
    EXPECT_EQ(hex(sha256(resized.pixels)), expected)
        << mode << ' ' << width << 'x' << height << " to " << new_width << 'x' << new_height << ' ' << filter;
    ++checked;
  }
  EXPECT_GT(checked, 200);
}

TEST(Resize, ToTheSameSizeChangesNothing) {
  const Image image = noise_image(7, 5, Mode::rgba);
  EXPECT_EQ(resize(image, 7, 5, Filter::bicubic).pixels, image.pixels);
}

TEST(Crop, TakesTheBoxFromEachRow) {
  const Image image = noise_image(7, 5, Mode::rgb);
  const Image part = crop(image, 2, 1, 3, 4);
  ASSERT_EQ(part.pixels.size(), 3U * 4 * 3);
  for (std::size_t y = 0; y < 4; ++y) {
    for (std::size_t byte = 0; byte < 9; ++byte)
      EXPECT_EQ(part.pixels[y * 9 + byte], image.pixels[(y + 1) * 21 + 6 + byte]);
  }
}

}  // namespace
}  // namespace kindred::images
