#include "selection/evaluate.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "selection/match.h"

namespace kindred::selection {
namespace {

using query::Condition;
using query::FieldId;
using query::Operator;
using query::Subject;

bool asks_for_none(const Condition& condition) {
  return condition.op == Operator::equal && std::holds_alternative<std::monostate>(condition.values.front());
}

// Ids are texts to the language; the usual comparisons don't have to write them out.
template <typename IdOf>
Bitmap rows_by_id(const Bitmap& live, const Condition& condition, IdOf id_of) {
  std::vector<Bitmap::Row> found;
  if (condition.op == Operator::equal || condition.op == Operator::in) {
    std::unordered_set<Uuid> wanted;
    for (const query::Value& value : condition.values) {
      const auto* text = std::get_if<std::string>(&value);
      if (text == nullptr) continue;
      const auto id = parse_uuid(*text);
      if (id && to_string(*id) == *text) wanted.insert(*id);
    }
    for (const Bitmap::Row row : live.to_vector()) {
      if (wanted.contains(id_of(row).uuid)) found.push_back(row);
    }
    return Bitmap::of(found);
  }
  const TextMatcher matches(condition);
  for (const Bitmap::Row row : live.to_vector()) {
    if (matches(to_string(id_of(row)))) found.push_back(row);
  }
  return Bitmap::of(found);
}

Bitmap rows_by_tag(const Bitmap& live, const TagRows& tags, const Condition& condition) {
  if (asks_for_none(condition)) return live - tags.rows_with_any();
  return tags.rows_named(condition);
}

class Evaluation {
 public:
  Evaluation(const query::Query& query, const Rows& rows) : query_(query), rows_(rows) {}

  // Chains of and/or lean to the right, so the right side first keeps few bitmaps at a time; a tree is at most as deep as a query has
  // comparisons and brackets (query.h).
  [[nodiscard]] Bitmap node(std::size_t place) const {
    const query::Node& node = query_.nodes[place];
    if (node.kind == query::Node::Kind::comparison) return condition(query_.conditions[node.comparison]);
    Bitmap found = this->node(node.right);
    if (node.kind == query::Node::Kind::disjunction) return found |= this->node(node.left);
    if (found.empty()) return found;
    return found &= this->node(node.left);
  }

 private:
  [[nodiscard]] Bitmap condition(const Condition& condition) const {
    Bitmap found = positive(condition);
    if (condition.negated) return rows_.live() - found;
    return found &= rows_.live();
  }

  [[nodiscard]] Bitmap positive(const Condition& condition) const {
    if (!rows_.assets) return of_data(condition, *rows_.lakes.front());
    const bool is_of_shape = condition.field.subject == Subject::shape || condition.field.subject == Subject::annotation;
    if (!rows_.of_shapes) return is_of_shape ? with_shapes(condition) : assets_where(condition);
    return is_of_shape ? rows_.shapes->shapes_where(condition) : rows_.shapes->shapes_on(assets_where(condition));
  }

  [[nodiscard]] Bitmap assets_where(const Condition& condition) const {
    if (condition.field.subject == Subject::asset) return of_assets(condition, *rows_.assets);
    Bitmap found;
    for (std::size_t i = 0; i < rows_.lakes.size(); ++i)
      found |= rows_.assets->assets_of(i, of_data(condition, *rows_.lakes[i]));
    return found;
  }

  [[nodiscard]] Bitmap with_shapes(const Condition& condition) const {
    Bitmap found = rows_.shapes->assets_where(condition, rows_.assets->size());
    return asks_for_none(condition) && ShapeRows::none_means_absent(condition.field) ? rows_.assets->live() - found : found;
  }

  [[nodiscard]] static Bitmap of_assets(const Condition& condition, const AssetRows& assets) {
    switch (condition.field.id) {
      case FieldId::id: return rows_by_id(assets.live(), condition, [&](Bitmap::Row row) { return assets.id(row); });
      case FieldId::created_at: return matching_rows(assets.created_at(), condition);
      case FieldId::tag: return rows_by_tag(assets.live(), assets.tags(), condition);
      default: return {};  // `data = None`: an Asset has always its Data
    }
  }

  [[nodiscard]] Bitmap of_data(const Condition& condition, const DataRows& lake) const {
    switch (condition.field.id) {
      case FieldId::id: return rows_by_id(lake.live(), condition, [&](Bitmap::Row row) { return lake.id(row); });
      case FieldId::tag: return rows_by_tag(lake.live(), lake.tags(), condition);
      case FieldId::dataset_name:
      case FieldId::dataset_version: return in_datasets(condition, lake);
      default: break;
    }
    const auto spec = column_for(condition.field);
    return spec ? matching_rows(lake.column(*spec), *spec, condition) & lake.live() : Bitmap();
  }

  [[nodiscard]] Bitmap in_datasets(const Condition& condition, const DataRows& lake) const {
    const auto same = [&](const Rows::InDatasets& one) {
      return one.condition.field.id == condition.field.id && one.condition.op == condition.op && one.condition.values == condition.values;
    };
    const auto found = std::ranges::find_if(rows_.datasets, same);
    const auto rows = found == rows_.datasets.end() ? std::map<DatalakeId, Bitmap>::const_iterator() : found->rows.find(lake.datalake());
    const bool has_rows = found != rows_.datasets.end() && rows != found->rows.end();
    if (asks_for_none(condition)) return has_rows ? lake.live() - rows->second : lake.live();
    return has_rows ? rows->second : Bitmap();
  }

  const query::Query& query_;
  const Rows& rows_;
};

}  // namespace

Bitmap evaluate(const query::Query& query, const Rows& rows) {
  if (query.empty()) return rows.live();
  return Evaluation(query, rows).node(query.nodes.size() - 1);
}

}  // namespace kindred::selection
