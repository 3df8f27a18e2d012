#include "embed/text/word_scanner.h"

#include <algorithm>
#include <array>

#include "embed/text/unicode.h"

namespace kindred::embed {
namespace {

constexpr std::array<std::u32string_view, 9> kFixedWords = {kStartWord, kEndWord, U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"};

char32_t fold(char32_t character) {
  if (character == U'\u017F') return U's';
  return character >= U'A' && character <= U'Z' ? character + (U'a' - U'A') : character;
}

bool begins_with(std::u32string_view text, std::u32string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char32_t wanted, char32_t found) { return wanted == fold(found); });
}

bool is_other(char32_t character) { return character != U' ' && character != U'\u0345' && !is_letter(character) && !is_number(character); }

template <typename Predicate>
std::size_t run_length(std::u32string_view text, Predicate&& belongs) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), belongs) - text.begin());
}

// 0: no word begins here.
std::size_t word_length(std::u32string_view text) {
  if (text[0] == U'<' || text[0] == U'\'') {
    for (const std::u32string_view word : kFixedWords) {
      if (begins_with(text, word)) return word.size();
    }
  }
  if (is_letter(text[0])) return run_length(text, is_letter);
  if (is_number(text[0])) return 1;
  return run_length(text, is_other);
}

}  // namespace

std::optional<std::u32string_view> WordScanner::next() {
  while (!rest_.empty()) {
    const std::size_t length = word_length(rest_);
    const std::u32string_view word = rest_.substr(0, length);
    rest_.remove_prefix(std::max<std::size_t>(length, 1));
    if (length > 0) return word;
  }
  return std::nullopt;
}

}  // namespace kindred::embed
