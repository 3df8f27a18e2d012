// Law: JSON is read or refused with the name of the input; fields are read as their type or refused with their name.
#include "base/json.h"

#include <gmock/gmock.h>

#include <array>
#include <charconv>
#include <random>

namespace kindred {
namespace {

using ::testing::HasSubstr;

TEST(ParseJsonTest, NamesTheInputItRefuses) {
  EXPECT_EQ(parse_json("[1, 2]", "the list")->as_array().size(), 2U);
  for (const char* text : {"", "{", "{\"a\":}", "[1,]", "1 2", "nul", "\"\xFF\"", "{'a': 1}"}) {
    const auto value = parse_json(text, "the request body");
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().kind, ErrorKind::invalid);
    EXPECT_THAT(value.error().message, HasSubstr("the request body"));
  }
}

TEST(ParseJsonTest, NestingIsLimited) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(60), "x"));
  EXPECT_FALSE(parse_json(nested(70), "x"));
  EXPECT_FALSE(parse_json(std::string(1'000'000, '['), "x")) << "and doesn't use up the stack";
}

// A coordinate that a client was told and sends back is the same coordinate.
TEST(ParseJsonTest, NumbersAreReadToTheLastBit) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> any(-1000, 1000);
  for (int i = 0; i < 10'000; ++i) {
    const double number = i % 2 == 0 ? any(random) : static_cast<double>(static_cast<float>(any(random)));
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const auto value = parse_json("[" + std::string(digits.data(), end) + "]", "a body");
    ASSERT_TRUE(value);
    ASSERT_EQ(value->as_array()[0].to_number<double>(), number) << std::string(digits.data(), end);
  }
}

TEST(ParseJsonObjectTest, WantsAnObject) {
  EXPECT_TRUE(parse_json_object("{}", "x")->empty());
  EXPECT_THAT(parse_json_object("[]", "the file 'a'").error().message, HasSubstr("the file 'a'"));
}

class JsonFieldTest : public ::testing::Test {
 protected:
  json::object object_ =
      parse_json_object(
          R"({"text": "a", "int": 3, "whole": 4.0, "half": 0.5, "big": 9223372036854775807, "huge": 1e30, "yes": true, "nothing": null})",
          "x")
          .value();
};

TEST_F(JsonFieldTest, ReadsWhatIsThere) {
  EXPECT_EQ(required_string(object_, "text").value(), "a");
  EXPECT_EQ(optional_string(object_, "text").value(), "a");
  EXPECT_EQ(optional_int(object_, "int").value(), 3);
  EXPECT_EQ(optional_int(object_, "whole").value(), 4);
  EXPECT_EQ(optional_int(object_, "big").value(), INT64_MAX);
  EXPECT_EQ(optional_number(object_, "int").value(), 3.0);
  EXPECT_EQ(optional_number(object_, "half").value(), 0.5);
  EXPECT_EQ(optional_bool(object_, "yes").value(), true);
}

TEST_F(JsonFieldTest, NullIsAbsent) {
  for (const char* field : {"nothing", "missing"}) {
    EXPECT_EQ(optional_string(object_, field).value(), std::nullopt);
    EXPECT_EQ(optional_int(object_, field).value(), std::nullopt);
    EXPECT_EQ(optional_number(object_, field).value(), std::nullopt);
    EXPECT_EQ(optional_bool(object_, field).value(), std::nullopt);
    EXPECT_THAT(required_string(object_, field).error().message, HasSubstr(std::string("'") + field + "' is missing"));
  }
}

TEST_F(JsonFieldTest, AnotherTypeIsRefusedByName) {
  EXPECT_THAT(required_string(object_, "int").error().message, HasSubstr("'int' must be a string"));
  EXPECT_THAT(optional_int(object_, "half").error().message, HasSubstr("'half' must be a whole number"));
  EXPECT_THAT(optional_int(object_, "huge").error().message, HasSubstr("'huge' must be a whole number"));
  EXPECT_THAT(optional_int(object_, "text").error().message, HasSubstr("'text' must be a whole number"));
  EXPECT_THAT(optional_number(object_, "yes").error().message, HasSubstr("'yes' must be a number"));
  EXPECT_THAT(optional_bool(object_, "int").error().message, HasSubstr("'int' must be true or false"));
}

}  // namespace
}  // namespace kindred
