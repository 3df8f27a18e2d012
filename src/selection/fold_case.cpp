#include "selection/fold_case.h"

#include <algorithm>

namespace kindred::selection {
namespace {

// Of two bytes in UTF-8, as is the result (Unicode 15, CaseFolding.txt: the simple foldings within U+00C0..U+052F that stay so).
char32_t folded(char32_t c) {
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  if (within(0xC0, 0xDE)) return c == 0xD7 ? c : c + 0x20;
  if (c == 0x178) return 0xFF;
  // Pairs of an upper-case letter and, next to it, its lower-case one.
  const bool even_first = within(0x100, 0x12F) || within(0x132, 0x137) || within(0x14A, 0x177) || within(0x460, 0x481) ||
                          within(0x48A, 0x4BF) || within(0x4D0, 0x52F);
  const bool odd_first = within(0x139, 0x148) || within(0x179, 0x17E) || within(0x4C1, 0x4CE);
  if (even_first) return c | 1;
  if (odd_first) return c + (c & 1);
  if (within(0x391, 0x3AB) && c != 0x3A2) return c + 0x20;
  if (c == 0x386) return 0x3AC;
  if (within(0x388, 0x38A)) return c + 0x25;
  if (c == 0x38C) return 0x3CC;
  if (within(0x38E, 0x38F)) return c + 0x3F;
  if (c == 0x3C2) return 0x3C3;  // the final sigma
  if (within(0x400, 0x40F)) return c + 0x50;
  if (within(0x410, 0x42F)) return c + 0x20;
  if (c == 0x4C0) return 0x4CF;
  return c;
}

bool is_ascii(std::span<const char> bytes) {
  unsigned char all = 0;
  for (const char c : bytes)
    all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

void fold_ascii(std::span<char> bytes) {
  for (char& c : bytes)
    c = static_cast<char>(c + ((c >= 'A' && c <= 'Z') ? 'a' - 'A' : 0));
}

}  // namespace

void fold_case(std::span<char> bytes) {
  fold_ascii(bytes);
  if (is_ascii(bytes)) return;
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const auto trail = static_cast<unsigned char>(bytes[i + 1]);
    if (lead < 0xC2 || lead >= 0xE0 || (trail & 0xC0) != 0x80) continue;
    const char32_t c = folded(static_cast<char32_t>(lead & 0x1F) << 6 | (trail & 0x3F));
    bytes[i] = static_cast<char>(0xC0 | c >> 6);
    bytes[++i] = static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::string folded(std::string_view text) {
  std::string result(text);
  fold_case(result);
  return result;
}

}  // namespace kindred::selection
