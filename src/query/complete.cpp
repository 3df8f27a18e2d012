#include "query/complete.h"

#include <algorithm>
#include <array>

#include "query/characters.h"
#include "query/grammar.h"
#include "query/lexer.h"
#include "query/query.h"

namespace kindred::query {
namespace {

using Kind = Suggestion::Kind;

bool is_word_part(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains_in_any_case(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return part.empty() || !std::ranges::search(text, part, same).empty();
}

// Where the word, or the text in quotes without its end, begins that ends at the end of `text`.
std::size_t begin_of_word(std::string_view text) {
  char quote = 0;
  std::size_t quoted_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote == 0 && (text[i] == '"' || text[i] == '\'')) {
      quote = text[i];
      quoted_from = i;
    } else if (quote != 0 && text[i] == '\\') {
      ++i;
    } else if (quote != 0 && text[i] == quote) {
      quote = 0;
    }
  }
  if (quote != 0) return quoted_from;
  std::size_t begin = text.size();
  while (begin > 0 && is_word_part(text[begin - 1]))
    --begin;
  if (begin < text.size()) return begin;
  constexpr std::string_view kSigns = "=!<>~";
  while (begin > 0 && kSigns.find(text[begin - 1]) != std::string_view::npos)
    --begin;
  return begin;
}

std::string note_of(const Field& field) {
  const std::string null = field.nullable && field.type != Type::relation ? "nullable " : "";
  switch (field.type) {
    case Type::whole_number: return null + "int";
    case Type::number: return null + "float";
    case Type::text: return null + "str";
    case Type::time: return null + "datetime";
    case Type::relation: return "relation";
    case Type::any: return "any";
  }
  return {};
}

// Fields below what is written up to the last point, and of relations without one all names that contain it.
void add_fields(std::vector<Suggestion>& to, const FieldNode& node, const std::string& path, std::string_view written) {
  for (const FieldNode& child : node.children) {
    const std::string name = path + std::string(child.name);
    if (name.starts_with(written) && written.size() > name.size()) continue;
    if (written.starts_with(name + ".")) {
      add_fields(to, child, name + ".", written);
      continue;
    }
    if (contains_in_any_case(name, written)) to.push_back({Kind::field, name, note_of(child.field)});
    // One level down, so that "na" finds tags.name.
    for (const FieldNode& below : child.children) {
      const std::string full = name + "." + std::string(below.name);
      if (!written.empty() && contains_in_any_case(full, written) && !contains_in_any_case(name, written)) {
        to.push_back({Kind::field, full, note_of(below.field)});
      }
    }
  }
}

std::vector<std::string_view> operators_of(const Field& field) {
  switch (field.type) {
    case Type::whole_number:
    case Type::number: return {"=", "!=", ">", ">=", "<", "<=", "in", "not in"};
    case Type::text:
      return {"=", "!=", "~", "!~", "startswith", "not startswith", "endswith", "not endswith", "in", "not in", ">", ">=", "<", "<="};
    case Type::time: return {"=", "!=", ">", ">=", "<", "<=", "~", "!~", "startswith", "in", "not in"};
    case Type::relation: return {"=", "!="};
    case Type::any:
      return {"=", "!=", ">", ">=", "<", "<=", "~", "!~", "startswith", "not startswith", "endswith", "not endswith", "in", "not in"};
  }
  return {};
}

std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    // A line end can't stand in a text: as an escape it can.
    if (c == '\n') {
      quoted += "\\u000a";
    } else if (c == '\r') {
      quoted += "\\u000d";
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted += '"';
}

void add_matching(std::vector<Suggestion>& to, Kind kind, std::span<const std::string_view> words, std::string_view written) {
  for (const std::string_view word : words) {
    if (word.starts_with(written)) to.push_back({kind, std::string(word), {}});
  }
}

Result<void> add_values(std::vector<Suggestion>& to, const Field& field, Next next, std::string_view written, const ValuesOf& values_of) {
  const bool is_quoted = written.starts_with('"') || written.starts_with('\'');
  const std::string_view part = is_quoted ? written.substr(1) : written;
  for (const std::string_view choice : field.choices) {
    if (contains_in_any_case(choice, part)) to.push_back({Kind::value, in_quotes(choice), {}});
  }
  if (field.choices.empty() && (field.type == Type::text || field.type == Type::any)) {
    for (const std::string& value : TRY(values_of(field, part, kMaxSuggestedValues)))
      to.push_back({Kind::value, in_quotes(value), {}});
  }
  const bool may_be_word = !is_quoted && (next == Next::any_value || next == Next::list_value);
  static constexpr std::array<std::string_view, 3> kTruths{"True", "False", "None"};
  if (may_be_word && field.type == Type::any) add_matching(to, Kind::value, kTruths, written);
  if (may_be_word && field.type != Type::any && field.nullable) add_matching(to, Kind::value, std::span(kTruths).subspan(2), written);
  return {};
}

Result<void> add_all(std::vector<Suggestion>& to, const Grammar& grammar, View view, std::string_view written, const ValuesOf& values_of) {
  static constexpr std::array<std::string_view, 3> kJoints{"and", "or", ")"};
  static constexpr std::array<std::string_view, 3> kAfterNot{"in", "startswith", "endswith"};
  static constexpr std::array<std::string_view, 2> kListMore{",", ")"};
  static constexpr std::array<std::string_view, 1> kOpen{"("};
  switch (grammar.next()) {
    case Next::operand: add_fields(to, tree_of(view), "", written); return {};
    case Next::after_not: add_matching(to, Kind::operation, kAfterNot, written); return {};
    case Next::list_open: add_matching(to, Kind::joint, kOpen, written); return {};
    case Next::list_more: add_matching(to, Kind::joint, kListMore, written); return {};
    case Next::and_or_close:
      add_matching(to, Kind::joint, std::span(kJoints).first(grammar.has_open_bracket() ? 3 : 2), written);
      return {};
    case Next::comparison:
    case Next::any_value:
    case Next::order_value:
    case Next::text_value:
    case Next::list_value: break;
  }
  const auto field = find_field(grammar.current().name, view);
  if (!field) return {};
  if (grammar.next() == Next::comparison) {
    add_matching(to, Kind::operation, operators_of(*field), written);
    return {};
  }
  return add_values(to, *field, grammar.next(), written, values_of);
}

}  // namespace

Result<Completion> complete(std::string_view text, std::size_t position, View view, const ValuesOf& values_of) {
  if (text.size() > kMaxTextBytes) return Error{ErrorKind::too_large, "The query is too long to be completed", {}};
  if (!is_valid_utf8(text)) return invalid("The query is not valid UTF-8");
  std::size_t end = std::min(position, text.size());
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // within a character
  const std::size_t begin = begin_of_word(text.substr(0, end));
  Completion completion{begin, end, {}};
  Lexer lexer(text.substr(0, begin));
  Grammar grammar;
  while (true) {
    const auto token = lexer.next();
    if (!token || (*token && !grammar.take(**token))) return completion;  // can't be read: nothing to suggest
    if (!*token) break;
  }
  TRY(add_all(completion.suggestions, grammar, view, text.substr(begin, end - begin), values_of));
  return completion;
}

}  // namespace kindred::query
