// Law: what is packed comes out again, byte for byte.
#include "maps/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace kindred::maps {
namespace {

std::vector<std::uint8_t> unpacked(std::vector<std::uint8_t> packed, std::size_t room) {
  std::vector<std::uint8_t> bytes(room + 1);
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = packed.data();
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = bytes.data();
  stream.avail_out = static_cast<uInt>(bytes.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  ::inflateEnd(&stream);
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(stream.total_out)};
}

TEST(GzipTest, ComesOutAsItWentIn) {
  std::mt19937 random(1);
  for (const std::size_t size : {0U, 1U, 2U, 100U, 65'536U, 1'000'000U}) {
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i)
      bytes[i] = static_cast<std::uint8_t>(i % 3 == 0 ? random() : 7);
    const auto packed = gzip(bytes);
    ASSERT_TRUE(packed) << packed.error().message;
    EXPECT_EQ(unpacked(*packed, size), bytes);
    if (size > 100) {
      EXPECT_LT(packed->size(), size);
    }
  }
}

TEST(GzipTest, WhatCannotBePackedFitsToo) {
  std::mt19937 random(2);
  std::vector<std::uint8_t> bytes(300'000);
  for (std::uint8_t& byte : bytes)
    byte = static_cast<std::uint8_t>(random());
  const auto packed = gzip(bytes);
  ASSERT_TRUE(packed);
  EXPECT_EQ(unpacked(*packed, bytes.size()), bytes);
}

}  // namespace
}  // namespace kindred::maps
