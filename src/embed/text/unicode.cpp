#include "embed/text/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <compare>
#include <iterator>
#include <span>
#include <vector>

namespace kindred::embed {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Letters and numbers that `regex` knows and utf8proc 2.8 does not, as kNewerLetters and kNewerNumbers.
#include "embed/text/newer_characters.inc"

bool contains(std::span<const Range> sorted, char32_t character) {
  const auto after =
      std::upper_bound(sorted.begin(), sorted.end(), character, [](char32_t wanted, const Range& range) { return wanted < range.first; });
  return after != sorted.begin() && character <= std::prev(after)->last;
}

utf8proc_category_t category_of(char32_t character) { return utf8proc_category(static_cast<utf8proc_int32_t>(character)); }

bool is_one_of(char32_t character, std::u32string_view characters) { return characters.find(character) != std::u32string_view::npos; }

// Unicode's property Case_Ignorable (section 3.13, D136): modifiers, marks, and what stands inside words.
bool is_case_ignorable(char32_t character) {
  switch (category_of(character)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK: return true;
    default: return is_one_of(character, U"'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A");
  }
}

// Unicode's property Cased (D135): letters with case, and the symbols of Other_Lowercase and Other_Uppercase.
bool is_cased(char32_t character) {
  static constexpr std::array kOther = {Range{0xAA, 0xAA},       Range{0xBA, 0xBA},       Range{0x2160, 0x217F},  Range{0x24B6, 0x24E9},
                                        Range{0x1F130, 0x1F149}, Range{0x1F150, 0x1F169}, Range{0x1F170, 0x1F189}};
  const auto category = category_of(character);
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT ||
         contains(kOther, character);
}

// Whether the capital sigma at `place` ends a word: a cased letter stands before it and none after, ignorable ones skipped
// (Unicode's condition Final_Sigma, table 3-17).
bool is_final_sigma(std::u32string_view text, std::size_t place) {
  const auto first_that_counts = [](const auto& from, const auto& end) { return std::find_if_not(from, end, is_case_ignorable); };
  const auto before_end = text.rend();
  const auto before = first_that_counts(text.rbegin() + static_cast<std::ptrdiff_t>(text.size() - place), before_end);
  if (before == before_end || !is_cased(*before)) return false;
  const auto after = first_that_counts(text.begin() + static_cast<std::ptrdiff_t>(place) + 1, text.end());
  return after == text.end() || !is_cased(*after);
}

constexpr char32_t kFirstThatNormalizes = 0x300;  // below it every text is in NFC

void append_decomposed(char32_t character, int options, std::u32string& text) {
  std::array<utf8proc_int32_t, 32> parts{};  // the longest decomposition has 18
  int last_boundary = 0;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character), parts.data(), parts.size(),
                                             static_cast<utf8proc_option_t>(options), &last_boundary);
  if (count < 0 || static_cast<std::size_t>(count) > parts.size()) {
    text.push_back(character);  // not a character that utf8proc accepts: leave it as it is
    return;
  }
  text.insert(text.end(), parts.begin(), parts.begin() + count);
}

int combining_class(char32_t character) { return utf8proc_get_property(static_cast<utf8proc_int32_t>(character))->combining_class; }

struct Mark {
  int combining_class;
  std::size_t place;  // marks of one class keep their order
  char32_t character;
  auto operator<=>(const Mark&) const = default;
};

// Unicode's canonical ordering (D109). utf8proc does this as well, but in time quadratic in a run of marks.
void sort_marks(std::u32string& text) {
  std::vector<Mark> marks;
  for (std::size_t begin = 0; begin < text.size(); begin += marks.size() + 1) {
    marks.clear();
    for (std::size_t at = begin; at < text.size() && combining_class(text[at]) != 0; ++at) {
      marks.push_back({combining_class(text[at]), at, text[at]});
    }
    if (marks.size() < 2) continue;
    std::sort(marks.begin(), marks.end());
    for (std::size_t i = 0; i < marks.size(); ++i)
      text[begin + i] = marks[i].character;
  }
}

std::u32string normalize(std::u32string_view text, int decompose_options) {
  std::u32string result;
  result.reserve(text.size());
  for (const char32_t character : text)
    append_decomposed(character, decompose_options | UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, result);
  sort_marks(result);
  std::vector<utf8proc_int32_t> buffer(result.begin(), result.end());
  const auto size = utf8proc_normalize_utf32(buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()),
                                             static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  if (size < 0) return result;  // can't be: these options make no demands on the text
  return {buffer.begin(), buffer.begin() + size};
}

}  // namespace

bool is_space(char32_t character) {
  static constexpr std::array kSpaces = {Range{0x09, 0x0D},     Range{0x1C, 0x20},     Range{0x85, 0x85},     Range{0xA0, 0xA0},
                                         Range{0x1680, 0x1680}, Range{0x2000, 0x200A}, Range{0x2028, 0x2029}, Range{0x202F, 0x202F},
                                         Range{0x205F, 0x205F}, Range{0x3000, 0x3000}};
  return contains(kSpaces, character);
}

bool is_letter(char32_t character) {
  switch (category_of(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return true;
    case UTF8PROC_CATEGORY_CN: return contains(kNewerLetters, character);
    default: return false;
  }
}

bool is_number(char32_t character) {
  switch (category_of(character)) {
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return true;
    case UTF8PROC_CATEGORY_CN: return contains(kNewerNumbers, character);
    default: return false;
  }
}

bool is_decimal_digit(char32_t character) { return category_of(character) == UTF8PROC_CATEGORY_ND; }

std::u32string to_lower(std::u32string_view text) {
  std::u32string lower;
  lower.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'\u0130') {
      lower += U"i\u0307";  // I with a dot above: the one capital that becomes two characters
    } else if (text[i] == U'\u03A3') {
      lower.push_back(is_final_sigma(text, i) ? U'\u03C2' : U'\u03C3');
    } else {
      lower.push_back(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(text[i]))));
    }
  }
  return lower;
}

std::u32string to_nfc(std::u32string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char32_t character) { return character < kFirstThatNormalizes; }))
    return std::u32string(text);
  return normalize(text, 0);
}

std::u32string to_nfkc(std::u32string_view text) { return normalize(text, UTF8PROC_COMPAT); }

}  // namespace kindred::embed
