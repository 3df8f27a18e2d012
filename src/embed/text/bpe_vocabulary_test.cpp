// Law: joining the best pair through a queue gives what open_clip's rounds give: in each round all places of the best pair.
#include "embed/text/bpe_vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <span>
#include <utility>

#include "embed/text/gunzip.h"

namespace kindred {

std::span<const std::uint8_t> embedded_bpe_vocabulary();

}  // namespace kindred

namespace kindred::embed {
namespace {

using Ids = std::vector<std::int64_t>;
using testing::HasSubstr;

std::string merges_file() {
  auto text = gunzip(embedded_bpe_vocabulary(), std::size_t{16} << 20, "the vocabulary");
  EXPECT_TRUE(text.has_value());
  return *std::move(text);
}

// SimpleTokenizer.bpe() over strings, for words of the letters a to z (whose ids are 64 and up, and 256 more at the end of a word).
class SlowTwin {
 public:
  explicit SlowTwin(const std::string& merges) {
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      ids_[std::string(1, letter)] = letter - '!';
      ids_[std::string(1, letter) + "</w>"] = letter - '!' + 256;
    }
    std::size_t at = merges.find('\n') + 1;
    for (int rank = 0; rank < 48894; ++rank) {
      const std::size_t space = merges.find(' ', at);
      const std::size_t end = merges.find('\n', space);
      std::pair<std::string, std::string> pair(merges.substr(at, space - at), merges.substr(space + 1, end - space - 1));
      ids_[pair.first + pair.second] = 512 + rank;
      ranks_[std::move(pair)] = rank;
      at = end + 1;
    }
  }

  [[nodiscard]] Ids encode(const std::string& letters) const {
    std::vector<std::string> word;
    for (const char letter : letters)
      word.emplace_back(1, letter);
    word.back() += "</w>";
    while (join_best(word)) {
    }
    Ids ids;
    for (const std::string& symbol : word)
      ids.push_back(ids_.at(symbol));
    return ids;
  }

 private:
  bool join_best(std::vector<std::string>& word) const {
    auto best = ranks_.end();
    for (std::size_t i = 0; i + 1 < word.size(); ++i) {
      const auto found = ranks_.find({word[i], word[i + 1]});
      if (found != ranks_.end() && (best == ranks_.end() || found->second < best->second)) best = found;
    }
    if (best == ranks_.end()) return false;
    std::vector<std::string> joined;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const bool here = i + 1 < word.size() && word[i] == best->first.first && word[i + 1] == best->first.second;
      joined.push_back(here ? word[i] + word[i + 1] : word[i]);
      if (here) ++i;
    }
    word = std::move(joined);
    return true;
  }

  std::map<std::string, std::int64_t> ids_;
  std::map<std::pair<std::string, std::string>, int> ranks_;
};

TEST(BpeVocabulary, JoinsAsTheReferenceInRounds) {
  const std::string merges = merges_file();
  const auto vocabulary = BpeVocabulary::make(merges);
  ASSERT_TRUE(vocabulary.has_value()) << vocabulary.error().message;
  const SlowTwin twin(merges);
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    std::string word(1 + random() % 24, 'a');
    const unsigned alphabet = 1 + random() % 26;  // few letters make overlapping pairs
    for (char& letter : word)
      letter = static_cast<char>('a' + random() % alphabet);
    Ids ids;
    vocabulary->encode_word(word, ids);
    EXPECT_EQ(ids, twin.encode(word)) << word;
  }
}

TEST(BpeVocabulary, RefusesADamagedFileByItsLine) {
  for (const std::string damaged : {"", "heading\ni n\nt zz\n", "heading\ni n\nt\n", "heading\ni n\ni n\n"}) {
    const auto vocabulary = BpeVocabulary::make(damaged);
    ASSERT_FALSE(vocabulary.has_value());
    EXPECT_EQ(vocabulary.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(vocabulary.error().message, HasSubstr(damaged.empty() ? "line 2" : "line 3"));
  }
}

TEST(Gunzip, RefusesDamagedCutAndHugeData) {
  const auto packed = embedded_bpe_vocabulary();
  EXPECT_EQ(gunzip(packed.first(packed.size() / 2), std::size_t{16} << 20, "half").error().kind, ErrorKind::corrupt);
  EXPECT_EQ(gunzip(packed, 1000, "all").error().kind, ErrorKind::too_large);
  std::vector<std::uint8_t> damaged(packed.begin(), packed.end());
  damaged[damaged.size() / 2] ^= 0x55;
  EXPECT_EQ(gunzip(damaged, std::size_t{16} << 20, "damaged").error().kind, ErrorKind::corrupt);
}

}  // namespace
}  // namespace kindred::embed
