// Law: the bodies are byte for byte what docs/map-points.md says.
#include "maps/points_body.h"

#include <gmock/gmock.h>

#include <bit>

namespace kindred::maps {
namespace {

using ::testing::ElementsAre;

struct Sample {
  std::vector<float> x{1.5F, -2};
  std::vector<float> y{0.25F, 8};
  std::vector<std::int32_t> cluster{0, -1};
  std::vector<std::uint32_t> multiplicity{2, 1};
  std::vector<std::uint32_t> rows{7, 9, 4};
  [[nodiscard]] PointColumns columns() const { return {x, y, cluster, multiplicity, rows, 1, 0.5F}; }
};

std::uint32_t word(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  return bytes[at] | std::uint32_t{bytes[at + 1]} << 8 | std::uint32_t{bytes[at + 2]} << 16 | std::uint32_t{bytes[at + 3]} << 24;
}
float number(const std::vector<std::uint8_t>& bytes, std::size_t at) { return std::bit_cast<float>(word(bytes, at)); }

TEST(PointsBodyTest, HeaderAndColumnsLieWhereTheDocumentSays) {
  const auto body = binary_body(Sample().columns());
  ASSERT_EQ(body.size(), 40U + 2 * 16 + 3 * 4);
  EXPECT_EQ(std::string(body.begin(), body.begin() + 4), "KPTS");
  EXPECT_EQ(word(body, 4), 1U);
  EXPECT_EQ(word(body, 8), 2U);
  EXPECT_EQ(word(body, 12), 3U);
  EXPECT_EQ(word(body, 16), 1U);
  EXPECT_EQ(number(body, 20), 0.5F);
  EXPECT_THAT((std::vector{number(body, 24), number(body, 28), number(body, 32), number(body, 36)}), ElementsAre(-2, 0.25F, 1.5F, 8));
  EXPECT_THAT((std::vector{number(body, 40), number(body, 44), number(body, 48), number(body, 52)}), ElementsAre(1.5F, -2, 0.25F, 8));
  EXPECT_THAT((std::vector{word(body, 56), word(body, 60), word(body, 64), word(body, 68)}), ElementsAre(0, 0xFFFFFFFFU, 2, 1));
  EXPECT_THAT((std::vector{word(body, 72), word(body, 76), word(body, 80)}), ElementsAre(7, 9, 4));
}

TEST(PointsBodyTest, AnEmptyMapIsAHeader) {
  const auto body = binary_body({});
  ASSERT_EQ(body.size(), 40U);
  EXPECT_EQ(word(body, 8), 0U);
  EXPECT_EQ(number(body, 24), 0);
}

TEST(PointsBodyTest, ALineAndARowForEachItem) {
  const Sample sample;
  const auto name = [](std::size_t item) { return "item" + std::to_string(item); };
  EXPECT_EQ(csv_body(sample.columns(), name), "id,x,y,cluster,point\nitem0,1.5,0.25,0,0\nitem1,1.5,0.25,0,0\nitem2,-2,8,-1,1\n");
  EXPECT_THAT(item_coordinates(sample.columns()), ElementsAre(1.5F, 0.25F, 1.5F, 0.25F, -2, 8));
}

}  // namespace
}  // namespace kindred::maps
