// Elements of chosen lists come one by one and whole, whatever pieces the file comes in; what breaks the syntax keeps those before it.
#include "annotations/json_elements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <random>

#include "annotations/collect_for_test.h"

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

struct Seen {
  std::vector<std::string> elements;
  std::optional<Error> broken;
};

Seen read(std::string_view text, std::size_t piece = SIZE_MAX) {
  Seen seen;
  MemoryReader reader(text, piece);
  const auto result =
      read_json_elements(reader, "f.json",
                         {.wanted = [](std::string_view key) { return key == "a" || key == "b"; },
                          .element = [&](std::string_view key, std::size_t index, const json::value& element) -> Result<void> {
                            seen.elements.push_back(std::string(key) + std::to_string(index) + "=" + json::serialize(element));
                            return {};
                          },
                          .not_a_list = [&](std::string_view key) -> Result<void> {
                            seen.elements.push_back(std::string(key) + " is no list");
                            return {};
                          }});
  EXPECT_TRUE(result);
  if (result) seen.broken = *result;
  return seen;
}

TEST(JsonElements, ComeInOrderWhateverThePieces) {
  const std::string text =
      "{\"x\":[1,{\"a\":[9]}], \"a\": [ {\"n\\u00e9\":[1,[],{}]}, 2.5, null,\n true, \"t\\\"é\", -7, 18446744073709551615, [] ], "
      "\"y\":{\"a\":[3]}, \"b\":[[[]]],"
      "\"a\":[0] }\n";
  const std::vector<std::string> wanted{"a0={\"né\":[1,[],{}]}",   "a1=2.5E0", "a2=null", "a3=true", "a4=\"t\\\"é\"", "a5=-7",
                                        "a6=18446744073709551615", "a7=[]",    "b0=[[]]", "a0=0"};
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{13}, text.size()}) {
    const Seen seen = read(text, piece);
    EXPECT_FALSE(seen.broken) << seen.broken->message;
    EXPECT_EQ(seen.elements, wanted) << piece;
  }
}

// Over an independent writer: the shortest digits that stand for a double stand for no other.
TEST(JsonElements, NumbersAreReadToTheLastBit) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> coordinate(0, 10'000);
  std::vector<double> numbers;
  std::string text = "{\"a\":[";
  for (int i = 0; i < 2'000; ++i) {
    numbers.push_back(coordinate(random) * (i % 7 == 0 ? 1e-9 : 1));
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), numbers.back()).ptr;
    text += (i == 0 ? "" : ",") + std::string(digits.data(), end);
  }
  text += "]}";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, text.size()}) {
    std::vector<double> read_back;
    MemoryReader reader(text, piece);
    const auto result = read_json_elements(reader, "f.json",
                                           {.wanted = [](std::string_view) { return true; },
                                            .element = [&](std::string_view, std::size_t, const json::value& element) -> Result<void> {
                                              read_back.push_back(element.to_number<double>());
                                              return {};
                                            },
                                            .not_a_list = [](std::string_view) -> Result<void> { return {}; }});
    EXPECT_TRUE(result && !*result);
    EXPECT_EQ(read_back, numbers) << piece;
  }
}

TEST(JsonElements, WhatIsNoListIsTold) {
  EXPECT_EQ(read(R"({"a":{"b":[1]},"b":3})").elements, (std::vector<std::string>{"a is no list", "b is no list"}));
}

TEST(JsonElements, WhatBreaksTheSyntaxIsToldWithItsLine) {
  EXPECT_THAT(read("{\"a\":[1,\n2,\n3").broken.value().message, HasSubstr("'f.json', line 3: not valid JSON"));
  EXPECT_EQ(read("{\"a\":[[1],\n[2],\n[3").elements.size(), 2U);
  EXPECT_THAT(read("{\"a\":[1,\nNaN]}").broken.value().message, HasSubstr("line 2"));
  EXPECT_THAT(read("{\"a\":[\"\xC3\x28\"]}").broken.value().message, HasSubstr("not valid JSON"));
  EXPECT_THAT(read("{\"a\":" + std::string(100'000, '[')).broken.value().message, HasSubstr("deep"));
  EXPECT_THAT(read("{\"z\":" + std::string(100'000, '[')).broken.value().message, HasSubstr("deep"));
  EXPECT_THAT(read("[1]").broken.value().message, HasSubstr("not an object"));
  EXPECT_THAT(read("1").broken.value().message, HasSubstr("not an object"));
  EXPECT_THAT(read("").broken.value().message, HasSubstr("not valid JSON"));
  EXPECT_THAT(read("{} {}").broken.value().message, HasSubstr("behind the end"));
  EXPECT_THAT(read("{} {}", 1).broken.value().message, HasSubstr("behind the end"));
  EXPECT_FALSE(read("{} \n ", 1).broken);
}

TEST(JsonElements, AnElementIsBounded) {
  std::string text = "{\"a\":[0,[";
  for (std::size_t i = 0; i < kMaxElementBytes / sizeof(json::value); ++i)
    text += "1,";
  const Seen seen = read(text + "1]]}");
  EXPECT_EQ(seen.elements.size(), 1U);
  EXPECT_THAT(seen.broken.value().message, HasSubstr("a[1] has more than"));
}

TEST(JsonElements, TheErrorOfACallbackIsHandedOnAsItIs) {
  MemoryReader reader(R"({"a":[1,2]})");
  const auto result =
      read_json_elements(reader, "f.json",
                         {.wanted = [](std::string_view) { return true; },
                          .element = [](std::string_view, std::size_t, const json::value&) -> Result<void> { return corrupt("mine"); },
                          .not_a_list = [](std::string_view) -> Result<void> { return {}; }});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "mine");
}

}  // namespace
}  // namespace kindred::annotations
