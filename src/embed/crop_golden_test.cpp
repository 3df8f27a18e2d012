// The pixels that the model gets of a shape are those that the same cut made with Pillow and open_clip's transform give.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/crypto.h"
#include "base/files.h"
#include "base/json.h"
#include "embed/preprocess.h"
#include "embed/seeded_checkpoint.h"
#include "images/crop.h"

namespace kindred::embed {
namespace {

using images::Image;
using images::Mode;

constexpr int kSide = 24;

// As picture() of tests/reference/make_preprocess_goldens.py.
Image picture(std::size_t number, std::string_view mode, int width, int height) {
  static const std::map<std::string_view, Mode> kModes{{"1", Mode::one},     {"L", Mode::grey},  {"LA", Mode::grey_alpha},
                                                       {"P", Mode::palette}, {"RGB", Mode::rgb}, {"RGBA", Mode::rgba},
                                                       {"CMYK", Mode::cmyk}};
  Image image{.width = width, .height = height, .mode = kModes.at(mode), .pixels = {}, .palette = {}};
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

std::vector<images::Point> points_of(const json::object& shape) {
  std::vector<images::Point> points;
  for (const json::value& point : shape.at("points").as_array())
    points.push_back({point.at(0).to_number<double>(), point.at(1).to_number<double>()});
  return points;
}

// The box around what a mask covers, from its pixels.
images::Box bounds_of_mask(std::span<const std::uint32_t> runs, const Image& image) {
  const images::Inside inside = images::inside_runs(runs, image.height, {0, 0, image.width, image.height});
  std::vector<images::Point> corners;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (inside[static_cast<std::size_t>(y * image.width + x)] == 0) continue;
      corners.push_back({double(x), double(y)});
      corners.push_back({x + 1.0, y + 1.0});
    }
  }
  return images::bounds_of(corners);
}

struct Cut {
  images::PixelBox box;
  Image picture;
};

Cut cut_out(const Image& image, const json::object& item) {
  const images::CropOptions options{.margin = item.at("margin").to_number<double>(), .square = item.at("square").as_bool()};
  const bool mask_background = item.at("mask_background").as_bool();
  const json::object& shape = item.at("shape").as_object();
  const std::string_view kind = shape.at("kind").as_string();
  if (kind == "line") {
    const auto box = images::line_crop_box(points_of(shape), image.width, image.height, options);
    return {box.value(), images::crop(image, *box)};
  }
  if (kind == "rectangle") {
    const auto numbers = json::value_to<std::vector<double>>(shape.at("box"));
    const auto box = images::crop_box({numbers[0], numbers[1], numbers[2], numbers[3]}, image.width, image.height, options);
    return {box.value(), images::crop(image, *box)};
  }
  std::vector<std::uint32_t> runs;
  if (kind == "mask") runs = json::value_to<std::vector<std::uint32_t>>(shape.at("runs"));
  const images::Box bounds = kind == "mask" ? bounds_of_mask(runs, image) : images::bounds_of(points_of(shape));
  const auto box = images::crop_box(bounds, image.width, image.height, options);
  Image part = images::crop(image, box.value());
  if (mask_background) {
    const auto inside = kind == "mask" ? images::inside_runs(runs, image.height, *box) : images::inside_polygon(points_of(shape), *box);
    part = images::without_background(std::move(part), inside);
  }
  return {*box, std::move(part)};
}

TEST(CropGolden, PixelsArePillowsAndOpenClips) {
  const auto path = std::filesystem::path(KINDRED_SOURCE_DIR) / "tests/data/crops/cases.json";
  const auto text = read_text_file(path);
  const auto cases = parse_json(text.value(), "cases.json");
  ASSERT_EQ(cases->as_array().size(), 280U);
  std::size_t number = 0;
  for (const json::value& value : cases->as_array()) {
    const json::object& item = value.as_object();
    const auto size = json::value_to<std::vector<int>>(item.at("size"));
    const Cut cut = cut_out(picture(number++, item.at("mode").as_string(), size[0], size[1]), item);
    const auto box = json::value_to<std::vector<int>>(item.at("box"));
    EXPECT_EQ(cut.box, (images::PixelBox{box[0], box[1], box[2], box[3]})) << json::serialize(item);
    const auto pixels = preprocess(cut.picture, kSide, {});
    ASSERT_TRUE(pixels) << pixels.error().message;
    EXPECT_EQ(hex(sha256(*pixels)), item.at("sha256").as_string()) << json::serialize(item);
  }
}

}  // namespace
}  // namespace kindred::embed
