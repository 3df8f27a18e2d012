// A picture that can't be read gives an error that names the cause, and never pixels that the file doesn't hold.
#include "images/decode.h"

#include <gmock/gmock.h>

#include "images/bytes.h"
#include "images/test_data.h"
#include "images/thumbnail.h"

namespace kindred::images {
namespace {

using testing::HasSubstr;

std::span<const std::uint8_t> bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

void expect_error(const Result<Image>& image, ErrorKind kind, const std::string& cause) {
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().kind, kind) << image.error().message;
  EXPECT_THAT(image.error().message, HasSubstr(cause));
}

TEST(Decode, AnEmptyFileIsCorrupt) { expect_error(decode({}), ErrorKind::corrupt, "empty"); }

TEST(Decode, OtherFormatsAreUnsupportedByName) {
  const std::pair<std::string_view, std::string> cases[] = {
      {"%PDF-1.7\n", "PDF"},
      {"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"},
      {"\xef\xbb\xbf  <!DOCTYPE html><p>", "HTML"},
      {std::string_view("\0\0\1\0\1\0", 6), "ICO"},
      {std::string_view("\0\0\0\x20"
                        "ftypisom",
                        12),
       "MP4"},
      {std::string_view("RIFF\0\0\0\0AVI LIST", 16), "AVI"},
      {std::string_view("\0\0\0\x0cjP  \r\n", 10), "JPEG 2000"},
      {"8BPS", "Photoshop"},
      {"P6\n1 1\n255\nabc", "Netpbm"},
      {"hello, world", "not of a picture format"},
  };
  for (const auto& [bytes, name] : cases)
    expect_error(decode(bytes_of(bytes)), ErrorKind::unsupported, name);
}

// Whatever a file is called, its bytes decide; here there isn't even a name to mislead.
TEST(Decode, TheBytesDecideTheFormat) {
  EXPECT_EQ(probe(golden_bytes("rgb.png"))->format, "PNG");
  EXPECT_EQ(probe(golden_bytes("mpo.jpg"))->format, "JPEG");
  EXPECT_EQ(probe(golden_bytes("lossy.webp"))->content_type, "image/webp");
}

TEST(Decode, PicturesOverTheLimitAreRefusedFromTheHeader) {
  for (const auto& golden : golden_pictures()) {
    const auto pixels = static_cast<std::uint64_t>(golden.width) * static_cast<std::uint64_t>(golden.height);
    const auto bytes = golden_bytes(golden.file);
    EXPECT_TRUE(decode(bytes, {.max_pixels = pixels})) << golden.file;
    expect_error(decode(bytes, {.max_pixels = pixels - 1}), ErrorKind::too_large, "over the limit of " + std::to_string(pixels - 1));
  }
}

// A few bytes that claim 60,000 x 60,000 pixels. Nothing may be allocated for them.
TEST(Decode, BombsAreRefused) {
  auto png = golden_bytes("rgb.png");
  ASSERT_FALSE(decode(std::span(png).first(20)));
  const std::string gif("GIF89a\x60\xea\x60\xea\0\0\0,\0\0\0\0\x60\xea\x60\xea\0\2", 24);
  expect_error(decode(bytes_of(gif)), ErrorKind::too_large, "60000 x 60000");
  std::string bmp("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x60\xea\0\0\x60\xea\0\0\1\0\x18\0\0\0\0\0", 34);
  bmp.resize(60, '\0');
  expect_error(decode(bytes_of(bmp)), ErrorKind::too_large, "60000 x 60000");
}

// Pillow's rule: what ends early is an error unless every pixel was there.
TEST(Decode, TruncatedFilesNeverGiveOtherPixels) {
  for (const auto& golden : golden_pictures()) {
    const auto bytes = golden_bytes(golden.file);
    const auto whole = decode(bytes);
    ASSERT_TRUE(whole);
    for (std::size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 60) {
      const auto image = decode(std::span(bytes).first(length));
      if (image) {
        EXPECT_EQ(image->pixels, whole->pixels) << golden.file << " cut to " << length;
        EXPECT_EQ(image->mode, whole->mode) << golden.file << " cut to " << length;
        EXPECT_EQ(image->palette, whole->palette) << golden.file << " cut to " << length;
      } else if (length > 16) {
        EXPECT_EQ(image.error().kind, ErrorKind::corrupt) << golden.file << " cut to " << length << ": " << image.error().message;
      }
    }
  }
}

TEST(Decode, TruncationIsNamed) {
  for (const std::string file :
       {"420.jpg", "420_progressive.jpg", "rgb.png", "lossless.webp", "palette.gif", "24bit.bmp", "rle8.bmp", "lzw.tif"}) {
    const auto bytes = golden_bytes(file);
    expect_error(decode(std::span(bytes).first(bytes.size() * 3 / 4)), ErrorKind::corrupt, "truncated");
  }
}

TEST(Decode, DamagedBytesNeverCrash) {
  for (const auto& golden : golden_pictures()) {
    const auto bytes = golden_bytes(golden.file);
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
      auto damaged = bytes;
      const auto chance = noise(12, seed);
      for (std::size_t i = 0; i < chance.size(); i += 3)
        damaged[be16(chance, i) % damaged.size()] ^= chance[i + 2];
      const auto image = decode(damaged, {.max_pixels = 1'000'000});
      if (image) {
        EXPECT_EQ(image->pixels.size(), std::size_t(image->width) * std::size_t(image->height) * std::size_t(channels(image->mode)));
      }
    }
  }
}

TEST(Decode, FastJpegIsTheSmallestScaleThatIsLargeEnough) {
  const auto jpeg = encode_jpeg(noise_image(800, 640, Mode::rgb), 80).value();
  const std::pair<int, int> height_of_wanted[] = {{0, 640},   {641, 640}, {400, 640}, {320, 320}, {161, 320},
                                                  {160, 160}, {81, 160},  {80, 80},   {1, 80}};
  for (const auto& [wanted, height] : height_of_wanted) {
    const auto image = decode(jpeg, {.fast_shorter_side = wanted});
    ASSERT_TRUE(image);
    EXPECT_EQ(image->height, height) << "wanted " << wanted;
    EXPECT_EQ(image->width, height * 800 / 640);
  }
}

}  // namespace
}  // namespace kindred::images
