// Law: a body is packed for those who say that they take it, and for nobody else.
#include "api/accept_encoding.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

TEST(AcceptEncodingTest, GzipIsSentToThoseWhoNameIt) {
  for (const char* header :
       {"gzip", "GZIP", "x-gzip", "deflate, gzip, br", "br;q=1, gzip;q=0.2", "gzip ; q=1.0", "*", "deflate;q=0, *;q=0.5"})
    EXPECT_TRUE(accepts_gzip(header)) << header;
}

TEST(AcceptEncodingTest, AndToNobodyElse) {
  for (const char* header : {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "gzipped", ";", ",,", "deflate"})
    EXPECT_FALSE(accepts_gzip(header)) << header;
}

}  // namespace
}  // namespace kindred::api
