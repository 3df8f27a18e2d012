// CLIP's tokenizer: from a text to the ids that a text tower reads. Equal to open_clip 3.3.0's SimpleTokenizer with its defaults
// (clean='lower'), but for the mojibake repair that text/text_cleaning.h leaves out.
//
// The vocabulary is part of the program and is unpacked once, by the first make() (some 60 ms).
// Thread-safety: immutable; all members from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kindred::embed {

class BpeVocabulary;

class Tokenizer {
 public:
  static constexpr std::int64_t kStartOfText = 49406;
  static constexpr std::int64_t kEndOfText = 49407;
  static constexpr std::int64_t kVocabularySize = 49408;

  // Fails with `invalid` when context_length is below 1.
  static Result<std::unique_ptr<Tokenizer>> make(int context_length);

  // The ids of a text in UTF-8 (ill-formed parts count as U+FFFD), without the start and end of text.
  [[nodiscard]] std::vector<std::int64_t> token_ids(std::string_view text) const;
  // context_length ids: the start of text, the token ids, the end of text, zeros. A text that is too long is cut; its last id is
  // still the end of text.
  [[nodiscard]] std::vector<std::int64_t> encode(std::string_view text) const;
  [[nodiscard]] int context_length() const { return context_length_; }

 private:
  Tokenizer(const BpeVocabulary& vocabulary, int context_length) : vocabulary_(vocabulary), context_length_(context_length) {}
  [[nodiscard]] std::vector<std::int64_t> first_ids(std::string_view text, std::size_t enough) const;

  const BpeVocabulary& vocabulary_;  // lives as long as the program
  int context_length_;
};

}  // namespace kindred::embed
