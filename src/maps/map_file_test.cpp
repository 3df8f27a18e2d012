// Law: what is decoded is what was encoded; anything else is refused by name, whichever byte is wrong.
#include "maps/map_file.h"

#include <gmock/gmock.h>

#include "maps/test_maps.h"
#include "vectors/crc32c.h"

namespace kindred::maps {
namespace {

using ::testing::HasSubstr;

TEST(MapFileTest, GivesBackWhatWasWritten) {
  for (const std::size_t count : {0, 1, 2, 1000}) {
    const MapPoints points = some_map(count);
    const auto back = decode_map(encode_map(points), "a map");
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, points);
  }
}

TEST(MapFileTest, EveryChangedByteIsNoticed) {
  const std::vector<std::uint8_t> bytes = encode_map(some_map(20));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::vector<std::uint8_t> damaged = bytes;
    damaged[at] ^= 0x10;
    const auto read = decode_map(damaged, "some.map");
    ASSERT_FALSE(read) << "byte " << at;
    EXPECT_THAT(read.error().message, HasSubstr("some.map"));
  }
}

TEST(MapFileTest, EveryMissingAndEverySuperfluousByteIsNoticed) {
  std::vector<std::uint8_t> bytes = encode_map(some_map(20));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_map(std::span(bytes).first(size), "some.map")) << size;
  bytes.push_back(0);
  EXPECT_FALSE(decode_map(bytes, "some.map"));
}

TEST(MapFileTest, AnotherVersionIsToldFromDamage) {
  std::vector<std::uint8_t> bytes = encode_map(some_map(3));
  bytes[8] = 2;
  const std::uint32_t checksum = vectors::crc32c(std::span(bytes).first(60));
  for (std::size_t i = 0; i < 4; ++i)
    bytes[60 + i] = static_cast<std::uint8_t>(checksum >> (8 * i));
  EXPECT_EQ(decode_map(bytes, "new.map").error().kind, ErrorKind::unsupported);
}

TEST(MapFileTest, ColumnsThatContradictEachOtherAreRefused) {
  const auto refused = [](void (*spoil)(MapPoints&)) {
    MapPoints points = some_map(50);
    spoil(points);
    return !decode_map(encode_map(points), "some.map");
  };
  EXPECT_TRUE(refused([](MapPoints& points) { points.cluster[0] = 2; }));
  EXPECT_TRUE(refused([](MapPoints& points) { points.cluster[0] = -2; }));
  EXPECT_TRUE(refused([](MapPoints& points) { points.multiplicity[0] = 0; }));
  EXPECT_TRUE(refused([](MapPoints& points) { points.multiplicity[3] += 1; }));
  EXPECT_TRUE(refused([](MapPoints& points) { points.x[1] = std::numeric_limits<float>::infinity(); }));
}

}  // namespace
}  // namespace kindred::maps
