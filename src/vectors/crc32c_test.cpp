// Law: crc32c() gives the published values, and the same as its slow twin for every length and split.
#include "vectors/crc32c.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <random>
#include <string_view>
#include <vector>

namespace kindred::vectors {
namespace {

using Bytes = std::vector<std::uint8_t>;

void expect_both(const Bytes& bytes, std::uint32_t expected) {
  EXPECT_EQ(crc32c(bytes), expected);
  EXPECT_EQ(crc32c_by_table(bytes), expected);
}

TEST(Crc32cTest, PublishedValues) {
  const std::string_view digits = "123456789";
  expect_both(Bytes(digits.begin(), digits.end()), 0xE3069283);  // the check value of the catalogue of CRC algorithms
  expect_both({}, 0);
  // RFC 3720, appendix B.4.
  expect_both(Bytes(32, 0x00), 0x8A9136AA);
  expect_both(Bytes(32, 0xFF), 0x62A8AB43);
  Bytes rising(32);
  std::iota(rising.begin(), rising.end(), std::uint8_t{0});
  expect_both(rising, 0x46DD794E);
  expect_both(Bytes(rising.rbegin(), rising.rend()), 0x113FDB5C);
}

TEST(Crc32cTest, EqualsItsTwinForEveryLengthAndAlignment) {
  std::mt19937 random(1);
  Bytes bytes(300);
  for (auto& byte : bytes)
    byte = static_cast<std::uint8_t>(random());
  for (std::size_t begin = 0; begin < 9; ++begin) {
    for (std::size_t length = 0; length + begin <= bytes.size(); ++length) {
      const auto part = std::span(bytes).subspan(begin, length);
      ASSERT_EQ(crc32c(part, 7), crc32c_by_table(part, 7)) << begin << " " << length;
    }
  }
}

TEST(Crc32cTest, ContinuesFromAnyPlace) {
  Bytes bytes(100);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    EXPECT_EQ(crc32c(std::span(bytes).subspan(split), crc32c(std::span(bytes).first(split))), crc32c(bytes));
  }
}

}  // namespace
}  // namespace kindred::vectors
