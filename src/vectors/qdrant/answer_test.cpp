// Law: every answer that a Qdrant was seen to give (tests/data/qdrant) is read for what it says, and nothing else is taken for an answer.
#include "vectors/qdrant/answer.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "base/files.h"

namespace kindred::vectors {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kName = "open_clip__ViT-B-16__datacomp_xl_s13b_b90k";

struct Step {
  std::string name;
  std::string path;
  int status = 0;
  std::string body;
  json::value value;  // of the body
};

// Calls `visit` with each recorded step; gives how many there were.
std::size_t for_each_step(const std::function<void(const Step&)>& visit) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(KINDRED_SOURCE_DIR "/tests/data/qdrant")) {
    if (file.path().extension() != ".json") continue;
    const std::string text = read_text_file(file.path(), 1 << 24).value();
    const json::value steps = parse_json(text, file.path().string()).value();
    for (const json::value& each : steps.as_array()) {
      const json::object& object = each.as_object();
      const json::value& body = object.at("response_body");
      Step step{std::string(object.at("name").as_string()), std::string(object.at("path").as_string()),
                static_cast<int>(object.at("status").as_int64()), body.is_string() ? std::string(body.as_string()) : json::serialize(body),
                body};
      SCOPED_TRACE(file.path().filename().string() + ": " + step.name);
      visit(step);
      ++count;
    }
  }
  return count;
}

ErrorKind kind_of(int status) {
  if (status == 403) return ErrorKind::unavailable;
  if (status == 404) return ErrorKind::not_found;
  if (status == 409) return ErrorKind::conflict;
  return status >= 500 ? ErrorKind::unavailable : ErrorKind::internal;
}

TEST(QdrantAnswerTest, EveryRecordedAnswerIsASuccessOrAnErrorWithItsText) {
  const std::size_t steps = for_each_step([](const Step& step) {
    const auto result = read_qdrant_answer(step.status, step.body, "a request");
    if (step.status >= 300) {
      ASSERT_FALSE(result);
      EXPECT_EQ(result.error().kind, kind_of(step.status));
      if (step.value.is_object()) {
        const auto text = std::string(step.value.at("status").at("error").as_string());
        EXPECT_THAT(result.error().message, HasSubstr(text.substr(0, 300)));
      }
      return;
    }
    const bool has_envelope = step.value.is_object() && step.value.as_object().contains("result");
    ASSERT_EQ(result.has_value(), has_envelope);
    if (has_envelope) {
      EXPECT_EQ(*result, step.value.at("result"));
    }
  });
  EXPECT_GT(steps, 500U);
}

// What Kindred asks for, read from the answers of the same routes. Scores of 1e39 come as null, which is refused.
TEST(QdrantAnswerTest, ResultsOfEachRouteAreRead) {
  std::size_t searches = 0;
  std::size_t pages = 0;
  std::size_t changes = 0;
  for_each_step([&](const Step& step) {
    const auto result = read_qdrant_answer(step.status, step.body, "a request");
    if (!result) return;
    if (step.path.ends_with("/points/query")) {
      const json::array& points = result->at("points").as_array();
      const bool strange =
          std::ranges::any_of(points, [](const json::value& p) { return !p.at("id").is_string() || p.at("score").is_null(); });
      const auto hits = read_scored_points(*result);
      ASSERT_EQ(hits.has_value(), !strange);
      if (strange) return;
      ASSERT_EQ(hits->size(), points.size());
      for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(to_string((*hits)[i].id), points[i].at("id").as_string());
        EXPECT_FLOAT_EQ((*hits)[i].score, points[i].at("score").to_number<float>());
      }
      ++searches;
    } else if (step.path.ends_with("/points/scroll")) {
      const auto page = read_scroll_page(*result, kName, 8);
      const json::array& points = result->at("points").as_array();
      if (!page) return;  // ids that are numbers
      EXPECT_EQ(page->records.size(), points.size());
      EXPECT_EQ(page->next.has_value(), !result->at("next_page_offset").is_null());
      ++pages;
    } else if (step.path.ends_with("/points/count")) {
      EXPECT_EQ(read_count(*result).value(), result->at("count").to_number<std::uint64_t>());
    } else if (result->is_object() && result->as_object().contains("operation_id")) {
      EXPECT_EQ(read_is_completed(*result).value(), result->at("status").as_string() == "completed");
      ++changes;
    }
  });
  EXPECT_GT(searches, 50U);
  EXPECT_GT(pages, 10U);
  EXPECT_GT(changes, 30U);
}

TEST(QdrantAnswerTest, ADescriptionNamesTheVectors) {
  std::size_t described = 0;
  for_each_step([&](const Step& step) {
    if (step.name != "info") return;
    const auto result = read_qdrant_answer(step.status, step.body, "a request").value();
    const auto named = read_named_vectors(result).value();
    ASSERT_FALSE(named.empty());
    EXPECT_EQ(named.front().first, kName);
    EXPECT_EQ(named.front().second, 8U);
    ++described;
  });
  EXPECT_GT(described, 0U);
}

TEST(QdrantAnswerTest, TheVersionIsTheServersOwn) {
  for_each_step([](const Step& step) {
    if (step.path != "/") return;
    const auto version = read_qdrant_version(step.body);
    ASSERT_TRUE(version);
    EXPECT_EQ(version->text, "1.18.3");
    EXPECT_EQ(version->minor, 18);
  });
  for (const std::string_view other : {"", "{}", R"({"title":"nginx","version":"1.18"})", R"({"title":"qdrant","version":"new"})",
                                       R"({"title":"qdrant","version":"1."})", R"({"title":1,"version":"1.18.3"})"})
    EXPECT_EQ(read_qdrant_version(other).error().kind, ErrorKind::invalid) << other;
}

TEST(QdrantAnswerTest, WhatIsNoAnswerIsRefused) {
  EXPECT_EQ(read_qdrant_answer(200, "<html>", "it").error().kind, ErrorKind::corrupt);
  EXPECT_EQ(read_qdrant_answer(200, R"({"status":"ok"})", "it").error().kind, ErrorKind::corrupt);
  EXPECT_EQ(read_qdrant_answer(401, "Must provide an API key", "it").error().kind, ErrorKind::unavailable);
  EXPECT_THAT(read_qdrant_answer(502, "<html>Bad Gateway", "it").error().message, HasSubstr("Bad Gateway"));
  EXPECT_EQ(read_scored_points(parse_json(R"({"points":[{"id":7,"score":1}]})", "it").value()).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(read_scored_batch(parse_json(R"([{"points":[]}])", "it").value(), 2).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(read_count(parse_json(R"({"count":-1})", "it").value()).error().kind, ErrorKind::corrupt);
  const auto records = parse_json(R"([{"id":"00000000-0000-0000-0000-000000000001","vector":{"x":[1,2]}}])", "it").value();
  EXPECT_EQ(read_records(records, "x", 3).error().kind, ErrorKind::corrupt);
  EXPECT_TRUE(read_records(records, "other", 3).value().front().vector.empty());
}

}  // namespace
}  // namespace kindred::vectors
