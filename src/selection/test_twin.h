// For tests of this module: queries by chance, and their meaning written the long way.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "query/query.h"
#include "query/times.h"
#include "selection/test_world.h"

namespace kindred::selection {

class RandomQueries {
 public:
  explicit RandomQueries(std::mt19937& random) : random_(random) {}

  std::string query(bool of_assets) { return some_query(of_assets, 0); }

 private:
  int any(int most) { return std::uniform_int_distribution(0, most)(random_); }
  const std::string& pick(const std::vector<std::string>& from) {
    return from[static_cast<std::size_t>(any(static_cast<int>(from.size()) - 1))];
  }

  std::string text_value() { return "\"" + pick(kTexts) + "\""; }
  std::string some_condition(bool of_assets) {
    const std::string data = of_assets && any(2) > 0 ? "data." : "";
    const auto text_field = [&](const std::string& name, bool nullable) {
      static const std::vector<std::string> kOps{"=",        "!=",           "~", "!~", "startswith", "not startswith",
                                                 "endswith", "not endswith", ">", "<=", "in"};
      const std::string& op = pick(kOps);
      if (op == "in") return name + (any(1) == 0 ? " in (" : " not in (") + text_value() + ", " + text_value() + ")";
      if (nullable && any(4) == 0) return name + (any(1) == 0 ? " = None" : " != None");
      return name + " " + op + " " + text_value();
    };
    const auto number_field = [&](const std::string& name, bool nullable, const std::string& value) {
      static const std::vector<std::string> kOps{"=", "!=", ">", ">=", "<", "<=", "in"};
      const std::string& op = pick(kOps);
      if (op == "in") return name + " not in (" + value + ", 640)";
      if (nullable && any(4) == 0) return name + (any(1) == 0 ? " = None" : " != None");
      return name + " " + op + " " + value;
    };
    switch (any(14)) {
      case 0: return text_field(data + "filename", false).substr(0);
      case 1: return text_field("tags.name", true);
      case 2: return text_field((of_assets ? "data." : "") + std::string("tags.name"), true);
      case 3: return number_field(of_assets ? "width" : "width", true, std::to_string(any(3) * 320));
      case 4: return number_field((of_assets ? "data." : "") + std::string("file_size"), false, std::to_string(any(1000)));
      case 5: return text_field(data + "metadata.weather", true);
      case 6: return number_field(data + "metadata.latitude", true, std::to_string(any(9)) + ".5");
      case 7:
        return any(1) == 0 ? text_field(data + "custom_metadata.k", true)
                           : number_field(data + "custom_metadata.deep.n", true, std::to_string(any(3)));
      case 8: return text_field((of_assets ? "data." : "") + std::string("upload_status"), false);
      case 9: return text_field(data + "embedding.status", true);
      case 10: return text_field((of_assets ? "data." : "") + std::string("datasets.version"), true);
      case 11: return text_field((of_assets ? "data." : "") + std::string("data_source.name"), true);
      case 12:
        return pick(kRelations).empty() ? "" : (of_assets ? "data." : "") + pick(kRelations) + (any(1) == 0 ? " = None" : " != None");
      case 13: return (of_assets ? "data." : "") + std::string("created_at ") + pick(kTimes);
      default: return "tags" + std::string(any(1) == 0 ? " = None" : " != None");
    }
  }
  std::string some_query(bool of_assets, int depth) {
    const int kind = any(3);
    if (depth < 3 && kind == 0) return "(" + some_query(of_assets, depth + 1) + ")";
    if (depth < 3 && kind == 1)
      return some_query(of_assets, depth + 1) + (any(1) == 0 ? " and " : " or ") + some_query(of_assets, depth + 1);
    return some_condition(of_assets);
  }

  std::mt19937& random_;
  const std::vector<std::string> kTexts{"cam1",  "CAM1_3", "é",      "ÉT",       ".png",     "rain", "night", "rain 1", "DONE",
                                        "ERROR", "first",  "second", "camera 7", "Camera 7", "x",    "",      "sun"};
  const std::vector<std::string> kRelations{"tags", "metadata", "custom_metadata", "data_source", "datasets", "embedding"};
  const std::vector<std::string> kTimes{"> \"2023-11-15\"", "<= \"2023-11-15 03:13:20\"", "~ \"2023-11-14\"", "!~ \"23:13\"",
                                        "startswith \"2023\""};
};

// Lower case of the letters that occur here.
inline std::string lower(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("É")) {
      result += "é";
      ++i;
    } else {
      result += static_cast<char>(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
    }
  }
  return result;
}

using Known = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

inline double number_of(const Known& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::get<double>(value);
}
inline bool is_number(const Known& value) { return value.index() == 2 || value.index() == 3; }

