#include "query/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "query/characters.h"

namespace kindred::query {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }
bool is_line_end(char32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }
bool is_blank(char32_t c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == 0xA0; }

constexpr std::array<std::pair<std::string_view, TokenKind>, 9> kWords{{{"or", TokenKind::word_or},
                                                                        {"and", TokenKind::word_and},
                                                                        {"not", TokenKind::word_not},
                                                                        {"in", TokenKind::word_in},
                                                                        {"startswith", TokenKind::word_starts_with},
                                                                        {"endswith", TokenKind::word_ends_with},
                                                                        {"True", TokenKind::word_true},
                                                                        {"False", TokenKind::word_false},
                                                                        {"None", TokenKind::word_none}}};

// Longer signs first.
constexpr std::array<std::pair<std::string_view, TokenKind>, 11> kSigns{{{"!=", TokenKind::not_equal},
                                                                         {">=", TokenKind::greater_equal},
                                                                         {"<=", TokenKind::less_equal},
                                                                         {"!~", TokenKind::not_contains},
                                                                         {",", TokenKind::comma},
                                                                         {"(", TokenKind::open},
                                                                         {")", TokenKind::close},
                                                                         {"=", TokenKind::equal},
                                                                         {">", TokenKind::greater},
                                                                         {"<", TokenKind::less},
                                                                         {"~", TokenKind::contains}}};

std::size_t length_of_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

std::size_t length_of_ident(std::string_view text) {
  if (text.empty() || !is_name_start(text.front())) return 0;
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_name_part) - text.begin());
}

// Of a backslash and what it takes; 0 for what is no escape.
std::size_t length_of_escape(std::string_view text) {
  constexpr std::string_view kSingle = "\"'\\/bfnrt";
  if (text.size() < 2) return 0;
  if (kSingle.find(text[1]) != std::string_view::npos) return 2;
  const std::string_view digits = text.substr(2, 4);
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  return text[1] == 'u' && digits.size() == 4 && std::ranges::all_of(digits, is_hex) ? 6 : 0;
}

char32_t code_unit(std::string_view escape) {
  std::uint32_t code = 0;
  std::from_chars(escape.data() + 2, escape.data() + 6, code, 16);
  return code;
}

bool is_high_surrogate(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

}  // namespace

void Lexer::advance(std::size_t bytes) {
  const std::size_t end = at_.offset + bytes;
  while (at_.offset < end) {
    const Character next = first_character(text_.substr(at_.offset));
    at_.offset += next.bytes;
    if (is_line_end(next.code)) {
      ++at_.line;
      at_.column = 1;
    } else {
      ++at_.column;
    }
  }
}

void Lexer::skip_space() {
  while (at_.offset < text_.size()) {
    const Character next = first_character(text_.substr(at_.offset));
    if (!is_blank(next.code) && !is_line_end(next.code)) return;
    advance(next.bytes);
  }
}

Token Lexer::take(TokenKind kind, std::size_t bytes) {
  Token token{kind, text_.substr(at_.offset, bytes), at_, at_.offset + bytes};
  advance(bytes);
  return token;
}

std::optional<Token> Lexer::take_text() {
  const std::string_view rest = text_.substr(at_.offset);
  const char quote = rest.front();
  if (quote != '"' && quote != '\'') return std::nullopt;
  std::size_t length = 1;
  while (length < rest.size() && rest[length] != quote) {
    const std::string_view here = rest.substr(length);
    const Character next = first_character(here);
    if (is_line_end(next.code)) return std::nullopt;
    const std::size_t bytes = next.code == '\\' ? length_of_escape(here) : next.bytes;
    if (bytes == 0) return std::nullopt;
    length += bytes;
  }
  if (length >= rest.size()) return std::nullopt;
  Token token = take(TokenKind::text, length + 1);
  token.written = token.written.substr(1, length - 1);
  return token;
}

std::optional<Token> Lexer::take_number() {
  const std::string_view rest = text_.substr(at_.offset);
  std::size_t length = rest.front() == '-' ? 1 : 0;
  if (length == rest.size() || !is_digit(rest[length])) return std::nullopt;
  length += rest[length] == '0' ? 1 : length_of_digits(rest.substr(length));
  TokenKind kind = TokenKind::whole_number;
  if (rest.substr(length).starts_with('.')) {
    if (const std::size_t digits = length_of_digits(rest.substr(length + 1))) {
      length += 1 + digits;
      kind = TokenKind::number;
    }
  }
  if (rest.substr(length).starts_with('e') || rest.substr(length).starts_with('E')) {
    const std::string_view exponent = rest.substr(length + 1);
    const std::size_t sign = exponent.starts_with('+') || exponent.starts_with('-') ? 1 : 0;
    if (const std::size_t digits = length_of_digits(exponent.substr(sign))) {
      length += 1 + sign + digits;
      kind = TokenKind::number;
    }
  }
  return take(kind, length);
}

std::optional<Token> Lexer::take_word() {
  const std::string_view rest = text_.substr(at_.offset);
  std::size_t length = length_of_ident(rest);
  if (length == 0) return std::nullopt;
  for (const auto& [word, kind] : kWords) {
    if (rest.substr(0, length) == word) return take(kind, length);
  }
  while (rest.substr(length).starts_with('.')) {
    const std::size_t part = length_of_ident(rest.substr(length + 1));
    if (part == 0) break;
    length += 1 + part;
  }
  return take(TokenKind::name, length);
}

std::optional<Token> Lexer::take_sign() {
  const std::string_view rest = text_.substr(at_.offset);
  for (const auto& [sign, kind] : kSigns) {
    if (rest.starts_with(sign)) return take(kind, sign.size());
  }
  return std::nullopt;
}

Result<std::optional<Token>> Lexer::next() {
  skip_space();
  if (at_.offset == text_.size()) return std::optional<Token>();
  for (const auto taker : {&Lexer::take_text, &Lexer::take_number, &Lexer::take_word, &Lexer::take_sign}) {
    if (auto token = (this->*taker)()) return token;
  }
  const std::string_view rest = text_.substr(at_.offset);
  const std::string_view character = rest.substr(0, first_character(rest).bytes);
  std::string why;
  if (character == "\"" || character == "'") {
    why =
        "The text that begins here has no end on its line, or a backslash before a character that is no escape (write \\\\ for a "
        "backslash)";
  }
  return invalid(to_string(at_) + ": Illegal character " + quoted(character), why);
}

Result<std::string> unescape(const Token& text) {
  std::string meaning;
  std::string_view rest = text.written;
  while (!rest.empty()) {
    if (rest.front() != '\\') {
      meaning += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    const std::size_t bytes = length_of_escape(rest);
    if (bytes == 2) {
      meaning += rest[1];
      rest.remove_prefix(2);
      continue;
    }
    char32_t code = code_unit(rest);
    rest.remove_prefix(6);
    if (is_high_surrogate(code) && rest.starts_with("\\u") && is_low_surrogate(code_unit(rest))) {
      code = 0x10000 + ((code - 0xD800) << 10) + (code_unit(rest) - 0xDC00);
      rest.remove_prefix(6);
    }
    if (is_high_surrogate(code) || is_low_surrogate(code)) {
      return invalid(to_string(text.at) + ": The text " + quoted(text.written) + " has half of a pair of \\u escapes");
    }
    append_utf8(meaning, code);
  }
  return meaning;
}

}  // namespace kindred::query
