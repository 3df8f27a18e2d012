// The query language: text to a tree of comparisons whose fields and values are checked. It is that of DjangoQL 0.19 (its grammar,
// grouping and error messages, held against its own parser by tests/reference/make_query_goldens.py); docs/query-language.md
// tells people about it.
//
//   query      = expr                                       nothing but white space: no condition
//   expr       = "(" expr ")" | expr ("and" | "or") expr | comparison
//   comparison = name ("=" | "!=") (number | string | "True" | "False" | "None")
//              | name (">" | ">=" | "<" | "<=") (number | string)
//              | name ("~" | "!~" | ["not"] "startswith" | ["not"] "endswith") string
//              | name ["not"] "in" "(" const { "," const } ")"
//   const      = number | string | "True" | "False" | "None"
//   name       = ident { "." ident }                        ident = [A-Za-z_][A-Za-z0-9_]*
//   number     = ["-"] ( "0" | [1-9][0-9]* ) [ "." digits ] [ ("e" | "E") ["+" | "-"] digits ]
//   string     = '"' {char} '"' | "'" {char} "'"            on one line
//   escapes    = \" \' \\ \/ \b \f \n \r \t \uXXXX          of two characters: the second one itself
//
// `and` and `or` bind alike and group to the right: a and b or c is a and (b or c). There is no prefix `not`. Words are in lower case.
//
// Errors are `invalid`: "Line 1, col 5: Syntax error at 'x'" with what was expected as the detail, or "Unknown field: x. Possible
// choices are: …" with the position as the detail. Lines and columns count from 1, columns in characters. Over the limits below: `too_large`.
// Thread-safety: free functions and values.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "query/schema.h"
#include "query/syntax.h"

namespace kindred::query {

inline constexpr std::size_t kMaxTextBytes = 1 << 20;
inline constexpr std::size_t kMaxNesting = 64;       // brackets within brackets
inline constexpr std::size_t kMaxComparisons = 256;  // in one query
inline constexpr std::size_t kMaxListLength = 10'000;

// The tree as written. Empty for a text of nothing but white space.
Result<SyntaxTree> parse(std::string_view text);

// Parsed and checked against a view's fields.
Result<Query> parse(std::string_view text, View view);

}  // namespace kindred::query
