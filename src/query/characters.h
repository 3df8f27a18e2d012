// The characters of UTF-8 text one by one. Thread-safety: free functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kindred::query {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
};

// Requires: valid UTF-8 that is not empty.
inline Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xE0) return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (first < 0xF0) return {(first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4};
}

// Shortest forms only, no surrogates, nothing over U+10FFFF.
bool is_valid_utf8(std::string_view text);
void append_utf8(std::string& text, char32_t code);

}  // namespace kindred::query
