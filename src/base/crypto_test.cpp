// Law: hashes, codes and encodings give the published values; secrets are as long as asked and never the same.
#include "base/crypto.h"

#include <gmock/gmock.h>

#include <set>

namespace kindred {
namespace {

std::string bytes(std::size_t count, unsigned char value) { return std::string(count, static_cast<char>(value)); }
std::string encoded(std::string_view text) { return base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}); }

// FIPS 180-4's examples (NIST, "SHA-256").
TEST(Sha256Test, PublishedValues) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(sha256(bytes(1'000'000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, InPiecesIsTheSameAsAtOnce) {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += static_cast<char>(i);
  for (std::size_t split = 0; split <= text.size(); ++split) {
    Sha256 hash;
    const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
    hash.update({data, split});
    Sha256 moved = std::move(hash);
    moved.update({data + split, text.size() - split});
    ASSERT_EQ(moved.finish(), sha256(text));
  }
}

// RFC 4231, test cases 1 to 4, 6 and 7.
TEST(HmacSha256Test, PublishedValues) {
  EXPECT_EQ(hex(hmac_sha256(bytes(20, 0x0b), "Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(bytes(20, 0xaa), bytes(50, 0xdd))), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  std::string rising;
  for (char c = 1; c <= 25; ++c)
    rising += c;
  EXPECT_EQ(hex(hmac_sha256(rising, bytes(50, 0xcd))), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  EXPECT_EQ(hex(hmac_sha256(bytes(131, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hex(hmac_sha256(bytes(131, 0xaa),
                            "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
                            "hashed before being used by the HMAC algorithm.")),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

// RFC 4648, section 10, without the padding; the last one has both characters that differ from plain base64.
TEST(Base64urlTest, PublishedValues) {
  EXPECT_EQ(encoded(""), "");
  EXPECT_EQ(encoded("f"), "Zg");
  EXPECT_EQ(encoded("fo"), "Zm8");
  EXPECT_EQ(encoded("foo"), "Zm9v");
  EXPECT_EQ(encoded("foob"), "Zm9vYg");
  EXPECT_EQ(encoded("fooba"), "Zm9vYmE");
  EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encoded("\xFB\xFF"), "-_8");
}

TEST(HexTest, IsLowerCase) {
  EXPECT_EQ(hex({}), "");
  const std::uint8_t some[] = {0x00, 0x9F, 0xFA};
  EXPECT_EQ(hex(some), "009ffa");
}

TEST(RandomTest, TokensAreLongUrlSafeAndDifferent) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) {
    const std::string token = random_token(32);
    EXPECT_THAT(token, ::testing::MatchesRegex("[A-Za-z0-9_-]{43}"));
    tokens.insert(token);
  }
  EXPECT_EQ(tokens.size(), 1000U);
}

TEST(EqualInConstantTimeTest, ComparesAllBytes) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_in_constant_time("Secret", "secret"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secret "));
}

}  // namespace
}  // namespace kindred
