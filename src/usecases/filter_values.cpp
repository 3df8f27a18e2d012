// Values that occur, for the completion of queries.
#include <algorithm>
#include <set>

#include "query/build.h"
#include "selection/fold_case.h"
#include "selection/json_value.h"
#include "usecases/filtered.h"

namespace kindred::usecases {
namespace {

using selection::Rows;
using store::Connection;

// Distinct ones by name. A column of a million file names is not read to its end.
class Values {
 public:
  Values(std::string_view part, std::size_t limit) : part_(selection::folded(part)), limit_(limit) {}

  [[nodiscard]] bool wants_more() const { return looked_at_ < 1'000'000 && found_.size() < 20 * limit_; }
  void look_at(std::string_view value) {
    ++looked_at_;
    if (selection::folded(value).find(part_) != std::string::npos) found_.emplace(value);
  }
  [[nodiscard]] std::vector<std::string> take() const {
    std::vector<std::string> values(found_.begin(), found_.end());
    if (values.size() > limit_) values.resize(limit_);
    return values;
  }

 private:
  std::string part_;
  std::size_t limit_;
  std::size_t looked_at_ = 0;
  std::set<std::string> found_;
};

void look_at_tags(Values& values, const selection::TagRows& tags) {
  for (const auto& [id, tag] : tags.all())
    values.look_at(tag.name);
}

void look_at_column(Values& values, const selection::DataRows& lake, const selection::ColumnSpec& spec) {
  const auto* texts = std::get_if<selection::TextColumn>(&lake.column(spec));
  if (texts == nullptr) return;
  lake.live().for_each([&](Bitmap::Row row) {
    const auto text = texts->at(row);
    if (text && !spec.is_json()) values.look_at(*text);
    if (text && spec.is_json() && text->front() == selection::kJsonText) values.look_at(text->substr(1));
    return values.wants_more();
  });
}

Result<void> look_at_datasets(Values& values, Connection& c, const Rows& rows, query::FieldId field) {
  for (const auto& lake : rows.lakes) {
    auto names = TRY(store::query(c,
                                  "SELECT v.version, s.name FROM dataset_version v JOIN dataset s ON s.id = v.dataset_id "
                                  "WHERE v.id IN (SELECT version_id FROM asset_count WHERE datalake_id = ? AND items > 0)",
                                  lake->datalake()));
    while (TRY(names->step()))
      values.look_at(names->column_text(field == query::FieldId::dataset_name ? 1 : 0));
  }
  return {};
}

template <typename Scope>
Result<std::vector<std::string>> values_in(Workspace& workspace, Scope scope, const query::Field& field, std::string_view part,
                                           std::size_t limit) {
  const auto spec = selection::column_for(field);
  const bool is_of_data = field.subject == query::Subject::data;
  selection::Needs needs;
  const bool is_label = field.subject == query::Subject::shape && field.id == query::FieldId::label;
  needs.shapes = is_label;
  needs.data_tags = is_of_data && field.id == query::FieldId::tag;
  needs.asset_tags = field.subject == query::Subject::asset && field.id == query::FieldId::tag;
  if (is_of_data && spec) needs.add(*spec);
  Values values(part, limit);
  TRY(workspace.rows().read(scope, needs, [&](Connection& c, const Rows& rows) -> Result<void> {
    if (field.id == query::FieldId::dataset_name || field.id == query::FieldId::dataset_version) {
      return look_at_datasets(values, c, rows, field.id);
    }
    if (is_label && rows.shapes) {
      for (const auto& [number, name] : rows.shapes->labels())
        values.look_at(name);
    }
    if (needs.asset_tags) look_at_tags(values, rows.assets->tags());
    for (const auto& lake : rows.lakes) {
      if (needs.data_tags) look_at_tags(values, lake->tags());
      if (is_of_data && spec) look_at_column(values, *lake, *spec);
    }
    return {};
  }));
  return values.take();
}

}  // namespace

Result<std::vector<std::string>> values_of(Workspace& workspace, DatalakeId datalake, const query::Field& field, std::string_view part,
                                           std::size_t limit) {
  return values_in(workspace, datalake, field, part, limit);
}
Result<std::vector<std::string>> values_of(Workspace& workspace, DatasetVersionId version, const query::Field& field, std::string_view part,
                                           std::size_t limit) {
  return values_in(workspace, version, field, part, limit);
}

}  // namespace kindred::usecases
