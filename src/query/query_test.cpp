// Law: what DjangoQL leaves open is as the headers say: limits, escapes, aliases, times, choices and expectations.
#include "query/query.h"

#include <gtest/gtest.h>

#include "query/times.h"

namespace kindred::query {
namespace {

Condition only(std::string_view text, View view) {
  const auto query = parse(text, view);
  if (!query) {
    ADD_FAILURE() << query.error().message;
    return {};
  }
  EXPECT_EQ(query->conditions.size(), 1U);
  return query->conditions.front();
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i)
    all += text;
  return all;
}

TEST(Query, NothingButWhiteSpaceIsNoCondition) {
  EXPECT_TRUE(parse("", View::datas)->empty());
  EXPECT_TRUE(parse(" \n\t", View::assets)->empty());
}

TEST(Query, AreTooLargeOverTheirLimits) {
  const auto brackets = [](std::size_t n) { return parse(repeated("(", n) + "a = 1" + repeated(")", n)); };
  EXPECT_TRUE(brackets(kMaxNesting));
  EXPECT_EQ(brackets(kMaxNesting + 1).error().kind, ErrorKind::too_large);
  const auto chain = [](std::size_t n) { return parse("a = 1" + repeated(" or a = 2", n - 1)); };
  EXPECT_TRUE(chain(kMaxComparisons));
  EXPECT_EQ(chain(kMaxComparisons + 1).error().kind, ErrorKind::too_large);
  const auto list = [](std::size_t n) { return parse("a in (1" + repeated(",2", n - 1) + ")"); };
  EXPECT_TRUE(list(kMaxListLength));
  EXPECT_EQ(list(kMaxListLength + 1).error().kind, ErrorKind::too_large);
  EXPECT_EQ(parse(std::string(kMaxTextBytes + 1, ' ')).error().kind, ErrorKind::too_large);
}

TEST(Query, BadUtf8IsRefused) {
  EXPECT_EQ(parse("a = \"\xFF\"").error().kind, ErrorKind::invalid);
  EXPECT_EQ(parse("a = \"\xED\xA0\x80\"").error().kind, ErrorKind::invalid);
  EXPECT_EQ(parse("a = \"\xC3").error().kind, ErrorKind::invalid);
}

TEST(Query, PairsOfSurrogatesAreOneCharacterAndHalvesAreRefused) {
  EXPECT_EQ(only(R"(filename = "\ud83d\ude00")", View::datas).values.front(), Value("\xF0\x9F\x98\x80"));
  EXPECT_FALSE(parse(R"(filename = "\ud83d")", View::datas));
  EXPECT_FALSE(parse(R"(filename = "\ude00\ud83d")", View::datas));
}

TEST(Query, SyntaxErrorsTellWhatWasExpected) {
  const auto detail = [](std::string_view text) { return parse(text).error().detail; };
  EXPECT_NE(detail("a b").find("startswith"), std::string::npos);
  EXPECT_NE(detail("a ~ 3").find("text in quotes"), std::string::npos);
  EXPECT_EQ(detail("a = 1 and"), "Line 1, col 10: Expected the name of a field or '('");
  EXPECT_EQ(detail("(a = 1"), "Line 1, col 7: Expected ')'");
}

TEST(Query, AssetsSeeTheirDataUnderItsNameAndSomeFieldsDirectly) {
  for (const auto* text : {"data.filename = \"x\"", "filename = \"x\""}) {
    const Condition condition = only(text, View::assets);
    EXPECT_EQ(condition.field.subject, Subject::data);
    EXPECT_EQ(condition.field.id, FieldId::filename);
  }
  EXPECT_EQ(only("tags.name = \"x\"", View::assets).field.subject, Subject::asset);
  EXPECT_EQ(only("data.tags.name = \"x\"", View::assets).field.subject, Subject::data);
  EXPECT_EQ(only("meta.width = 3", View::datas).field.id, FieldId::width);
  EXPECT_FALSE(parse("data.filename = \"x\"", View::datas));
}

TEST(Query, AnyKeyOfCustomMetadataIsAField) {
  const Condition condition = only("custom_metadata.camera.lens > 3", View::datas);
  EXPECT_EQ(condition.field.key, "camera.lens");
  EXPECT_EQ(condition.field.type, Type::any);
  EXPECT_TRUE(parse("custom_metadata = None", View::datas));
}

TEST(Query, ChoicesMayBeWrittenAsPeopleSeeThem) {
  EXPECT_EQ(only("embedding.status = \"Done\"", View::datas).values.front(), Value("DONE"));
  EXPECT_EQ(only("upload_status in (\"Error\", \"DONE\")", View::datas).values, (std::vector<Value>{"ERROR", "DONE"}));
}

TEST(Query, TimesAreMicrosecondsOrForTextOperatorsText) {
  EXPECT_EQ(only("created_at > \"1970-01-02\"", View::datas).values.front(), Value(std::int64_t{86'400'000'000}));
  EXPECT_EQ(only("created_at ~ \"2024-11\"", View::datas).values.front(), Value("2024-11"));
  EXPECT_TRUE(parse("created_at startswith \"2024\"", View::datas));
}

TEST(Query, TimesAreReadAndWritten) {
  EXPECT_EQ(parse_time("2024-02-29"), 1'709'164'800'000'000);
  EXPECT_EQ(parse_time("2024-02-29 23:59"), 1'709'251'140'000'000);
  EXPECT_EQ(parse_time("2024-02-29 23:59:58"), 1'709'251'198'000'000);
  EXPECT_EQ(parse_time("2024-02-29T23:59:58.25Z"), 1'709'251'198'250'000);
  EXPECT_EQ(time_text(1'709'251'198'250'000), "2024-02-29 23:59:58.250000");
  EXPECT_EQ(time_text(-1), "1969-12-31 23:59:59.999999");
  for (const auto* bad : {"", "2023-02-29", "2024-2-1", "2024-02-01 ", "2024-02-01 1:00", "2024-02-01 24:00", "2024-02-01 00:60",
                          "-024-02-01", "2024-02-01 00:00:00.", "2024-02-01 00:00:00.1234567", "2024-02-01x"}) {
    EXPECT_FALSE(parse_time(bad)) << bad;
  }
}

}  // namespace
}  // namespace kindred::query
