#include "embed/text/unicode.h"

namespace kindred::embed {
namespace {

// What may follow a lead byte: how many continuation bytes, and the range of the first of them (the others are 80..BF).
struct Lead {
  int continuations = 0;  // 0: not a lead byte
  unsigned char first_low = 0x80;
  unsigned char first_high = 0xBF;
};

constexpr Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};  // no surrogates
  if (byte >= 0xE1 && byte <= 0xEF) return {2};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};  // not above U+10FFFF
  if (byte >= 0xF1 && byte <= 0xF3) return {3};
  return {};
}

// Reads one character, or one ill-formed part, and moves `at` behind it.
char32_t decode_one(std::string_view bytes, std::size_t& at) {
  const auto first = static_cast<unsigned char>(bytes[at++]);
  if (first < 0x80) return first;
  const Lead lead = lead_of(first);
  if (lead.continuations == 0) return kReplacement;
  char32_t character = first & (0x3FU >> lead.continuations);
  for (int i = 0; i < lead.continuations; ++i) {
    if (at == bytes.size()) return kReplacement;
    const auto next = static_cast<unsigned char>(bytes[at]);
    const bool fits = i == 0 ? next >= lead.first_low && next <= lead.first_high : (next & 0xC0) == 0x80;
    if (!fits) return kReplacement;
    character = character << 6 | (next & 0x3FU);
    ++at;
  }
  return character;
}

}  // namespace

std::u32string decode_utf8(std::string_view bytes) {
  std::u32string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();)
    text.push_back(decode_one(bytes, at));
  return text;
}

void append_utf8(char32_t character, std::string& bytes) {
  const auto tail = [&](int shift) { bytes.push_back(static_cast<char>(0x80 | (character >> shift & 0x3F))); };
  if (character < 0x80) {
    bytes.push_back(static_cast<char>(character));
  } else if (character < 0x800) {
    bytes.push_back(static_cast<char>(0xC0 | character >> 6));
    tail(0);
  } else if (character < 0x10000) {
    bytes.push_back(static_cast<char>(0xE0 | character >> 12));
    tail(6);
    tail(0);
  } else {
    bytes.push_back(static_cast<char>(0xF0 | character >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string encode_utf8(std::u32string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (const char32_t character : text)
    append_utf8(character, bytes);
  return bytes;
}

}  // namespace kindred::embed
