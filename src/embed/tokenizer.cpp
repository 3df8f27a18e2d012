#include "embed/tokenizer.h"

#include <algorithm>
#include <limits>
#include <span>
#include <string>

#include "embed/text/bpe_vocabulary.h"
#include "embed/text/gunzip.h"
#include "embed/text/text_cleaning.h"
#include "embed/text/unicode.h"
#include "embed/text/word_scanner.h"

namespace kindred {

std::span<const std::uint8_t> embedded_bpe_vocabulary();  // bpe_simple_vocab_16e6.txt.gz, put in by src/CMakeLists.txt

}  // namespace kindred

namespace kindred::embed {
namespace {

constexpr std::size_t kLargestVocabulary = std::size_t{16} << 20;  // bytes, unpacked; it has 3 MB

Result<BpeVocabulary> load_vocabulary() {
  return BpeVocabulary::make(TRY(gunzip(embedded_bpe_vocabulary(), kLargestVocabulary, "CLIP's vocabulary")));
}

const Result<BpeVocabulary>& shared_vocabulary() {
  static const Result<BpeVocabulary> kVocabulary = load_vocabulary();
  return kVocabulary;
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> Tokenizer::make(int context_length) {
  static_assert(kStartOfText == BpeVocabulary::kStartOfText && kEndOfText == BpeVocabulary::kEndOfText);
  if (context_length < 1) return invalid("A tokenizer needs a context length of at least 1, not " + std::to_string(context_length));
  const Result<BpeVocabulary>& vocabulary = shared_vocabulary();
  if (!vocabulary) return vocabulary.error();
  return std::unique_ptr<Tokenizer>(new Tokenizer(*vocabulary, context_length));
}

std::vector<std::int64_t> Tokenizer::first_ids(std::string_view text, std::size_t enough) const {
  const std::u32string cleaned = clean_text(decode_utf8(text));
  std::vector<std::int64_t> ids;
  WordScanner words(cleaned);
  while (ids.size() < enough) {
    const auto word = words.next();
    if (!word) break;
    if (*word == kStartWord) {
      ids.push_back(kStartOfText);
    } else if (*word == kEndWord) {
      ids.push_back(kEndOfText);
    } else {
      vocabulary_.encode_word(encode_utf8(*word), ids);
    }
  }
  return ids;
}

std::vector<std::int64_t> Tokenizer::token_ids(std::string_view text) const {
  return first_ids(text, std::numeric_limits<std::size_t>::max());
}

std::vector<std::int64_t> Tokenizer::encode(std::string_view text) const {
  const auto length = static_cast<std::size_t>(context_length_);
  std::vector<std::int64_t> ids = first_ids(text, length);
  ids.insert(ids.begin(), kStartOfText);
  ids.resize(std::min(ids.size(), length - 1));
  ids.push_back(kEndOfText);
  ids.resize(length);
  return ids;
}

}  // namespace kindred::embed
