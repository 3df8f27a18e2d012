#include "query/build.h"

#include <cassert>
#include <utility>

namespace kindred::query {

Condition condition_on(std::string_view field, View view, Operator op, std::vector<Value> values, bool negated) {
  auto found = find_field(field, view);
  assert(found && "a field that the view does not have");
  return {*std::move(found), op, negated, std::move(values)};
}

std::vector<Value> values_of(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void narrow(Query& query, Condition condition) {
  query.conditions.push_back(std::move(condition));
  query.nodes.push_back({Node::Kind::comparison, query.conditions.size() - 1, 0, 0});
  const std::size_t added = query.nodes.size() - 1;
  if (added > 0) query.nodes.push_back({Node::Kind::conjunction, 0, added - 1, added});
}

}  // namespace kindred::query
