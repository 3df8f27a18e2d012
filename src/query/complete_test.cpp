// Law: what is suggested at a place may stand there: put in, the text up to there can still be read; and what occurs is found.
#include "query/complete.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/grammar.h"
#include "query/lexer.h"

namespace kindred::query {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

Result<std::vector<std::string>> values(const Field& field, std::string_view part, std::size_t) {
  std::vector<std::string> found;
  for (const std::string value : {"car", "ca\"t", "dog\nhouse"}) {
    if (field.id == FieldId::tag && value.find(part) != std::string::npos) found.push_back(value);
  }
  return found;
}

std::vector<std::string> texts(std::string_view text, View view = View::assets) {
  const auto completion = complete(text, text.size(), view, values);
  std::vector<std::string> all;
  if (!completion) return {"error"};
  for (const Suggestion& suggestion : completion->suggestions)
    all.push_back(suggestion.text);
  return all;
}

TEST(Complete, OffersFieldsByAnyPartOfTheirNames) {
  EXPECT_THAT(texts(""), Contains("tags"));
  EXPECT_THAT(texts("data.file"), ElementsAre("data.file_size", "data.filename"));
  EXPECT_THAT(texts("tags."), ElementsAre("tags.name"));
  EXPECT_THAT(texts("filename = \"x\" and (wid"), Contains("width"));
  EXPECT_THAT(texts("nam"), Contains("tags.name"));
}

TEST(Complete, OffersTheOperatorsOfTheType) {
  EXPECT_THAT(texts("width "), Contains(">="));
  EXPECT_THAT(texts("width "), Not(Contains("~")));
  EXPECT_THAT(texts("filename start"), ElementsAre("startswith"));
  EXPECT_THAT(texts("filename not "), ElementsAre("in", "startswith", "endswith"));
  EXPECT_THAT(texts("tags "), ElementsAre("=", "!="));
}

TEST(Complete, OffersValuesThatOccurChoicesAndNone) {
  EXPECT_THAT(texts("tags.name = \"ca"), ElementsAre("\"car\"", "\"ca\\\"t\""));
  EXPECT_THAT(texts("tags.name in (\"car\", \"dog"), ElementsAre("\"dog\\u000ahouse\""));
  EXPECT_THAT(texts("embedding.status = "), Contains("\"DONE\""));
  EXPECT_THAT(texts("width = "), ElementsAre("None"));
}

TEST(Complete, OffersWhatJoins) {
  EXPECT_THAT(texts("width = 1 "), ElementsAre("and", "or"));
  EXPECT_THAT(texts("(width = 1 "), ElementsAre("and", "or", ")"));
  EXPECT_THAT(texts("width in (1 "), ElementsAre(",", ")"));
}

TEST(Complete, IsQuietWhereTheTextCannotBeRead) {
  EXPECT_TRUE(texts("width = = ").empty());
  EXPECT_TRUE(texts("@ wid").empty());
  EXPECT_TRUE(texts("unknown = ").empty());
}

TEST(Complete, ReplacesTheWordAtThePlaceAlone) {
  const auto completion = complete("wid = 1", 3, View::datas, values);
  ASSERT_TRUE(completion);
  EXPECT_EQ(completion->begin, 0U);
  EXPECT_EQ(completion->end, 3U);
  ASSERT_FALSE(completion->suggestions.empty());
}

TEST(Complete, WhatIsSuggestedCanBeRead) {
  for (const std::string text : {"", "data.", "tags.name ", "tags.name = ", "tags.name = \"c", "width = 1 ", "(width = 1 a", "width in ",
                                 "width in (1", "created_at n", "custom_metadata.x = "}) {
    const auto completion = complete(text, text.size(), View::assets, values);
    ASSERT_TRUE(completion);
    EXPECT_FALSE(completion->suggestions.empty() && text != "width in (1") << text;
    for (const Suggestion& suggestion : completion->suggestions) {
      const std::string changed = text.substr(0, completion->begin) + suggestion.text;
      Lexer lexer(changed);
      Grammar grammar;
      for (auto token = lexer.next();; token = lexer.next()) {
        ASSERT_TRUE(token) << changed;
        if (!*token) break;
        EXPECT_TRUE(grammar.take(**token)) << changed;
      }
    }
  }
}

}  // namespace
}  // namespace kindred::query
