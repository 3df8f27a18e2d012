// Law: a text is cut where open_clip's pattern cuts it, under the package regex with case ignored.
#include "embed/text/word_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "embed/text/unicode.h"

namespace kindred::embed {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> words(std::u32string_view text) {
  std::vector<std::string> found;
  WordScanner scanner(text);
  while (const auto word = scanner.next())
    found.push_back(encode_utf8(*word));
  return found;
}

TEST(WordScanner, TakesRunsOfLettersSingleNumbersAndRunsOfTheRest) {
  EXPECT_THAT(words(U"a cat, 12 !?x"), ElementsAre("a", "cat", ",", "1", "2", "!?", "x"));
  EXPECT_THAT(words(U"  "), IsEmpty());
}

TEST(WordScanner, KnowsContractionsWhereAWordBegins) {
  EXPECT_THAT(words(U"it's they'll've 'tis"), ElementsAre("it", "'s", "they", "'ll", "'ve", "'t", "is"));
  EXPECT_THAT(words(U"!'s can''t '"), ElementsAre("!'", "s", "can", "''", "t", "'"));
  EXPECT_THAT(words(U"'\u017F"), ElementsAre("'\u017F"));  // the long s folds to s
}

TEST(WordScanner, KnowsTheSpecialTokensWhereAWordBegins) {
  EXPECT_THAT(words(U"<start_of_text>x<end_of_text>"), ElementsAre("<start_of_text>", "x", "<end_of_text>"));
  EXPECT_THAT(words(U"!<end_of_text>"), ElementsAre("!<", "end", "_", "of", "_", "text", ">"));
}

TEST(WordScanner, SkipsTheMarkWhoseCapitalIsALetter) { EXPECT_THAT(words(U"a\u0345b!\u0345!"), ElementsAre("a", "b", "!", "!")); }

}  // namespace
}  // namespace kindred::embed
