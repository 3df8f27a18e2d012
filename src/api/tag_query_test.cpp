// What the official SDK sends as `q` is understood as it means it; everything else is refused at the right column.
#include "api/tag_query.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

// Conditions as one line: name[text|text] …
std::string parsed(std::string_view text) {
  const auto conditions = parse_tag_query(text);
  if (!conditions) return "error: " + conditions.error().message;
  std::string line;
  for (const TagCondition& condition : *conditions) {
    line += condition.name + "[";
    for (std::size_t i = 0; i < condition.texts.size(); ++i)
      line += (i > 0 ? "|" : "") + condition.texts[i];
    line += "]";
  }
  return line;
}

TEST(TagQueryTest, WhatTheSdkSends) {
  EXPECT_EQ(parsed(R"(tags.name in ("a","b c"))"), "tags.name[a|b c]");
  EXPECT_EQ(parsed(R"(tags.name = "a" and tags.name = "b")"), "tags.name[a]tags.name[b]");
  EXPECT_EQ(parsed(R"(tags.name in ("a") and data.tags.name in ("été"))"), "tags.name[a]data.tags.name[été]");
}

TEST(TagQueryTest, SpaceAndQuotesAreFree) {
  EXPECT_EQ(parsed(""), "");
  EXPECT_EQ(parsed("  \n"), "");
  EXPECT_EQ(parsed("\ttags.name='it\"s'and tags.name\nin( 'x' ,'y')  "), "tags.name[it\"s]tags.name[x|y]");
  EXPECT_EQ(parsed(R"(tags.name="a\"b\\c\u00e9\n")"), "tags.name[a\"b\\cén]");
}

TEST(TagQueryTest, TheRestIsRefused) {
  for (const char* text :
       {"filename = \"x\"", "tags.name != \"x\"", "tags.name = \"a\" or tags.name = \"b\"", "(tags.name = \"a\")", "tags.name",
        "tags.name =", "tags.name = x", "tags.name in ()", "tags.name in (\"a\"", "tags.name in (\"a\",)", "tags.name = \"a",
        "tags.name = \"a\" and", "tags.name = \"a\" AND tags.name = \"b\"", "tags.name = \"a\\", "tags.name = \"\\u12\"",
        "tags.name = \"\\ud800\"", "tags.name = \"a\" tags.name = \"b\"", "tags.name = \"\xFF\"", "tags.name not in (\"a\")"}) {
    const auto conditions = parse_tag_query(text);
    ASSERT_FALSE(conditions) << text;
    EXPECT_EQ(conditions.error().kind, ErrorKind::invalid);
  }
}

TEST(TagQueryTest, TheErrorTellsWhere) {
  EXPECT_EQ(parsed(R"(tags.name = "a" or tags.name = "b")"),
            "error: The query can't be read at column 17: expected 'and' or the end of the query");
  EXPECT_EQ(parsed("width > 3"), "error: The query can't be read at column 1: expected tags.name or data.tags.name");
}

}  // namespace
}  // namespace kindred::api
