// Text to words, as DjangoQL's lexer cuts it: its white space, its line ends, and its names, which may look like two words of another
// language ("a.b" is one, "in.x" is "in" and a stray point).
// Thread-safety: a value; use from one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "query/syntax.h"

namespace kindred::query {

enum class TokenKind {
  name,
  text,
  whole_number,
  number,
  word_and,
  word_or,
  word_not,
  word_in,
  word_starts_with,
  word_ends_with,
  word_true,
  word_false,
  word_none,
  comma,
  open,
  close,
  equal,
  not_equal,
  greater,
  greater_equal,
  less,
  less_equal,
  contains,
  not_contains
};

struct Token {
  TokenKind kind = TokenKind::name;
  std::string_view written;  // within the text; of a text what is between the quotes
  Position at;
  std::size_t end = 0;  // the byte after it
};

class Lexer {
 public:
  // `text` must be valid UTF-8 and outlive the lexer and its tokens.
  explicit Lexer(std::string_view text) : text_(text) {}
  // Nothing at the end. `invalid`: "Line 1, col 5: Illegal character '@'".
  Result<std::optional<Token>> next();
  // Where the next token begins, or the text ends.
  [[nodiscard]] const Position& position() const { return at_; }

 private:
  void skip_space();
  void advance(std::size_t bytes);
  Token take(TokenKind kind, std::size_t bytes);
  std::optional<Token> take_text();
  std::optional<Token> take_number();
  std::optional<Token> take_word();
  std::optional<Token> take_sign();

  std::string_view text_;
  Position at_;
};

// What a text means whose escapes are as DjangoQL takes them; pairs of \u surrogates are one character. `invalid` for half a pair.
Result<std::string> unescape(const Token& text);

}  // namespace kindred::query
