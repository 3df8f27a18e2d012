#include "query/schema.h"

#include <algorithm>
#include <array>
#include <optional>

#include "query/times.h"

namespace kindred::query {
namespace {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::whole_number: return "int";
    case Type::number: return "float";
    case Type::text: return "str";
    case Type::time: return "datetime";
    case Type::relation: return "relation";
    case Type::any: return "any";
  }
  return "";
}

std::string_view values_of(Type type) {
  switch (type) {
    case Type::whole_number: return "integer numbers";
    case Type::number: return "floating point numbers";
    case Type::text: return "strings";
    case Type::time: return "timestamps in \"YYYY-MM-DD HH:MM\" format";
    case Type::relation: return "None";
    case Type::any: return "any value";
  }
  return "";
}

// Python's name for it.
std::string_view type_of(const Value& value) {
  constexpr std::array<std::string_view, 5> kNames{"NoneType", "bool", "int", "Decimal", "str"};
  return kNames.at(value.index());
}

bool fits(Type type, const Value& value) {
  const bool whole = std::holds_alternative<std::int64_t>(value);
  switch (type) {
    case Type::whole_number: return whole;
    case Type::number: return whole || std::holds_alternative<double>(value);
    case Type::text:
    case Type::time: return std::holds_alternative<std::string>(value);
    case Type::relation: return false;
    case Type::any: return true;
  }
  return false;
}

std::string choices_of(const FieldNode& node) {
  std::string names;
  for (const FieldNode& child : node.children)
    names.append(names.empty() ? "" : ", ").append(child.name);
  if (node.any_child) names.append(names.empty() ? "" : ", ").append("any key of its object");
  return names;
}

Error unknown_field(std::string_view name, const FieldNode& below) {
  return invalid("Unknown field: " + std::string(name) + ". Possible choices are: " + choices_of(below));
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

Error wrong_type(std::string_view name, const Field& field, const Literal& literal) {
  std::string message = "Field \"" + std::string(last_part(name)) + "\" has \"" + (field.nullable ? "nullable " : "");
  message.append(name_of(field.type)).append("\" type. It can be compared to ").append(values_of(field.type));
  message.append(field.nullable ? " or None, but not to " : ", but not to ").append(to_string(literal));
  return invalid(std::move(message));
}

bool is_about_text(Operator op) { return op == Operator::contains || op == Operator::starts_with || op == Operator::ends_with; }

// A choice may be written as people see it, too: "Done" for DONE.
Value choice_of(const Field& field, Value value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return value;
  for (const std::string_view choice : field.choices) {
    std::string shown(choice);
    for (std::size_t i = 1; i < shown.size(); ++i)
      shown[i] = static_cast<char>(shown[i] >= 'A' && shown[i] <= 'Z' ? shown[i] - 'A' + 'a' : shown[i]);
    if (*text == shown) return std::string(choice);
  }
  return value;
}

Result<Value> checked_value(const Comparison& comparison, const Field& field, const Literal& literal) {
  if (std::holds_alternative<std::monostate>(literal.value)) {
    if (field.nullable || field.type == Type::any) return literal.value;
    return invalid("Field " + std::string(last_part(comparison.name)) + " is not nullable, can't compare it to None");
  }
  if (!fits(field.type, literal.value)) return wrong_type(comparison.name, field, literal);
  if (field.type == Type::time && !is_about_text(comparison.op)) {
    const auto time = parse_time(std::get<std::string>(literal.value));
    if (!time) {
      return invalid("Field \"" + std::string(last_part(comparison.name)) +
                     "\" can be compared to timestamps in \"YYYY-MM-DD HH:MM\" format, but not to " + to_string(literal));
    }
    return Value(*time);
  }
  if (is_about_text(comparison.op)) return literal.value;
  return choice_of(field, literal.value);
}

Result<Condition> checked(const Comparison& comparison, View view) {
  Condition condition{TRY(find_field(comparison.name, view)), comparison.op, comparison.negated, {}};
  if (condition.field.type == Type::relation) {
    const Literal& first = comparison.literals.front();
    const bool is_list = comparison.op == Operator::in;
    if (is_list || !std::holds_alternative<std::monostate>(first.value)) {
      return invalid("Related model " + comparison.name + " can be compared to None only, but not to " +
                     std::string(is_list ? "list" : type_of(first.value)));
    }
  }
  for (const Literal& literal : comparison.literals) {
    const bool is_none_of_relation = condition.field.type == Type::relation;
    condition.values.push_back(is_none_of_relation ? Value() : TRY(checked_value(comparison, condition.field, literal)));
  }
  return condition;
}

}  // namespace

Result<Field> find_field(std::string_view name, View view) {
  const FieldNode* node = &tree_of(view);
  std::string_view rest = name;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    const auto child = std::ranges::find(node->children, part, &FieldNode::name);
    if (child == node->children.end()) {
      if (!node->any_child) return unknown_field(part, *node);
      return Field{node->field.subject, node->field.id, std::string(rest), Type::any, true, {}};
    }
    node = &*child;
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  }
  return node->field;
}

Result<Query> check(const SyntaxTree& tree, View view) {
  Query query;
  query.nodes = tree.nodes;
  for (const Comparison& comparison : tree.comparisons) {
    auto condition = checked(comparison, view);
    if (!condition) {
      Error error = std::move(condition).error();
      if (error.detail.empty()) error.detail = to_string(comparison.at);
      return error;
    }
    query.conditions.push_back(*std::move(condition));
  }
  return query;
}

}  // namespace kindred::query
