// XML becomes a tree with lines; what could harm (entities, depth, size) and what is malformed is refused with its line.
#include "annotations/xml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

TEST(XmlTree, HasTextsLinesAndChildren) {
  const auto tree =
      parse_xml("<?xml version='1.0'?>\n<!-- c --><a x='1'>\n  <b> one &amp; <![CDATA[<two>]]>\n</b>\n  <b/><c>é&#x41;</c></a>");
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(tree->name, "a");
  ASSERT_EQ(tree->children.size(), 3U);
  EXPECT_EQ(tree->text_of("b"), "one & <two>");
  EXPECT_EQ(tree->child("b")->line, 3);
  EXPECT_EQ(tree->child("c")->line, 5);
  EXPECT_EQ(tree->text_of("c"), "éA");
  EXPECT_EQ(tree->child("d"), nullptr);
  EXPECT_EQ(tree->text_of("d"), "");
}

TEST(XmlTree, OtherEncodingsBecomeUtf8) {
  EXPECT_EQ(parse_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>")->text, "é");
  EXPECT_EQ(parse_xml(std::string_view("\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0", 18))->text, "é");
}

TEST(XmlTree, EntityBombsAndOutsideFilesAreRefused) {
  std::string bomb = "<!DOCTYPE a [<!ENTITY l0 'lol'>";
  for (int i = 1; i < 10; ++i)
    bomb += "<!ENTITY l" + std::to_string(i) + " '&l" + std::to_string(i - 1) + ";&l" + std::to_string(i - 1) + ";'>";
  EXPECT_THAT(parse_xml(bomb + "]><a>&l9;</a>").error().message, HasSubstr("entity"));
  EXPECT_THAT(parse_xml("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>").error().message, HasSubstr("entity"));
  EXPECT_THAT(parse_xml("<!DOCTYPE a [<!ENTITY % p 'x'>]><a/>").error().message, HasSubstr("entity"));
  EXPECT_TRUE(parse_xml("<!DOCTYPE a><a/>"));
}

TEST(XmlTree, DepthAndCountAreBounded) {
  std::string deep;
  for (std::size_t i = 0; i <= kMaxXmlDepth; ++i)
    deep += "<a>";
  EXPECT_THAT(parse_xml(deep).error().message, HasSubstr("deeper"));
  std::string many = "<a>";
  for (std::size_t i = 0; i < kMaxXmlElements; ++i)
    many += "<b/>";
  EXPECT_THAT(parse_xml(many + "</a>").error().message, HasSubstr("more than"));
}

TEST(XmlTree, MalformedTextIsToldWithItsLine) {
  EXPECT_THAT(parse_xml("<a>\n<b></a>").error().message, HasSubstr("line 2"));
  EXPECT_THAT(parse_xml("<a>\n\xC3\x28</a>").error().message, HasSubstr("line 2"));
  for (const char* bad : {"", "hello", "<a>", "<a/><b/>", "<a>&nope;</a>"})
    EXPECT_FALSE(parse_xml(bad)) << bad;
}

TEST(XmlTree, EscapedTextReadsBack) {
  const std::string text = "a<b>&\"c'\t\n\rd é";
  EXPECT_EQ(parse_xml("<a>" + xml_escaped(text) + "</a>")->text, text);
  EXPECT_EQ(xml_escaped(std::string_view("a\0b\x01", 4)), "ab");
}

}  // namespace
}  // namespace kindred::annotations
