// The characters that Windows-1252 has at the bytes 80 to 9F, where Latin-1 and Unicode have control characters. The five bytes
// that Windows leaves unassigned stand for themselves, as in the WHATWG Encoding standard.
#pragma once

namespace kindred::embed {

// Requires: 0x80 <= control <= 0x9F.
constexpr char32_t windows_1252(char32_t control) {
  return U"\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F"
         U"\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178"[control - 0x80];
}

}  // namespace kindred::embed
