// Law: UTF-8 is read as Python reads it with errors="replace", and case, white space and normal form are Python's.
//
// Expected values were taken from CPython 3.11; tokenizer_test.cpp holds the broad comparison.
#include "embed/text/unicode.h"

#include <gtest/gtest.h>

namespace kindred::embed {
namespace {

TEST(Utf8, ReplacesEachMaximalIllFormedPart) {
  EXPECT_EQ(decode_utf8("\xE2\x82\xAC"), U"\u20AC");
  EXPECT_EQ(decode_utf8("\xE2\x82"), U"\uFFFD");
  EXPECT_EQ(decode_utf8("\xE2\x82x"), U"\uFFFDx");
  EXPECT_EQ(decode_utf8("\xC0\x80"), U"\uFFFD\uFFFD");
  EXPECT_EQ(decode_utf8("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(decode_utf8("\xF0\x9F\x98\xF0\x9F\x98\x80"), U"\uFFFD\U0001F600");
  EXPECT_EQ(decode_utf8("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(decode_utf8("a\x80z"), U"a\uFFFDz");
}

TEST(Utf8, IsWrittenAsItIsRead) {
  for (char32_t character = 0; character < 0x110000; ++character) {
    if (character == 0xD800) character = 0xE000;
    const std::u32string text(1, character);
    ASSERT_EQ(decode_utf8(encode_utf8(text)), text) << static_cast<std::uint32_t>(character);
  }
}

TEST(LowerCase, EndsWordsWithTheFinalSigma) {
  EXPECT_EQ(to_lower(U"\u039F\u0394\u039F\u03A3 \u03A3"), U"\u03BF\u03B4\u03BF\u03C2 \u03C3");
  EXPECT_EQ(to_lower(U"\u0391\u03A3'"), U"\u03B1\u03C2'");
  EXPECT_EQ(to_lower(U"\u0391\u03A3'\u0391"), U"\u03B1\u03C3'\u03B1");
  EXPECT_EQ(to_lower(U"'\u03A3"), U"'\u03C3");
  EXPECT_EQ(to_lower(U"\u03A3\u03A3"), U"\u03C3\u03C2");
}

TEST(LowerCase, MakesTwoCharactersOfTheDottedCapitalI) { EXPECT_EQ(to_lower(U"\u0130I"), U"i\u0307i"); }

TEST(NormalForm, SortsMarksThenComposes) {
  EXPECT_EQ(to_nfc(U"s\u0307\u0323"), U"\u1E69");
  EXPECT_EQ(to_nfc(U"e\u0301"), U"\u00E9");
  EXPECT_EQ(to_nfc(U"\u1112\u1161\u11AB"), U"\uD55C");
  EXPECT_EQ(to_nfc(U"\u0958"), U"\u0915\u093C");                                  // excluded from composition
  EXPECT_EQ(to_nfc(U"q\u0301\u0300\u0323\u0316"), U"q\u0323\u0316\u0301\u0300");  // marks of one class keep their order
  EXPECT_EQ(to_nfc(U"plain \u00E9"), U"plain \u00E9");
}

TEST(Characters, HavePythonsClasses) {
  EXPECT_TRUE(is_space(0x1C));
  EXPECT_TRUE(is_space(0x3000));
  EXPECT_FALSE(is_space(0x200B));
  EXPECT_TRUE(is_letter(U'\u00AA'));
  EXPECT_TRUE(is_letter(0x105C0));  // newer than utf8proc
  EXPECT_FALSE(is_letter(0x0345));
  EXPECT_TRUE(is_number(U'\u00BD'));
  EXPECT_TRUE(is_number(0x10D40));  // newer than utf8proc
  EXPECT_FALSE(is_number(U'a'));
  EXPECT_TRUE(is_decimal_digit(U'\u0663'));
  EXPECT_FALSE(is_decimal_digit(U'\u00BD'));
}

}  // namespace
}  // namespace kindred::embed
