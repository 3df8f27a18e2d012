// Law: a text is cleaned as open_clip's clean='lower' does it with ftfy's plain normalisations; every step shows.
//
// Expected values were taken from open_clip 3.3.0 and ftfy 6.3.1; tokenizer_test.cpp holds the broad comparison.
#include "embed/text/text_cleaning.h"

#include <gtest/gtest.h>

#include <string>

#include "embed/text/html_entities.h"
#include "embed/text/unicode.h"

namespace kindred::embed {
namespace {

std::string clean(std::string_view text) { return encode_utf8(clean_text(decode_utf8(text))); }
std::string fix(std::string_view text) { return encode_utf8(fix_text(decode_utf8(text))); }
std::string unescape(std::string_view text) { return encode_utf8(html_unescape(decode_utf8(text))); }

TEST(HtmlUnescape, ReadsNamesWithTheLongestPrefixRule) {
  EXPECT_EQ(unescape("&lt;b&gt; &amp;lt;"), "<b> &lt;");
  EXPECT_EQ(unescape("&notit; &notin; &not &no"), "\u00ACit; \u2209 \u00AC &no");
  EXPECT_EQ(unescape("&hellip &eacut; & &; &&amp"), "&hellip &eacut; & &; &&");
  EXPECT_EQ(unescape("&CounterClockwiseContourIntegral;"), "\u2233");
}

TEST(HtmlUnescape, ReadsNumbersAsTheStandardSays) {
  EXPECT_EQ(unescape("&#65;&#x42;&#X43&#68z"), "ABCDz");
  EXPECT_EQ(unescape("&#128;&#x99;"), "\u20AC\u2122");
  EXPECT_EQ(unescape("&#0;&#xD800;&#x110000;&#99999999999999999999999;"), "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(unescape("[&#1;&#xB;&#x7F;&#xFDD0;&#x1FFFF;]"), "[]");
  EXPECT_EQ(unescape("&#; &#x; &#xg;"), "&#; &#x; &#xg;");
}

TEST(FixText, UnescapesOnlyWhatIsClearlyAnEntity) {
  EXPECT_EQ(fix("this&not that &eacute; &EACUTE; &eACUTE; &SZLIG;"), "this&not that \u00E9 \u00C9 &eACUTE; SS");
  EXPECT_EQ(fix("&#59; &#12ab; &#65;"), "&#59; &#12ab; A");
  EXPECT_EQ(fix("&amp;amp;amp;lt;"), "<");
}

TEST(FixText, LeavesEntitiesFromTheFirstMarkupOn) { EXPECT_EQ(fix("&eacute;\n<b>&eacute;\n&eacute;"), "\u00E9\n<b>&eacute;\n&eacute;"); }

TEST(FixText, MakesFormsPlain) {
  EXPECT_EQ(fix("\uFB02u\uFB03e\uFB06 \u0132 \u0149"), "fluffiest IJ 'n");
  EXPECT_EQ(fix("\uFF2C\uFF2F\uFF35\uFF24\u3000\uFF21"), "LOUD A");
  EXPECT_EQ(fix("\uFF76\uFF9E"), "\u30AC");
  EXPECT_EQ(fix("\u201Chere\u2019s\u201D"), "\"here's\"");
  EXPECT_EQ(fix("\u0091x\u0092\u0085"), "'x'\u2026");
}

TEST(FixText, RemovesTerminalEscapesAndControls) {
  EXPECT_EQ(fix("\x1B[36;44mblue\x1B[0m \x1B[1 \x1B]"), "blue [1 ]");
  EXPECT_EQ(fix(std::string("a\0b\x7F\uFEFF\uFFFC", 10)), "ab");
  EXPECT_EQ(fix("a\r\nb\rc\u2028d"), "a\nb\nc\nd");
}

TEST(CleanText, JoinsWordsInLowerCase) {
  EXPECT_EQ(clean("  A\tPhoto\n\nof\u00A0\u2003IT&#9;&nbsp; "), "a photo of it");
  EXPECT_EQ(clean(""), "");
  EXPECT_EQ(clean(" \n "), "");
}

TEST(CleanText, EndsOnEntitiesThatUnfoldForEver) {
  std::string nested = "&";
  for (int i = 0; i < 3000; ++i)
    nested += "amp;";
  EXPECT_EQ(clean(nested).substr(0, 5), "&amp;");
  EXPECT_LT(clean(nested).size(), nested.size());
}

}  // namespace
}  // namespace kindred::embed
