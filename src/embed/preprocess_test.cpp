// Law: the pixels are those of open_clip's transform for every mode of picture and transform, and the sizes those of torchvision.
// tests/reference/make_preprocess_goldens.py made the files.

#include "embed/preprocess.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/files.h"
#include "base/json.h"
#include "embed/seeded_checkpoint.h"
#include "images/convert.h"
#include "images/decode.h"

namespace kindred::embed {
namespace {

using images::Image;
using images::Mode;
using ::testing::HasSubstr;

const std::filesystem::path kData = std::filesystem::path(KINDRED_SOURCE_DIR) / "tests/data/clip/preprocess";
constexpr int kSide = 20;

json::array read_list(const char* name) { return parse_json(*read_text_file(kData / name), name)->as_array(); }

Image picture(std::size_t number, std::string_view mode, int width, int height) {
  static const std::map<std::string_view, Mode> kModes{{"1", Mode::one},     {"L", Mode::grey},  {"LA", Mode::grey_alpha},
                                                       {"P", Mode::palette}, {"RGB", Mode::rgb}, {"RGBA", Mode::rgba},
                                                       {"CMYK", Mode::cmyk}};
  Image image;
  image.width = width;
  image.height = height;
  image.mode = kModes.at(mode);
  image.pixels = seeded_bytes(number, static_cast<std::size_t>(width) * static_cast<std::size_t>(height * images::channels(image.mode)));
  if (image.mode == Mode::one)
    std::ranges::transform(image.pixels, image.pixels.begin(), [](std::uint8_t byte) { return byte > 127 ? 255 : 0; });
  if (image.mode == Mode::palette) {
    const auto colours = seeded_bytes(1000, 768);
    for (std::size_t at = 0; at < colours.size(); at += 3)
      image.palette.push_back({colours[at], colours[at + 1], colours[at + 2]});
  }
  return image;
}

PreprocessConfig config_of(const json::object& item) {
  PreprocessConfig config;
  const auto& mode = item.at("resize_mode").as_string();
  config.resize_mode = mode == "shortest" ? ResizeMode::shortest : mode == "longest" ? ResizeMode::longest : ResizeMode::squash;
  config.bicubic = item.at("interpolation").as_string() == "bicubic";
  config.fill_color = item.at("fill_color").to_number<int>();
  return config;
}

TEST(Preprocess, PixelsAreOpenClips) {
  const json::array cases = read_list("cases.json");
  const Image strip = images::to_rgb(*images::decode(*read_file(kData / "pixels.png")));
  constexpr std::size_t kBytes = std::size_t{kSide} * kSide * 3;
  ASSERT_EQ(strip.pixels.size(), cases.size() * kBytes);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const json::object& item = cases[i].as_object();
    const auto ours =
        preprocess(picture(i, item.at("mode").as_string(), item.at("width").to_number<int>(), item.at("height").to_number<int>()), kSide,
                   config_of(item));
    ASSERT_TRUE(ours) << ours.error().message;
    EXPECT_TRUE(std::ranges::equal(*ours, std::span(strip.pixels).subspan(i * kBytes, kBytes))) << json::serialize(item);
  }
}

TEST(Preprocess, SizesAreTorchvisions) {
  for (const json::value& line : read_list("extents.json")) {
    const auto v = json::value_to<std::vector<int>>(line);
    const Extent from{v[0], v[1]};
    const auto shortest = resized_extent(from, v[2], ResizeMode::shortest);
    if (static_cast<std::int64_t>(v[3]) * v[4] <= 178'956'970) {
      EXPECT_EQ(*shortest, (Extent{v[3], v[4]})) << json::serialize(line);
    } else {
      EXPECT_FALSE(shortest) << json::serialize(line);
    }
    const auto longest = resized_extent(from, v[2], ResizeMode::longest);
    if (v[5] > 0 && v[6] > 0) {
      EXPECT_EQ(*longest, (Extent{v[5], v[6]})) << json::serialize(line);
    } else {
      EXPECT_FALSE(longest) << json::serialize(line);
    }
    EXPECT_EQ(*resized_extent(from, v[2], ResizeMode::squash), (Extent{v[2], v[2]}));
  }
}

TEST(Preprocess, APictureTooNarrowIsRefusedBeforeMemoryIsTaken) {
  const auto needle = resized_extent({1, 100'000}, 224, ResizeMode::shortest);
  ASSERT_FALSE(needle);
  EXPECT_THAT(needle.error().message, HasSubstr("1x100000"));
  EXPECT_FALSE(resized_extent({100'000, 1}, 224, ResizeMode::longest));
}

}  // namespace
}  // namespace kindred::embed
