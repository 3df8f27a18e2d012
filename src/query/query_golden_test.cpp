// Law: trees, messages, lines and columns are those of DjangoQL's own parser and schema (tests/reference/make_query_goldens.py).
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/json.h"
#include "query/query.h"

namespace kindred::query {
namespace {

std::string_view word_of(const Comparison& comparison) {
  const bool negated = comparison.negated;
  switch (comparison.op) {
    case Operator::equal: return negated ? "!=" : "=";
    case Operator::greater: return ">";
    case Operator::greater_equal: return ">=";
    case Operator::less: return "<";
    case Operator::less_equal: return "<=";
    case Operator::contains: return negated ? "!~" : "~";
    case Operator::starts_with: return negated ? "not startswith" : "startswith";
    case Operator::ends_with: return negated ? "not endswith" : "endswith";
    case Operator::in: return negated ? "not in" : "in";
  }
  return "";
}

// Numbers are compared as doubles: the golden has them as text.
void expect_value(const json::value& golden, const Value& ours) {
  if (golden.is_null()) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(ours));
  } else if (golden.is_bool()) {
    EXPECT_EQ(ours, Value(golden.as_bool()));
  } else if (golden.is_string()) {
    EXPECT_EQ(ours, Value(std::string(golden.as_string())));
  } else {
    const double wanted = std::stod(std::string(golden.at("number").as_string()));
    const auto* whole = std::get_if<std::int64_t>(&ours);
    const double got = whole != nullptr ? static_cast<double>(*whole) : std::get<double>(ours);
    if (whole == nullptr || std::abs(wanted) < 9e18) {
      EXPECT_EQ(got, wanted);
    } else {
      EXPECT_GT(std::abs(got), 9e18);  // beyond 64 bits: the nearest
    }
  }
}

void expect_tree(const json::value& golden, const SyntaxTree& tree, std::size_t node) {
  const json::array& parts = golden.as_array();
  const Node& ours = tree.nodes[node];
  const std::string_view first = parts[0].as_string();
  if (first == "and" || first == "or") {
    ASSERT_EQ(ours.kind, first == "and" ? Node::Kind::conjunction : Node::Kind::disjunction);
    expect_tree(parts[1], tree, ours.left);
    expect_tree(parts[2], tree, ours.right);
    return;
  }
  ASSERT_EQ(ours.kind, Node::Kind::comparison);
  const Comparison& comparison = tree.comparisons[ours.comparison];
  EXPECT_EQ(comparison.name, first);
  EXPECT_EQ(word_of(comparison), std::string_view(parts[1].as_string()));
  if (comparison.op != Operator::in) return expect_value(parts[2], comparison.literals.at(0).value);
  ASSERT_EQ(comparison.literals.size(), parts[2].as_array().size());
  for (std::size_t i = 0; i < comparison.literals.size(); ++i)
    expect_value(parts[2].as_array()[i], comparison.literals[i].value);
}

template <typename Check>
void for_each_golden(Check check) {
  std::ifstream file(std::string(KINDRED_SOURCE_DIR) + "/tests/data/query/goldens.jsonl");
  ASSERT_TRUE(file.is_open());
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    auto golden = parse_json_object(line, "a golden line");
    ASSERT_TRUE(golden);
    const std::string text(golden->at("text").as_string());
    SCOPED_TRACE(text);
    check(*golden, text);
  }
  EXPECT_GT(lines, 600U);
}

// Where DjangoQL leaves an empty query an error, ours has no condition.
bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

TEST(QueryGolden, TreesAndSyntaxErrorsAreDjangoQLs) {
  for_each_golden([](const json::object& golden, const std::string& text) {
    const auto tree = parse(text);
    if (const json::value* error = golden.if_contains("error")) {
      if (is_blank(text)) return;
      ASSERT_FALSE(tree);
      EXPECT_EQ(tree.error().kind, ErrorKind::invalid);
      EXPECT_EQ(tree.error().message, std::string_view(error->as_string()));
      return;
    }
    ASSERT_TRUE(tree) << tree.error().message;
    expect_tree(golden.at("tree"), *tree, tree->nodes.size() - 1);
  });
}

TEST(QueryGolden, FieldErrorsAreDjangoQLs) {
  for_each_golden([](const json::object& golden, const std::string& text) {
    if (golden.contains("error")) return;
    const auto query = parse(text, View::datas);
    if (golden.contains("fields")) {
      EXPECT_TRUE(query) << query.error().message;
    } else if (const json::value* error = golden.if_contains("field_error")) {
      ASSERT_FALSE(query);
      EXPECT_EQ(query.error().message, std::string_view(error->as_string()));
      EXPECT_TRUE(query.error().detail.starts_with("Line ")) << query.error().detail;
    }
  });
}

}  // namespace
}  // namespace kindred::query
