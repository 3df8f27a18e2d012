#include "embed/text/html_entities.h"

#include <algorithm>
#include <optional>

#include "embed/text/unicode.h"
#include "embed/text/windows_1252.h"

namespace kindred::embed {
namespace {

constexpr HtmlEntity kEntities[] = {
#include "embed/text/html_entities_table.inc"
};

constexpr std::size_t kLongestName = 32;  // html.unescape looks no further
constexpr char32_t kTooLarge = 0x110000;

bool is_ascii_digit(char32_t character) { return character >= U'0' && character <= U'9'; }
bool is_ascii_letter(char32_t character) { return (character | 0x20) >= U'a' && (character | 0x20) <= U'z'; }

std::optional<char32_t> digit_value(char32_t character, char32_t base) {
  if (is_ascii_digit(character)) return character - U'0';
  const char32_t small = character | 0x20;
  if (base == 16 && small >= U'a' && small <= U'f') return small - U'a' + 10;
  return std::nullopt;
}

// Code points that the HTML standard drops: controls that are no white space, and non-characters.
bool is_forbidden(char32_t number) {
  return (number >= 0x01 && number <= 0x08) || number == 0x0B || (number >= 0x0E && number <= 0x1F) || number == 0x7F ||
         (number >= 0xFDD0 && number <= 0xFDEF) || (number & 0xFFFE) == 0xFFFE;
}

void append_numbered(char32_t number, std::u32string& out) {
  if (number >= 0x80 && number <= 0x9F) {
    out.push_back(windows_1252(number));
  } else if (number == 0 || number >= kTooLarge || (number >= 0xD800 && number <= 0xDFFF)) {
    out.push_back(kReplacement);
  } else if (!is_forbidden(number)) {
    out.push_back(number);
  }
}

// `rest` begins behind "&#". Gives how much of it was a number (with its semicolon); 0: it was none, nothing was written.
std::size_t read_number(std::u32string_view rest, std::u32string& out) {
  const bool hex = !rest.empty() && (rest[0] | 0x20) == U'x';
  const char32_t base = hex ? 16 : 10;
  const std::size_t begin = hex ? 1 : 0;
  std::size_t at = begin;
  char32_t number = 0;
  for (; at < rest.size(); ++at) {
    const auto digit = digit_value(rest[at], base);
    if (!digit) break;
    number = std::min<char32_t>(number * base + *digit, kTooLarge);
  }
  if (at == begin) return 0;
  append_numbered(number, out);
  return at < rest.size() && rest[at] == U';' ? at + 1 : at;
}

// The ASCII letters and digits that `rest` begins with: all that a known name can have.
std::string name_at(std::u32string_view rest) {
  std::string name;
  for (const char32_t character : rest.substr(0, kLongestName)) {
    if (!is_ascii_digit(character) && !is_ascii_letter(character)) break;
    name.push_back(static_cast<char>(character));
  }
  return name;
}

// As read_number(), for a name; `rest` begins behind "&".
std::size_t read_name(std::u32string_view rest, std::u32string& out) {
  std::string name = name_at(rest);
  if (name.size() < rest.size() && rest[name.size()] == U';') {
    if (const HtmlEntity* entity = find_html_entity(name)) {
      out += decode_utf8(entity->value);
      return name.size() + 1;
    }
  }
  for (; name.size() >= 2; name.pop_back()) {
    const HtmlEntity* entity = find_html_entity(name);
    if (!entity || !entity->bare) continue;
    out += decode_utf8(entity->value);
    return name.size();
  }
  return 0;
}

}  // namespace

const HtmlEntity* find_html_entity(std::string_view name) {
  const auto* place = std::lower_bound(std::begin(kEntities), std::end(kEntities), name,
                                       [](const HtmlEntity& entity, std::string_view wanted) { return entity.name < wanted; });
  return place != std::end(kEntities) && place->name == name ? place : nullptr;
}

std::u32string html_unescape(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find(U'&'), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const bool number = text.size() > 1 && text[1] == U'#';
    const std::size_t prefix = number ? 2 : 1;
    const std::size_t used = number ? read_number(text.substr(prefix), out) : read_name(text.substr(prefix), out);
    if (used == 0) out.push_back(U'&');
    text.remove_prefix(used == 0 ? 1 : prefix + used);
  }
  return out;
}

}  // namespace kindred::embed
