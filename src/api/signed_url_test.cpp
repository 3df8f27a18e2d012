// A grant is good for its method, its object and its time, and for nothing else.
#include "api/signed_url.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;

TEST(SignedUrlTest, AGrantIsGoodUntilItExpires) {
  const UrlSigner signer("key");
  const SignedGrant grant = signer.sign("GET", "a/b.png", kNow, 60);
  EXPECT_TRUE(signer.check("GET", "a/b.png", grant, kNow));
  EXPECT_TRUE(signer.check("GET", "a/b.png", grant, kNow + 60));
  EXPECT_EQ(signer.check("GET", "a/b.png", grant, kNow + 61).error().kind, ErrorKind::forbidden);
}

TEST(SignedUrlTest, EverythingIsSigned) {
  const UrlSigner signer("key");
  const SignedGrant grant = signer.sign("GET", "a/b.png", kNow, 60);
  EXPECT_FALSE(signer.check("POST", "a/b.png", grant, kNow));
  EXPECT_FALSE(signer.check("GET", "a/c.png", grant, kNow));
  EXPECT_FALSE(signer.check("GET", "a/b.png", {std::to_string(kNow + 9999), grant.signature}, kNow));
  EXPECT_FALSE(signer.check("GET", "a/b.png", {grant.expires, grant.signature + "x"}, kNow));
  EXPECT_FALSE(signer.check("GET", "a/b.png", {grant.expires, ""}, kNow));
  EXPECT_FALSE(UrlSigner("other").check("GET", "a/b.png", grant, kNow));
}

TEST(SignedUrlTest, PartsCannotBeShifted) {
  const UrlSigner signer("key");
  const SignedGrant grant = signer.sign("GET", "a", kNow, 60);
  EXPECT_NE(grant.signature, signer.sign("GETa", "", kNow, 60).signature);
  EXPECT_NE(grant.signature, signer.sign("GE", "Ta", kNow, 60).signature);
}

}  // namespace
}  // namespace kindred::api
