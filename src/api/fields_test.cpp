// Fields are read as the SDK writes them, and a wrong one is named.
#include "api/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/listing.h"

namespace kindred::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Query query(std::string_view text) { return *Query::parse(text); }

TEST(FieldsTest, WholeNumbers) {
  EXPECT_EQ(*whole_number(query("limit=7"), "limit", 20, 1, 10), 7);
  EXPECT_EQ(*whole_number(query("x=7"), "limit", 20, 1, 10), 20);
  for (const char* bad : {"limit=", "limit=0", "limit=11", "limit=7.5", "limit=a", "limit=7x", "limit=99999999999999999999", "limit=-1"}) {
    const auto number = whole_number(query(bad), "limit", 20, 1, 10);
    ASSERT_FALSE(number) << bad;
    EXPECT_THAT(number.error().message, HasSubstr("'limit'"));
  }
}

TEST(FieldsTest, PythonsTruth) {
  EXPECT_TRUE(*truth(query("with_vector=True"), "with_vector", false));
  EXPECT_FALSE(*truth(query("with_vector=False"), "with_vector", true));
  EXPECT_TRUE(*truth(query(""), "with_vector", true));
  EXPECT_FALSE(truth(query("with_vector=yes"), "with_vector", true));
}

TEST(FieldsTest, Lists) {
  const json::object body = *parse_json_object(R"({"ids": ["a", "b"], "none": null, "mixed": ["a", 1], "text": "a"})", "a test");
  EXPECT_THAT(**string_list(body, "ids", 2), ElementsAre("a", "b"));
  EXPECT_EQ(string_list(body, "ids", 1).error().kind, ErrorKind::too_large);
  EXPECT_EQ(*string_list(body, "none", 2), std::nullopt);
  EXPECT_EQ(*string_list(body, "absent", 2), std::nullopt);
  EXPECT_FALSE(string_list(body, "mixed", 2));
  EXPECT_FALSE(string_list(body, "text", 2));
}

TEST(ListingTest, Pages) {
  const auto page = parse_page(query("limit=5000&offset=3&order_by=-created_at&order_by=filename"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->limit, 1000U);
  EXPECT_EQ(page->offset, 3U);
  EXPECT_THAT(page->order_by, ElementsAre("-created_at", "filename"));
  EXPECT_FALSE(parse_page(query("limit=0")));
  EXPECT_FALSE(parse_page(query("offset=-1")));
  EXPECT_FALSE(parse_page(query("offset=1&cursor=x")));
}

TEST(ListingTest, FiltersOfAGet) {
  Request request;
  request.method = "GET";
  request.query = query("types=IMAGE&types=VIDEO&upload_statuses=DONE&custom_metadata=%7B%22a%22%3A1%7D&q=tags.name+in+(%22x%22)");
  const auto filter = data_filter(request);
  ASSERT_TRUE(filter) << filter.error().message;
  EXPECT_EQ(filter->list.data.types.size(), 2U);
  EXPECT_EQ(filter->list.data.upload_statuses.size(), 1U);
  EXPECT_EQ(filter->list.data.custom_metadata_json, R"({"a":1})");
  EXPECT_EQ(filter->q, "tags.name in (\"x\")");
  EXPECT_EQ(filter->list.data.ids, std::nullopt);
}

TEST(ListingTest, FiltersOfAnXget) {
  Request request;
  request.method = "XGET";
  request.body =
      R"({"ids": ["0190a0a0-0000-7000-8000-000000000001"], "types": ["IMAGE"], "upload_statuses": ["DONE"], "q": "data.tags.name = \"x\" and tags.name = \"y\""})";
  const auto filter = asset_filter(request);
  ASSERT_TRUE(filter) << filter.error().message;
  EXPECT_EQ(filter->list.ids->size(), 1U);
  EXPECT_EQ(filter->list.data.types.size(), 1U);
  EXPECT_EQ(filter->q, "data.tags.name = \"x\" and tags.name = \"y\"");
  EXPECT_EQ(data_filter(request)->list.data.ids->size(), 1U);
}

TEST(ListingTest, WrongWordsAreNamed) {
  Request request;
  request.method = "GET";
  request.query = query("types=PICTURE");
  EXPECT_THAT(data_filter(request).error().message, HasSubstr("PICTURE"));
}

}  // namespace
}  // namespace kindred::api
