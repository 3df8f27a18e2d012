// A picture that can't be read gives an error that names the cause.
#include "images/decode.h"

#include <gmock/gmock.h>

namespace kindred::images {
namespace {

TEST(Decode, AnEmptyFileIsCorrupt) {
  const auto image = decode({});
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(image.error().message, testing::HasSubstr("empty"));
}

}  // namespace
}  // namespace kindred::images