// One value against a condition: the meaning of the operators, written the long way.
inline bool fulfils(const Known& value, const query::Condition& condition) {
  using query::Operator;
  const auto one = [&](const query::Value& wanted) {
    if (wanted.index() == 0) return condition.op == Operator::equal && value.index() == 0;
    if (value.index() == 0) return false;
    if (is_number(value) && is_number(wanted)) {
      const double a = number_of(value);
      const double b = number_of(wanted);
      switch (condition.op) {
        case Operator::equal:
        case Operator::in: return a == b;
        case Operator::greater: return a > b;
        case Operator::greater_equal: return a >= b;
        case Operator::less: return a < b;
        case Operator::less_equal: return a <= b;
        default: return false;
      }
    }
    if (value.index() != wanted.index()) return false;
    if (value.index() == 1) return (condition.op == Operator::equal || condition.op == Operator::in) && value == wanted;
    const auto& a = std::get<std::string>(value);
    const auto& b = std::get<std::string>(wanted);
    switch (condition.op) {
      case Operator::equal:
      case Operator::in: return a == b;
      case Operator::greater: return a > b;
      case Operator::greater_equal: return a >= b;
      case Operator::less: return a < b;
      case Operator::less_equal: return a <= b;
      case Operator::contains: return lower(a).find(lower(b)) != std::string::npos;
      case Operator::starts_with: return lower(a).starts_with(lower(b));
      case Operator::ends_with: return lower(a).ends_with(lower(b));
    }
    return false;
  };
  return std::ranges::any_of(condition.values, one);
}

inline Known member(const std::string& text, const std::string& key, query::Type type) {
  if (text.empty()) return {};
  const json::value value = must(parse_json(text, "test"));
  if (key.empty()) return std::string("there");
  const json::value* found = &value;
  std::string rest = key;
  while (!rest.empty()) {
    const std::string part = rest.substr(0, rest.find('.'));
    rest = part.size() < rest.size() ? rest.substr(part.size() + 1) : "";
    found = found->is_object() ? found->as_object().if_contains(part) : nullptr;
    if (found == nullptr) return {};
  }
  if (found->is_bool()) return found->as_bool();
  if (found->is_int64() && type != query::Type::text) return found->as_int64();
  if (found->is_double()) return found->as_double();
  if (found->is_string()) return std::string(found->as_string());
  if (found->is_array()) return std::nan("");  // equal to nothing, but there
  return {};
}

// All values of a field; an empty list is "none at all".
inline std::vector<Known> values_of(const Item& item, const query::Condition& condition, Connection& c) {
  using query::FieldId;
  const query::Field& field = condition.field;
  const auto texts = [](const std::vector<std::string>& all) { return std::vector<Known>(all.begin(), all.end()); };
  const auto nullable = [](const auto& value) { return value ? std::vector<Known>{*value} : std::vector<Known>{}; };
  const Data& data = item.data;
  switch (field.id) {
    case FieldId::filename: return {data.filename};
    case FieldId::upload_status: return {std::string(to_string(data.upload_status))};
    case FieldId::width: return data.width == 0 ? std::vector<Known>{} : std::vector<Known>{std::int64_t{data.width}};
    case FieldId::bytes: return {static_cast<std::int64_t>(data.bytes)};
    case FieldId::tag: return texts(field.subject == query::Subject::asset ? item.tags : item.data_tags);
    case FieldId::data_source: return nullable(item.source);
    case FieldId::metadata:
    case FieldId::custom_metadata: {
      const Known value = member(field.id == FieldId::metadata ? data.metadata_json : data.custom_metadata_json, field.key, field.type);
      return value.index() == 0 ? std::vector<Known>{} : std::vector<Known>{value};
    }
    case FieldId::dataset_version: {
      std::vector<Known> all;
      for (const auto& [name, version] : item.datasets)
        all.emplace_back(version);
      return all;
    }
    case FieldId::embedding_status: {
      const auto embedding = must(store::find_embedding(c, data.id));
      return embedding ? std::vector<Known>{std::string(to_string(embedding->status))} : std::vector<Known>{};
    }
    case FieldId::created_at:
      return std::holds_alternative<std::string>(condition.values.front()) ? std::vector<Known>{query::time_text(data.created_at.micros)}
                                                                           : std::vector<Known>{data.created_at.micros};
    default: ADD_FAILURE() << "a field that the twin doesn't know"; return {};
  }
}

inline bool fulfils(const Item& item, const query::Query& query, std::size_t place, Connection& c) {
  const query::Node& node = query.nodes[place];
  if (node.kind == query::Node::Kind::conjunction) return fulfils(item, query, node.left, c) && fulfils(item, query, node.right, c);
  if (node.kind == query::Node::Kind::disjunction) return fulfils(item, query, node.left, c) || fulfils(item, query, node.right, c);
  const query::Condition& condition = query.conditions[node.comparison];
  const std::vector<Known> values = values_of(item, condition, c);
  const bool is_none = condition.op == query::Operator::equal && condition.values.front().index() == 0;
  const bool positive =
      is_none ? values.empty() : std::ranges::any_of(values, [&](const Known& value) { return fulfils(value, condition); });
  return positive != condition.negated;
}

}  // namespace kindred::selection
