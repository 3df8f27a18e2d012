// YAML becomes a value of texts, lists and objects; aliases, depth and malformed text are refused with their line.
#include "annotations/yaml_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

TEST(YamlValue, IsTheJsonOfItsTexts) {
  const auto yaml = parse_yaml("path: ../data # here\nnames:\n  0: cat\n  1: 'a: b'\nlist: [1, \"x\\n\", ~]\nempty:\n---\nsecond: 1\n");
  ASSERT_TRUE(yaml) << yaml.error().message;
  EXPECT_EQ(json::serialize(*yaml), R"({"path":"../data","names":{"0":"cat","1":"a: b"},"list":["1","x\n","~"],"empty":""})");
  EXPECT_TRUE(parse_yaml("")->is_null());
}

TEST(YamlValue, BombsAreRefused) {
  EXPECT_THAT(parse_yaml("a: &x [1]\nb: [*x, *x]\n").error().message, HasSubstr("aliases"));
  EXPECT_THAT(parse_yaml("a: &x\n  - *x\n").error().message, HasSubstr("aliases"));
  EXPECT_THAT(parse_yaml(std::string(1000, '[')).error().message, HasSubstr("deeper"));
}

TEST(YamlValue, MalformedTextIsToldWithItsLine) {
  EXPECT_THAT(parse_yaml("a: 1\nb: [1,\n").error().message, HasSubstr("line 3"));
  EXPECT_THAT(parse_yaml("a: \xC3\x28").error().message, HasSubstr("not valid YAML"));
  EXPECT_THAT(parse_yaml("? [a]\n: 1\n").error().message, HasSubstr("key"));
}

TEST(YamlValue, QuotedTextReadsBack) {
  for (const std::string text :
       {"a", "true", "a: \"b\" # c", "é\n\t\\", "", "日本", "\x7F\x01", "\xC2\x80\xC2\x85", "\xE2\x80\xA8x\xEF\xBB\xBF\xEF\xBF\xBF"})
    EXPECT_EQ(parse_yaml("x: " + yaml_quoted(text))->at("x").as_string(), text);
}

}  // namespace
}  // namespace kindred::annotations
