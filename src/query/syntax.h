// What was written: a tree of comparisons, before anyone knows what its names mean.
//
// Nodes stand in one list, children before their parents, so that a tree of any depth is made, copied and freed without recursion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kindred::query {

// From 1; `column` in characters, `offset` in bytes from the beginning of the text.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t offset = 0;
};

std::string to_string(const Position& position);  // "Line 1, col 5"

// None is std::monostate. Whole numbers beyond 64 bits become the nearest that fits: nothing that is stored is as large.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

struct Literal {
  Value value;
  std::string written;  // a number's text, for messages
};
// As DjangoQL's messages show values: 'text', 5, True, None.
std::string to_string(const Literal& literal);

enum class Operator { equal, greater, greater_equal, less, less_equal, contains, starts_with, ends_with, in };

// `negated`: all that the positive comparison does not find.
struct Comparison {
  std::string name;
  Position at;
  Operator op = Operator::equal;
  bool negated = false;
  std::vector<Literal> literals;  // one, but for `in`
};

struct Node {
  enum class Kind { comparison, conjunction, disjunction };
  Kind kind = Kind::comparison;
  std::size_t comparison = 0;  // place in SyntaxTree::comparisons
  std::size_t left = 0;        // places in SyntaxTree::nodes
  std::size_t right = 0;
};

struct SyntaxTree {
  std::vector<Comparison> comparisons;  // as they stand in the text
  std::vector<Node> nodes;              // the last one is the root; empty: no condition
};

// 'text' as Python's repr() writes it.
std::string quoted(std::string_view text);

}  // namespace kindred::query
