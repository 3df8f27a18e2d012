// Cuts a cleaned text into the words that byte pair encoding works on.
//
// The reference is the pattern of open_clip 3.3.0's SimpleTokenizer under the package `regex`, ignoring case:
//   <start_of_text>|<end_of_text>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+
// Two facts about ignoring case there: U+017F (long s) counts as an s, and U+0345 (a Greek mark whose capital is the letter iota)
// is in no class at all, so it is skipped. Requires a text whose only white space is " " (text_cleaning.h makes such).
// Thread-safety: a value; use one in one thread.
#pragma once

#include <optional>
#include <string_view>

namespace kindred::embed {

inline constexpr std::u32string_view kStartWord = U"<start_of_text>";
inline constexpr std::u32string_view kEndWord = U"<end_of_text>";

class WordScanner {
 public:
  explicit WordScanner(std::u32string_view text) : rest_(text) {}
  // The next word, never empty; nothing at the end. The view points into the text.
  std::optional<std::u32string_view> next();

 private:
  std::u32string_view rest_;
};

}  // namespace kindred::embed
