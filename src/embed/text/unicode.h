// Characters as Python sees them: what the reference tokenizer (open_clip 3.3.0 under CPython, with the PyPI packages `regex` and
// `ftfy`) asks of Unicode, over code points. The one wrapper of utf8proc.
//
// Unicode versions differ between the parties: utf8proc 2.8 knows Unicode 15.0, CPython 3.11 knows 14.0, `regex` 2026.11 knows 18.0.
// Letters and numbers follow `regex` (a table holds what utf8proc lacks). For the rest utf8proc is newer than CPython 3.11 in the
// characters that Unicode 15.0 added, rare scripts all: normalize() may order ten marks of them otherwise, lower() looks past 111 of
// them (or stops at them) when it decides on a final sigma, and twenty are digits in a terminal escape. A comparison of all
// characters in several surroundings found no other difference.
// Thread-safety: free functions from any thread.
#pragma once

#include <string>
#include <string_view>

namespace kindred::embed {

inline constexpr char32_t kReplacement = 0xFFFD;

// As bytes.decode("utf-8", "replace"): each maximal ill-formed part becomes one U+FFFD (Unicode 15, section 3.9, table 3-8).
std::u32string decode_utf8(std::string_view bytes);
// Requires: a code point that is no surrogate.
void append_utf8(char32_t character, std::string& bytes);
std::string encode_utf8(std::u32string_view text);

// str.isspace() of one character: what str.strip() and str.split() take for white space.
bool is_space(char32_t character);
// \p{L} and \p{N} of `regex`.
bool is_letter(char32_t character);
bool is_number(char32_t character);
// \d of `re`: category Nd.
bool is_decimal_digit(char32_t character);

// str.lower(): the full case mapping, with the final form of sigma.
std::u32string to_lower(std::u32string_view text);
// unicodedata.normalize("NFC", text), in time linear in the text but for the sorting of marks.
std::u32string to_nfc(std::u32string_view text);
std::u32string to_nfkc(std::u32string_view text);

}  // namespace kindred::embed
