#include "query/syntax.h"

#include "query/characters.h"

namespace kindred::query {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

void append_escaped(std::string& text, char32_t character) {
  const int digits = character < 0x100 ? 2 : 4;
  text += character < 0x100 ? "\\x" : "\\u";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
    text += kHex[character >> shift & 15];
}

// Python escapes what can't be seen; of that the characters that people paste by accident.
bool is_visible(char32_t c) { return c >= 0x20 && c != 0x7F && !(c >= 0x80 && c <= 0xA0) && c != 0xAD && !(c >= 0x2028 && c <= 0x2029); }

}  // namespace

std::string to_string(const Position& position) {
  return "Line " + std::to_string(position.line) + ", col " + std::to_string(position.column);
}

std::string quoted(std::string_view text) {
  const bool double_quotes = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string result(1, quote);
  while (!text.empty()) {
    const Character next = first_character(text);
    const std::string_view bytes = text.substr(0, next.bytes);
    text.remove_prefix(next.bytes);
    if (bytes == "\n") {
      result += "\\n";
    } else if (bytes == "\r") {
      result += "\\r";
    } else if (bytes == "\t") {
      result += "\\t";
    } else if (bytes == "\\" || bytes.front() == quote) {
      (result += '\\') += bytes;
    } else if (is_visible(next.code)) {
      result += bytes;
    } else {
      append_escaped(result, next.code);
    }
  }
  return result += quote;
}

std::string to_string(const Literal& literal) {
  if (std::holds_alternative<std::monostate>(literal.value)) return "None";
  if (const bool* truth = std::get_if<bool>(&literal.value)) return *truth ? "True" : "False";
  if (const auto* text = std::get_if<std::string>(&literal.value)) return quoted(*text);
  return literal.written;
}

}  // namespace kindred::query
