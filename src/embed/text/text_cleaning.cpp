#include "embed/text/text_cleaning.h"

#include <algorithm>
#include <unordered_map>

#include "embed/text/html_entities.h"
#include "embed/text/unicode.h"
#include "embed/text/windows_1252.h"

namespace kindred::embed {
namespace {

constexpr std::size_t kLongestSegment = 1'000'000;  // ftfy's max_decode_length
constexpr int kMostRounds = 100;
constexpr std::size_t kLongestEntity = 24;  // characters between "&" or "&#" and ";" that ftfy looks at

bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_ascii_capital(char32_t c) { return c >= U'A' && c <= U'Z'; }
bool is_ascii_small(char32_t c) { return c >= U'a' && c <= U'z'; }
bool is_ascii_letter(char32_t c) { return is_ascii_capital(c) || is_ascii_small(c); }

// The length of what ftfy takes for an entity at the beginning of `text`, "&#?[0-9A-Za-z]{1,24};", or 0.
std::size_t entity_length(std::u32string_view text) {
  const std::size_t begin = text.size() > 1 && text[1] == U'#' ? 2 : 1;
  std::size_t at = begin;
  while (at < text.size() && at - begin < kLongestEntity && (is_ascii_digit(text[at]) || is_ascii_letter(text[at])))
    ++at;
  return at > begin && at < text.size() && text[at] == U';' ? at + 1 : 0;
}

// The meaning of a name in ftfy's eyes: HTML's, or that of a name in small letters that was put in capitals.
std::string_view named_value(std::string_view name) {
  if (const HtmlEntity* entity = find_html_entity(name)) return entity->value;
  std::string small(name);
  for (char& c : small) {
    if (is_ascii_small(static_cast<unsigned char>(c))) return {};
    if (is_ascii_capital(static_cast<unsigned char>(c))) c = static_cast<char>(c + ('a' - 'A'));
  }
  const HtmlEntity* entity = find_html_entity(small);
  return entity ? entity->capitals : std::string_view{};
}

void append_entity(std::u32string_view entity, std::u32string& out) {
  if (entity[1] == U'#') {
    const std::u32string value = html_unescape(entity);
    out += value.find(U';') == std::u32string::npos ? std::u32string_view(value) : entity;  // ftfy wants the semicolon consumed
    return;
  }
  const std::u32string_view name = entity.substr(1, entity.size() - 2);
  const std::string_view value = named_value(std::string(name.begin(), name.end()));
  out += value.empty() ? std::u32string(entity) : decode_utf8(value);
}

// ftfy's unescape_html: stricter than html.unescape(), as prose may say "this&not that".
std::u32string unescape_plain_entities(std::u32string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find(U'&'), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length = entity_length(text);
    if (length > 0) {
      append_entity(text.substr(0, length), out);
    } else {
      out.push_back(U'&');
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

using Replacements = std::unordered_map<char32_t, std::u32string>;

void straighten_quotes(std::u32string& text) {
  for (char32_t& c : text) {
    if (c == U'\u02BC' || (c >= U'\u2018' && c <= U'\u201B')) c = U'\'';
    if (c >= U'\u201C' && c <= U'\u201F') c = U'"';
  }
}

Replacements make_plain_forms() {
  Replacements forms = {{U'\u0132', U"IJ"},      {U'\u0133', U"ij"},      {U'\u0149', U"\u02BCn"},  // Dutch and Afrikaans
                        {U'\u01F1', U"DZ"},      {U'\u01F2', U"Dz"},      {U'\u01F3', U"dz"},      {U'\u01C4', U"D\u017D"},
                        {U'\u01C5', U"D\u017E"}, {U'\u01C6', U"d\u017E"}, {U'\u01C7', U"LJ"},      {U'\u01C8', U"Lj"},
                        {U'\u01C9', U"lj"},      {U'\u01CA', U"NJ"},      {U'\u01CB', U"Nj"},      {U'\u01CC', U"nj"},  // Croatian
                        {U'\uFB00', U"ff"},      {U'\uFB01', U"fi"},      {U'\uFB02', U"fl"},      {U'\uFB03', U"ffi"},
                        {U'\uFB04', U"ffl"},     {U'\uFB05', U"\u017Ft"}, {U'\uFB06', U"st"},      {U'\u3000', U" "}};
  for (char32_t control = 0x80; control <= 0x9F; ++control)
    forms[control] = windows_1252(control);
  for (char32_t wide = 0xFF01; wide < 0xFFF0; ++wide)
    forms[wide] = to_nfkc(std::u32string(1, wide));
  for (const char32_t quote : std::u32string_view(U"\u02BC\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F"))
    forms[quote] = quote;
  for (auto& [character, form] : forms)
    straighten_quotes(form);
  return forms;
}

// C1 controls, Latin ligatures, half and full width, curly quotes: ftfy's four steps from character to characters, in that order.
std::u32string to_plain_forms(std::u32string_view text) {
  static const Replacements kForms = make_plain_forms();
  std::u32string out;
  out.reserve(text.size());
  for (const char32_t character : text) {
    const auto form = character < 0x80 ? kForms.end() : kForms.find(character);
    if (form == kForms.end()) {
      out.push_back(character);
    } else {
      out += form->second;
    }
  }
  return out;
}

void fix_line_breaks(std::u32string& text) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n') continue;
    const bool breaks = text[i] == U'\r' || text[i] == U'\u2028' || text[i] == U'\u2029';
    text[kept++] = breaks ? U'\n' : text[i];
  }
  text.resize(kept);
}

// The length of "ESC [ digits and semicolons, letter" at the beginning of `text`, or 0.
std::size_t terminal_escape_length(std::u32string_view text) {
  if (text.size() < 2 || text[0] != U'\x1B' || text[1] != U'[') return 0;
  std::size_t at = 2;
  while (at < text.size() && (text[at] == U';' || is_decimal_digit(text[at])))
    ++at;
  return at < text.size() && is_ascii_letter(text[at]) ? at + 1 : 0;
}

void remove_terminal_escapes(std::u32string& text) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = terminal_escape_length(std::u32string_view(text).substr(i));
    if (length == 0) text[kept++] = text[i++];
    i += length;
  }
  text.resize(kept);
}

