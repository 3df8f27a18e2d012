#include "query/grammar.h"

#include <charconv>
#include <limits>

#include "query/characters.h"
#include "query/query.h"

namespace kindred::query {
namespace {

std::string_view expected(Next next) {
  switch (next) {
    case Next::operand: return "Expected the name of a field or '('";
    case Next::comparison: return "Expected one of = != > >= < <= ~ !~ in startswith endswith, or not before the last three";
    case Next::after_not: return "Expected in, startswith or endswith after not";
    case Next::any_value: return "Expected a number, a text in quotes, True, False or None";
    case Next::order_value: return "Expected a number or a text in quotes";
    case Next::text_value: return "Expected a text in quotes";
    case Next::list_open: return "Expected '(' and a list of values";
    case Next::list_value: return "Expected a number, a text in quotes, True, False or None";
    case Next::list_more: return "Expected ',' or ')'";
    case Next::and_or_close: return "Expected and, or, the end, or ')' of an open bracket";
  }
  return "";
}

// A token as messages show it: at most 20 characters.
std::string fragment(std::string_view written) {
  std::size_t characters = 0;
  std::size_t at = 0;
  std::size_t cut = written.size();
  while (at < written.size()) {
    if (characters == 17) cut = at;
    at += first_character(written.substr(at)).bytes;
    ++characters;
  }
  if (characters <= 20) return quoted(written);
  return quoted(std::string(written.substr(0, cut)) + "...");
}

Error over_limit(const Token& token, const std::string& what) { return Error{ErrorKind::too_large, to_string(token.at) + ": " + what, {}}; }

bool is_value(TokenKind kind, Next next) {
  switch (kind) {
    case TokenKind::text: return true;
    case TokenKind::whole_number:
    case TokenKind::number: return next != Next::text_value;
    case TokenKind::word_true:
    case TokenKind::word_false:
    case TokenKind::word_none: return next == Next::any_value || next == Next::list_value;
    default: return false;
  }
}

std::int64_t nearest_whole(std::string_view written) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(written.data(), written.data() + written.size(), number);
  if (parsed.ec != std::errc::result_out_of_range) return number;
  return written.starts_with('-') ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

double nearest_number(std::string_view written) {
  double number = 0;
  const auto parsed = std::from_chars(written.data(), written.data() + written.size(), number);
  if (parsed.ec != std::errc::result_out_of_range) return number;
  const bool tiny = written.find_first_of("eE") != std::string_view::npos && written[written.find_first_of("eE") + 1] == '-';
  if (tiny) return 0;
  return written.starts_with('-') ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

Result<Literal> literal_of(const Token& token) {
  switch (token.kind) {
    case TokenKind::text: return Literal{TRY(unescape(token)), {}};
    case TokenKind::whole_number: return Literal{nearest_whole(token.written), std::string(token.written)};
    case TokenKind::number: return Literal{nearest_number(token.written), std::string(token.written)};
    case TokenKind::word_true: return Literal{true, {}};
    case TokenKind::word_false: return Literal{false, {}};
    default: return Literal{};
  }
}

}  // namespace

Result<void> Grammar::take(const Token& token) {
  const bool fits = TRY([&]() -> Result<bool> {
    switch (next_) {
      case Next::operand: return take_operand(token);
      case Next::comparison: return take_comparison(token);
      case Next::after_not: return take_after_not(token);
      case Next::any_value:
      case Next::order_value:
      case Next::text_value: return take_value(token);
      case Next::list_open:
      case Next::list_value:
      case Next::list_more: return take_list(token);
      case Next::and_or_close: return take_and_or_close(token);
    }
    return false;
  }());
  if (fits) return {};
  return invalid(to_string(token.at) + ": Syntax error at " + fragment(token.written), std::string(expected(next_)));
}

Result<SyntaxTree> Grammar::finish(const Position& end) {
  if (tree_.comparisons.empty() && pending_.empty()) return SyntaxTree{};
  if (next_ != Next::and_or_close || depth_ > 0) {
    const std::string_view what = next_ == Next::and_or_close ? "Expected ')'" : expected(next_);
    return invalid("Unexpected end of input", to_string(end) + ": " + std::string(what));
  }
  reduce();
  return std::move(tree_);
}

Result<bool> Grammar::take_operand(const Token& token) {
  if (token.kind == TokenKind::open) {
    if (depth_ == kMaxNesting) return over_limit(token, "More than " + std::to_string(kMaxNesting) + " brackets within each other");
    ++depth_;
    pending_.push_back(Pending::open);
    return true;
  }
  if (token.kind != TokenKind::name) return false;
  if (tree_.comparisons.size() == kMaxComparisons) {
    return over_limit(token, "More than " + std::to_string(kMaxComparisons) + " comparisons in one query: use in with a list");
  }
  tree_.comparisons.push_back({std::string(token.written), token.at, Operator::equal, false, {}});
  next_ = Next::comparison;
  return true;
}

void Grammar::compare(Operator op, bool negated, Next next) {
  tree_.comparisons.back().op = op;
  tree_.comparisons.back().negated = negated;
  next_ = next;
}

bool Grammar::take_comparison(const Token& token) {
  switch (token.kind) {
    case TokenKind::equal: compare(Operator::equal, false, Next::any_value); return true;
    case TokenKind::not_equal: compare(Operator::equal, true, Next::any_value); return true;
    case TokenKind::greater: compare(Operator::greater, false, Next::order_value); return true;
    case TokenKind::greater_equal: compare(Operator::greater_equal, false, Next::order_value); return true;
    case TokenKind::less: compare(Operator::less, false, Next::order_value); return true;
    case TokenKind::less_equal: compare(Operator::less_equal, false, Next::order_value); return true;
    case TokenKind::contains: compare(Operator::contains, false, Next::text_value); return true;
    case TokenKind::not_contains: compare(Operator::contains, true, Next::text_value); return true;
    case TokenKind::word_starts_with: compare(Operator::starts_with, false, Next::text_value); return true;
    case TokenKind::word_ends_with: compare(Operator::ends_with, false, Next::text_value); return true;
    case TokenKind::word_in: compare(Operator::in, false, Next::list_open); return true;
    case TokenKind::word_not: next_ = Next::after_not; return true;
    default: return false;
  }
}

bool Grammar::take_after_not(const Token& token) {
  switch (token.kind) {
    case TokenKind::word_starts_with: compare(Operator::starts_with, true, Next::text_value); return true;
    case TokenKind::word_ends_with: compare(Operator::ends_with, true, Next::text_value); return true;
    case TokenKind::word_in: compare(Operator::in, true, Next::list_open); return true;
    default: return false;
  }
}

Result<void> Grammar::add_literal(const Token& token) {
  if (current().literals.size() == kMaxListLength) {
    return over_limit(token, "More than " + std::to_string(kMaxListLength) + " values in one list");
  }
  tree_.comparisons.back().literals.push_back(TRY(literal_of(token)));
  return {};
}

Result<bool> Grammar::take_value(const Token& token) {
  if (!is_value(token.kind, next_)) return false;
  TRY(add_literal(token));
  close_operand();
  return true;
}

Result<bool> Grammar::take_list(const Token& token) {
  if (next_ == Next::list_open) {
    if (token.kind != TokenKind::open) return false;
    next_ = Next::list_value;
    return true;
  }
  if (next_ == Next::list_value) {
    if (!is_value(token.kind, next_)) return false;
    TRY(add_literal(token));
    next_ = Next::list_more;
    return true;
  }
  if (token.kind == TokenKind::comma) {
    next_ = Next::list_value;
    return true;
  }
  if (token.kind != TokenKind::close) return false;
  close_operand();
  return true;
}

void Grammar::close_operand() {
  tree_.nodes.push_back({Node::Kind::comparison, tree_.comparisons.size() - 1, 0, 0});
  operands_.push_back(tree_.nodes.size() - 1);
  next_ = Next::and_or_close;
}

Result<bool> Grammar::take_and_or_close(const Token& token) {
  if (token.kind == TokenKind::close) {
    if (depth_ == 0) return false;
    reduce();
    pending_.pop_back();
    --depth_;
    return true;
  }
  if (token.kind != TokenKind::word_and && token.kind != TokenKind::word_or) return false;
  pending_.push_back(token.kind == TokenKind::word_and ? Pending::conjunction : Pending::disjunction);
  next_ = Next::operand;
  return true;
}

// The operators since the last bracket get their operands, from the right: all of them group to the right.
void Grammar::reduce() {
  while (!pending_.empty() && pending_.back() != Pending::open) {
    const std::size_t right = operands_.back();
    operands_.pop_back();
    const auto kind = pending_.back() == Pending::conjunction ? Node::Kind::conjunction : Node::Kind::disjunction;
    pending_.pop_back();
    tree_.nodes.push_back({kind, 0, operands_.back(), right});
    operands_.back() = tree_.nodes.size() - 1;
  }
}

}  // namespace kindred::query
