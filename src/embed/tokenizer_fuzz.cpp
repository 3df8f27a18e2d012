// Any bytes: the tokenizer ends, gives as many ids as asked for, all in the vocabulary and framed by the start and the end of text;
// the cut encoding is a prefix of the whole; a cleaned text has no white space but single spaces.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "embed/text/text_cleaning.h"
#include "embed/text/unicode.h"
#include "embed/tokenizer.h"

namespace {

using kindred::embed::Tokenizer;

void require(bool law) {
  if (!law) std::abort();
}

const Tokenizer& tokenizer() {
  static const auto kTokenizer = Tokenizer::make(16);
  require(kTokenizer.has_value());
  return **kTokenizer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kindred::embed;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const auto all = tokenizer().token_ids(text);
  for (const auto id : all)
    require(id >= 0 && id < Tokenizer::kVocabularySize);

  const auto encoded = tokenizer().encode(text);
  require(encoded.size() == 16);
  require(encoded.front() == Tokenizer::kStartOfText);
  const std::size_t kept = std::min<std::size_t>(all.size(), 14);
  require(std::equal(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), encoded.begin() + 1));
  require(encoded[kept + 1] == Tokenizer::kEndOfText);
  require(std::all_of(encoded.begin() + static_cast<std::ptrdiff_t>(kept) + 2, encoded.end(), [](auto id) { return id == 0; }));

  // Decoding makes well-formed text: encoding and decoding it again changes nothing.
  const std::u32string decoded = decode_utf8(text);
  require(decode_utf8(encode_utf8(decoded)) == decoded);
  const std::u32string cleaned = clean_text(decoded);
  require(std::none_of(cleaned.begin(), cleaned.end(), [](char32_t c) { return c != U' ' && is_space(c); }));
  return 0;
}
