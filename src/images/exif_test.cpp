// The orientation is found in both byte orders; bytes that make no sense mean "as stored" and are never read beyond their end.
#include "images/exif.h"

#include <gtest/gtest.h>

#include "images/test_data.h"

namespace kindred::images {
namespace {

std::vector<std::uint8_t> block(bool little, std::uint8_t orientation) {
  if (little) return {'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0};
  return {'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0};
}

TEST(Exif, OrientationIsFoundInBothByteOrders) {
  for (std::uint8_t orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(exif_orientation(block(true, orientation)), orientation);
    EXPECT_EQ(exif_orientation(block(false, orientation)), orientation);
  }
}

TEST(Exif, APrefixIsSkipped) {
  auto bytes = block(true, 6);
  bytes.insert(bytes.begin(), {'E', 'x', 'i', 'f', 0, 0});
  EXPECT_EQ(exif_orientation(bytes), 6);
}

TEST(Exif, NonsenseMeansAsStored) {
  EXPECT_EQ(exif_orientation({}), 1);
  EXPECT_EQ(exif_orientation(block(true, 0)), 1);
  EXPECT_EQ(exif_orientation(block(true, 9)), 1);
  auto far_away = block(true, 6);
  far_away[7] = 0xFF;  // the directory lies beyond the end
  EXPECT_EQ(exif_orientation(far_away), 1);
  auto many = block(true, 6);
  many[8] = many[9] = 0xFF;  // 65,535 entries, the first of another tag
  many[10] = 0;
  EXPECT_EQ(exif_orientation(many), 1);
}

// Run under AddressSanitizer: each prefix lies in memory of its own.
TEST(Exif, EachPrefixIsReadWithinItsEnd) {
  const auto whole = block(false, 8);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::vector<std::uint8_t> prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    const int orientation = exif_orientation(prefix);
    EXPECT_TRUE(orientation == 1 || orientation == 8);
  }
}

}  // namespace
}  // namespace kindred::images
