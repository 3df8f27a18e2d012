// Thumbnails keep the shape, never grow, and lie over white; PNG gives back what was written.
#include "images/thumbnail.h"

#include <gmock/gmock.h>

#include "images/convert.h"
#include "images/decode.h"
#include "images/test_data.h"

namespace kindred::images {
namespace {

Image filled(int width, int height, Mode mode, const std::vector<std::uint8_t>& pixel) {
  Image image{.width = width, .height = height, .mode = mode, .pixels = {}, .palette = {}};
  for (int i = 0; i < width * height; ++i)
    image.pixels.insert(image.pixels.end(), pixel.begin(), pixel.end());
  return image;
}

// The colour of a thumbnail of one colour; JPEG may be off by a little.
std::vector<std::uint8_t> first_pixel(const Image& image) {
  const auto thumbnail = decode(make_thumbnail(image, 16).value()).value();
  return {thumbnail.pixels.begin(), thumbnail.pixels.begin() + 3};
}

auto near(int r, int g, int b) {
  const auto about = [](int value) { return testing::AllOf(testing::Ge(value - 2), testing::Le(value + 2)); };
  return testing::ElementsAre(about(r), about(g), about(b));
}

TEST(Thumbnail, TheLongerSideIsAsAskedAndTheShapeStays) {
  const auto size_of = [](int width, int height) {
    const auto info = probe(make_thumbnail(noise_image(width, height, Mode::rgb), 64).value()).value();
    return std::pair(info.width, info.height);
  };
  EXPECT_EQ(size_of(640, 480), std::pair(64, 48));
  EXPECT_EQ(size_of(480, 640), std::pair(48, 64));
  EXPECT_EQ(size_of(1000, 1), std::pair(64, 1));
  EXPECT_EQ(size_of(64, 10), std::pair(64, 10));
  EXPECT_EQ(size_of(9, 10), std::pair(9, 10));
}

TEST(Thumbnail, AlphaLiesOverWhite) {
  EXPECT_THAT(first_pixel(filled(40, 40, Mode::rgba, {0, 0, 0, 0})), near(255, 255, 255));
  EXPECT_THAT(first_pixel(filled(40, 40, Mode::rgba, {200, 0, 0, 128})), near(227, 127, 127));
  EXPECT_THAT(first_pixel(filled(9, 9, Mode::grey_alpha, {0, 128})), near(127, 127, 127));
}

TEST(Thumbnail, EveryModeIsConverted) {
  EXPECT_THAT(first_pixel(filled(40, 40, Mode::cmyk, {0, 255, 255, 0})), near(254, 0, 0));
  EXPECT_THAT(first_pixel(filled(40, 40, Mode::one, {255})), near(255, 255, 255));
  Image palette = filled(40, 40, Mode::palette, {1});
  palette.palette = {{0, 0, 0}, {10, 200, 30}};
  EXPECT_THAT(first_pixel(palette), near(10, 200, 30));
}

TEST(Encode, PngGivesBackWhatWasWritten) {
  for (const Mode mode : {Mode::grey, Mode::rgb, Mode::rgba}) {
    const Image image = noise_image(13, 7, mode);
    const Image read = decode(encode_png(image).value()).value();
    EXPECT_EQ(read.mode, mode);
    EXPECT_EQ(read.pixels, image.pixels);
  }
}

TEST(Encode, JpegIsCloseAtHighQuality) {
  const Image image = filled(33, 17, Mode::rgb, {120, 60, 200});
  const Image read = decode(encode_jpeg(image, 95).value()).value();
  ASSERT_EQ(read.pixels.size(), image.pixels.size());
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    EXPECT_NEAR(read.pixels[i], image.pixels[i], 2);
}

// JPEG's sides have 16 bits.
TEST(Encode, TooLargeForJpegIsAnError) {
  const auto jpeg = encode_jpeg(noise_image(70000, 1, Mode::grey), 80);
  ASSERT_FALSE(jpeg);
  EXPECT_THAT(jpeg.error().message, testing::HasSubstr("JPEG"));
}

TEST(Convert, IndicesBeyondThePaletteAreBlack) {
  Image image = filled(1, 1, Mode::palette, {7});
  image.palette = {{1, 2, 3}};
  EXPECT_THAT(to_rgb(image).pixels, testing::ElementsAre(0, 0, 0));
}

}  // namespace
}  // namespace kindred::images