bool is_unwanted_control(char32_t c) {
  return c <= 0x08 || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F || (c >= 0x206A && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFC);
}

std::u32string fix_once(std::u32string_view text, bool unescape) {
  std::u32string fixed = to_plain_forms(unescape ? unescape_plain_entities(text) : std::u32string(text));
  fix_line_breaks(fixed);
  remove_terminal_escapes(fixed);
  std::erase_if(fixed, is_unwanted_control);
  return to_nfc(fixed);
}

std::u32string fix_segment(std::u32string_view segment, bool unescape) {
  std::u32string text(segment);
  for (int round = 0; round < kMostRounds; ++round) {
    std::u32string fixed = fix_once(text, unescape);
    if (fixed == text) break;
    text = std::move(fixed);
  }
  return text;
}

std::u32string_view next_segment(std::u32string_view text) {
  const std::size_t line_break = text.find(U'\n');
  const std::size_t length = line_break == std::u32string_view::npos ? text.size() : line_break + 1;
  return text.substr(0, std::min(length, kLongestSegment));
}

// " ".join(text.split())
std::u32string join_words(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  bool pending = false;
  for (const char32_t character : text) {
    if (is_space(character)) {
      pending = !out.empty();
      continue;
    }
    if (pending) out.push_back(U' ');
    pending = false;
    out.push_back(character);
  }
  return out;
}

}  // namespace

std::u32string fix_text(std::u32string_view text) {
  std::u32string fixed;
  fixed.reserve(text.size());
  bool unescape = true;
  while (!text.empty()) {
    const std::u32string_view segment = next_segment(text);
    // "<" looks like markup, whose entities must stay; ftfy keeps that opinion for the rest of the text.
    unescape = unescape && segment.find(U'<') == std::u32string_view::npos;
    fixed += fix_segment(segment, unescape);
    text.remove_prefix(segment.size());
  }
  return fixed;
}

std::u32string clean_text(std::u32string_view text) { return to_lower(join_words(html_unescape(html_unescape(fix_text(text))))); }

}  // namespace kindred::embed
