// Run lengths are those of pycocotools (tests/reference/make_rle_goldens.py), and of a slow twin that looks at every pixel.
#include "annotations/rle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/files.h"
#include "base/json.h"

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

std::vector<std::uint32_t> numbers(const json::value& list) { return json::value_to<std::vector<std::uint32_t>>(list); }

std::vector<std::uint8_t> bitmap_of_rows(const json::array& rows) {
  std::vector<std::uint8_t> bitmap;
  for (const json::value& row : rows)
    for (const char c : row.as_string())
      bitmap.push_back(c == '1' ? 1 : 0);
  return bitmap;
}

TEST(Rle, AgreesWithPycocotools) {
  const auto text = read_text_file(KINDRED_SOURCE_DIR "/tests/data/annotations/rle.json");
  ASSERT_TRUE(text);
  const auto cases = parse_json(*text, "the goldens");
  ASSERT_TRUE(cases);
  ASSERT_GT(cases->as_array().size(), 40U);
  for (const json::value& item : cases->as_array()) {
    const json::object& golden = item.as_object();
    const auto sides = numbers(golden.at("size"));
    const Size size{static_cast<int>(sides[1]), static_cast<int>(sides[0])};
    const std::string counts(golden.at("counts").as_string());
    const auto runs = runs_of(Mask{size.width, size.height, counts});
    ASSERT_TRUE(runs) << runs.error().message;
    EXPECT_EQ(counts_of_runs(*runs), counts);
    EXPECT_EQ(area_of_runs(*runs), golden.at("area").to_number<std::uint64_t>());
    const auto box = box_of_runs(*runs, size).value_or(Box{});
    const auto wanted = numbers(golden.at("bbox"));
    EXPECT_EQ(box, (Box{double(wanted[0]), double(wanted[1]), double(wanted[2]), double(wanted[3])})) << counts;
    if (golden.contains("runs")) {
      EXPECT_EQ(*runs, numbers(golden.at("runs")));
    }
    if (!golden.contains("rows")) continue;
    const auto bitmap = bitmap_of_rows(golden.at("rows").as_array());
    EXPECT_EQ(bitmap_of_runs(*runs, size), bitmap);
    EXPECT_EQ(counts_of_runs(runs_of_bitmap(bitmap, size)), counts);
  }
}

TEST(Rle, RandomMasksComeBackAndMeasureAsTheirPixelsDo) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const Size size{1 + static_cast<int>(random() % 20), 1 + static_cast<int>(random() % 20)};
    std::vector<std::uint8_t> bitmap(static_cast<std::size_t>(size.width * size.height));
    const unsigned density = 1 + random() % 20;
    for (auto& pixel : bitmap)
      pixel = random() % density == 0 ? 1 : 0;
    const auto runs = runs_of_bitmap(bitmap, size);
    ASSERT_TRUE(check_runs(runs, size));
    EXPECT_EQ(bitmap_of_runs(runs, size), bitmap);
    const auto back = runs_of_counts(counts_of_runs(runs));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, runs);
    int left = size.width, right = -1, top = size.height, bottom = -1;
    std::uint64_t area = 0;
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        if (bitmap[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) + static_cast<std::size_t>(x)] == 0) continue;
        ++area;
        left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
      }
    }
    EXPECT_EQ(area_of_runs(runs), area);
    const auto box = box_of_runs(runs, size);
    EXPECT_EQ(box.has_value(), area > 0);
    if (box) {
      EXPECT_EQ(*box, (Box{double(left), double(top), double(right - left + 1), double(bottom - top + 1)}));
    }
  }
}

TEST(Rle, AnyRunsComeBack) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint32_t> runs(random() % 12);
    for (auto& run : runs)
      run = static_cast<std::uint32_t>(random() >> (32 + random() % 32));
    const auto back = runs_of_counts(counts_of_runs(runs));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, runs);
  }
}

TEST(Rle, BrokenCountsAreRefusedWithTheReason) {
  EXPECT_THAT(runs_of_counts("0P").error().message, HasSubstr("break off"));
  EXPECT_THAT(runs_of_counts("0 1").error().message, HasSubstr("not one of theirs"));
  EXPECT_THAT(runs_of_counts("0\xC3").error().message, HasSubstr("not one of theirs"));
  EXPECT_THAT(runs_of_counts("oooooooooo0").error().message, HasSubstr("too large"));
  EXPECT_THAT(runs_of_counts("O").error().message, HasSubstr("negative"));
  EXPECT_THAT(runs_of({3, 3, counts_of_runs(std::vector<std::uint32_t>{4, 4})}).error().message, HasSubstr("cover 8 pixels"));
  EXPECT_THAT(runs_of({0, 3, ""}).error().message, HasSubstr("no size"));
  EXPECT_THAT(runs_of({1'000'000, 1'000'000, ""}).error().message, HasSubstr("more than"));
}

}  // namespace
}  // namespace kindred::annotations
