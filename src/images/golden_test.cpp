// Decoded pixels, and those that open_clip's evaluation transform makes of them, equal Pillow's: to the byte, for JPEG within 1.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "images/convert.h"
#include "images/decode.h"
#include "images/pillow_resize.h"
#include "images/test_data.h"

namespace kindred::images {

std::filesystem::path golden_folder() { return std::filesystem::path(KINDRED_SOURCE_DIR) / "tests" / "data" / "images"; }

namespace {

// torchvision's Resize(side) and CenterCrop(side), as the embedder does it.
Image resized_and_cropped(const Image& image, int side) {
  const int shorter = std::min(image.width, image.height);
  const int other = side * std::max(image.width, image.height) / shorter;
  const bool is_wide = image.width > image.height;
  const Image resized = resize(image, is_wide ? other : side, is_wide ? side : other, Filter::bicubic);
  const auto middle = [side](int length) { return static_cast<int>(std::nearbyint((length - side) / 2.0)); };
  return crop(resized, middle(resized.width), middle(resized.height), side, side);
}

int largest_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  int largest = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    largest = std::max(largest, std::abs(int{a[i]} - int{b[i]}));
  return largest;
}

class Golden : public testing::TestWithParam<GoldenPicture> {};

TEST_P(Golden, PixelsEqualPillows) {
  const auto& golden = GetParam();
  const auto image = decode(golden_bytes(golden.file));
  ASSERT_TRUE(image) << image.error().message;
  EXPECT_EQ(image->mode, mode_named(golden.mode));
  ASSERT_EQ(image->width, golden.width);
  ASSERT_EQ(image->height, golden.height);
  const Image rgb = to_rgb(*image);
  if (golden.file.ends_with(".jpg")) {
    const auto expected = golden_bytes(golden.file + ".rgb");
    ASSERT_EQ(rgb.pixels.size(), expected.size());
    EXPECT_LE(largest_difference(rgb.pixels, expected), 1);
    return;  // what follows is as exact as what it starts from
  }
  EXPECT_EQ(hex(sha256(rgb.pixels)), golden.pixels_sha256);
  EXPECT_EQ(hex(sha256(to_rgb(resized_and_cropped(*image, 24)).pixels)), golden.crop_sha256);
}

TEST_P(Golden, ProbeTellsTheSizeAsShown) {
  const auto& golden = GetParam();
  const auto info = probe(golden_bytes(golden.file));
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->width, golden.width);
  EXPECT_EQ(info->height, golden.height);
}

std::string test_name(const testing::TestParamInfo<GoldenPicture>& info) {
  std::string name = info.param.file;
  std::replace_if(name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Pictures, Golden, testing::ValuesIn(golden_pictures()), test_name);

}  // namespace
}  // namespace kindred::images
