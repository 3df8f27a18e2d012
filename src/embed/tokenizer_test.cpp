// Law: the ids are those of open_clip 3.3.0 for every text that mojibake repair would leave alone, and a cut text keeps its end.
//
// The oracle is tests/data/tokens, written by tests/reference/make_token_goldens.py with open_clip itself.
#include "embed/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/json.h"

namespace kindred::embed {
namespace {

using Ids = std::vector<std::int64_t>;
using testing::ElementsAre;
using testing::IsEmpty;

const Tokenizer& tokenizer() {
  static const auto kTokenizer = Tokenizer::make(77);
  EXPECT_TRUE(kTokenizer.has_value());
  return **kTokenizer;
}

json::array read_goldens(const std::string& name) {
  const auto text = read_text_file(std::string(KINDRED_SOURCE_DIR) + "/tests/data/tokens/" + name);
  EXPECT_TRUE(text.has_value()) << text.error().message;
  return text ? json::parse(*text).as_array() : json::array();
}

std::string text_of(const json::value& golden) { return std::string(golden.as_array().at(0).as_string()); }

Ids ids_of(const json::value& golden, std::size_t column) {
  Ids ids;
  for (const json::value& id : golden.as_array().at(column).as_array())
    ids.push_back(id.as_int64());
  return ids;
}

Ids padded(Ids ids, std::size_t length) {
  ids.insert(ids.begin(), Tokenizer::kStartOfText);
  ids.push_back(Tokenizer::kEndOfText);
  ids.resize(std::max(ids.size(), length));
  if (ids.size() > length) {
    ids.resize(length);
    ids.back() = Tokenizer::kEndOfText;
  }
  return ids;
}

TEST(Tokenizer, MakesTheIdsOfTheReference) {
  const json::array goldens = read_goldens("golden.json");
  ASSERT_GT(goldens.size(), 2000U);
  for (const json::value& golden : goldens) {
    const std::string text = text_of(golden);
    EXPECT_EQ(tokenizer().token_ids(text), ids_of(golden, 1)) << json::serialize(golden.as_array().at(0));
    EXPECT_EQ(tokenizer().encode(text), padded(ids_of(golden, 1), 77)) << json::serialize(golden.as_array().at(0));
  }
}

TEST(Tokenizer, DiffersFromTheReferenceByMojibakeRepairAlone) {
  const json::array goldens = read_goldens("mojibake.json");
  ASSERT_GT(goldens.size(), 5U);
  for (const json::value& golden : goldens)
    EXPECT_EQ(tokenizer().token_ids(text_of(golden)), ids_of(golden, 2)) << text_of(golden);
}

TEST(Tokenizer, FramesAndPadsWhatItEncodes) {
  const auto small = Tokenizer::make(6);
  ASSERT_TRUE(small.has_value());
  EXPECT_THAT((*small)->encode(""), ElementsAre(49406, 49407, 0, 0, 0, 0));
  EXPECT_THAT((*small)->encode("a cat"), ElementsAre(49406, 320, 2368, 49407, 0, 0));
  EXPECT_THAT((*small)->encode("a cat a cat"), ElementsAre(49406, 320, 2368, 320, 2368, 49407));
  EXPECT_THAT((*small)->encode("a cat a cat a"), ElementsAre(49406, 320, 2368, 320, 2368, 49407));
}

TEST(Tokenizer, KeepsTheEndEvenWhereNothingElseFits) {
  const auto least = Tokenizer::make(1);
  ASSERT_TRUE(least.has_value());
  EXPECT_THAT((*least)->encode("a cat"), ElementsAre(49407));
}

TEST(Tokenizer, RefusesAContextWithoutRoom) {
  const auto none = Tokenizer::make(0);
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().kind, ErrorKind::invalid);
}

TEST(Tokenizer, ReadsIllFormedBytesAsReplacementCharacters) {
  EXPECT_EQ(tokenizer().token_ids("a \xFF cat"), tokenizer().token_ids("a \xEF\xBF\xBD cat"));
  EXPECT_EQ(tokenizer().token_ids("\xE2\x82"), tokenizer().token_ids("\xEF\xBF\xBD"));
  EXPECT_THAT(tokenizer().token_ids(""), IsEmpty());
}

TEST(Tokenizer, ServesManyThreadsAtOnce) {
  const Ids expected = tokenizer().encode("A photo of it's caf\xC3\xA9 &amp; more");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round)
        EXPECT_EQ(tokenizer().encode("A photo of it's caf\xC3\xA9 &amp; more"), expected);
    });
  }
}

}  // namespace
}  // namespace kindred::embed
