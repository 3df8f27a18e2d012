// CLIP's vocabulary of byte pairs: turns the bytes of one word into token ids.
//
// Source: OpenAI's CLIP, as open_clip 3.3.0 reads it. Ids 0 to 255 are single bytes inside a word (printable ones first), 256 to 511
// the same bytes at the end of a word, then one id per merge in the file's order (the order is the priority), then the two special
// tokens. Each joined symbol comes from exactly one merge, and only from symbols of earlier merges; make() checks both, because
// encode_word() relies on it.
// Thread-safety: immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace kindred::embed {

class BpeVocabulary {
 public:
  static constexpr std::int64_t kStartOfText = 49406;
  static constexpr std::int64_t kEndOfText = 49407;

  // `merges` is the unpacked text of bpe_simple_vocab_16e6.txt: a heading, then two symbols per line. Lines after those that CLIP
  // uses are not read. Fails with `corrupt` for anything else.
  static Result<BpeVocabulary> make(std::string_view merges);

  // Appends the ids of one word. Joins the two neighbours of the best merge, the leftmost first, until none is left: n log n in the
  // length of the word. Requires: bytes is not empty.
  void encode_word(std::string_view bytes, std::vector<std::int64_t>& ids) const;

 private:
  using Pair = std::uint64_t;  // the two ids
  [[nodiscard]] const std::int32_t* joined(std::int32_t left, std::int32_t right) const;

  std::unordered_map<Pair, std::int32_t> joined_;  // to the id of the joined symbol, which is also its rank
};

}  // namespace kindred::embed
