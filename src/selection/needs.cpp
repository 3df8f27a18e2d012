#include "selection/needs.h"

namespace kindred::selection {

void Needs::add(const query::Query& query) {
  for (const query::Condition& condition : query.conditions) {
    const query::Field& field = condition.field;
    if (field.id == query::FieldId::tag) (field.subject == query::Subject::asset ? asset_tags : data_tags) = true;
    if (field.id == query::FieldId::dataset_name || field.id == query::FieldId::dataset_version) datasets.push_back(condition);
    if (field.subject == query::Subject::shape || field.subject == query::Subject::annotation) shapes = true;
    if (field.subject != query::Subject::data) continue;
    if (const auto column = column_for(field)) columns.insert(*column);
  }
}

}  // namespace kindred::selection
