// The grammar of query.h as a machine that takes token after token: it builds the tree, and it knows at any moment what may come
// next, which is what messages and completion are made of.
// Thread-safety: a value; use from one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/lexer.h"
#include "query/syntax.h"

namespace kindred::query {

// What may come next.
enum class Next {
  operand,       // a name or "("
  comparison,    // an operator
  after_not,     // "in", "startswith" or "endswith"
  any_value,     // after = and !=
  order_value,   // a number or text: after > >= < <=
  text_value,    // after ~ !~ startswith endswith
  list_open,     // "(" after "in"
  list_value,    // a value within ( )
  list_more,     // "," or ")"
  and_or_close,  // after a comparison or ")"
};

class Grammar {
 public:
  // `invalid` for a token that can't stand here, `too_large` over a limit of query.h; the machine is not to be used after an error.
  Result<void> take(const Token& token);
  // The tree of all tokens; `invalid` when the text may not end here, which is at `end`.
  Result<SyntaxTree> finish(const Position& end);

  [[nodiscard]] Next next() const { return next_; }
  // The comparison that is being written; requires that one has begun.
  [[nodiscard]] const Comparison& current() const { return tree_.comparisons.back(); }
  [[nodiscard]] bool has_open_bracket() const { return depth_ > 0; }

 private:
  enum class Pending { open, conjunction, disjunction };

  Result<bool> take_operand(const Token& token);
  bool take_comparison(const Token& token);
  bool take_after_not(const Token& token);
  Result<bool> take_value(const Token& token);
  Result<bool> take_list(const Token& token);
  Result<bool> take_and_or_close(const Token& token);
  void compare(Operator op, bool negated, Next next);
  Result<void> add_literal(const Token& token);
  void close_operand();
  void reduce();

  SyntaxTree tree_;
  std::vector<std::size_t> operands_;  // nodes that wait for an operator or a bracket
  std::vector<Pending> pending_;       // brackets and operators that wait for their right side
  std::size_t depth_ = 0;
  Next next_ = Next::operand;
};

}  // namespace kindred::query
