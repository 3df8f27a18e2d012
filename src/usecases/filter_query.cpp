// The parts of a filter that are conditions on rows.
#include "base/json.h"
#include "query/build.h"
#include "query/query.h"
#include "query/times.h"
#include "usecases/filter.h"

namespace kindred::usecases {
namespace {

using query::Operator;
using query::Value;
using query::View;

class Builder {
 public:
  Builder(query::Query query, View view) : query_(std::move(query)), view_(view) {}

  void among(std::string_view field, const std::vector<std::string>& texts) { add(field, Operator::in, query::values_of(texts)); }
  template <typename IdType>
  void among(std::string_view field, const std::vector<IdType>& ids) {
    std::vector<Value> values;
    for (const IdType& id : ids)
      values.emplace_back(to_string(id));
    add(field, Operator::in, std::move(values));
  }
  template <typename Enum>
  void one_of(std::string_view field, const std::vector<Enum>& words) {
    std::vector<Value> values;
    for (const Enum word : words)
      values.emplace_back(std::string(to_string(word)));
    if (!values.empty()) add(field, Operator::in, std::move(values));
  }
  void add(std::string_view field, Operator op, std::vector<Value> values) {
    query::narrow(query_, query::condition_on(field, view_, op, std::move(values)));
  }
  void add(query::Condition condition) { query::narrow(query_, std::move(condition)); }
  // As a range of texts, in which case counts.
  void begins_with(std::string prefix) {
    if (prefix.empty()) return;
    add(of_data("filename"), Operator::greater_equal, {prefix});
    while (!prefix.empty() && prefix.back() == '\xFF')
      prefix.pop_back();
    if (prefix.empty()) return;
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    add(of_data("filename"), Operator::less, {prefix});
  }
  [[nodiscard]] View view() const { return view_; }
  // "filename" among Data, "data.filename" among Assets.
  [[nodiscard]] std::string of_data(std::string_view field) const { return (view_ == View::assets ? "data." : "") + std::string(field); }
  query::Query take() { return std::move(query_); }

 private:
  query::Query query_;
  View view_;
};

Result<std::int64_t> time_of(std::string_view field, const std::string& text) {
  const auto time = query::parse_time(text);
  if (time) return *time;
  return invalid("'created." + std::string(field) + "' is not a time: write \"YYYY-MM-DD\" or \"YYYY-MM-DD HH:MM:SS\" (UTC), not '" + text +
                 "'");
}

Result<Value> value_of(std::string_view key, const json::value& value) {
  if (value.is_null()) return Value();
  if (value.is_bool()) return Value(value.as_bool());
  if (value.is_int64()) return Value(value.as_int64());
  if (value.is_number()) return Value(value.to_number<double>());
  if (value.is_string()) return Value(std::string(value.as_string()));
  return unsupported("The member '" + std::string(key) + "' of custom_metadata is a list or object, which can't be combined with a query");
}

Result<void> add_custom_metadata(Builder& to, const std::string& text) {
  const json::object members = TRY(parse_json_object(text, "the filter's custom metadata"));
  for (const auto& member : members) {
    query::Condition condition =
        query::condition_on(to.of_data("custom_metadata.x"), to.view(), Operator::equal, {TRY(value_of(member.key(), member.value()))});
    condition.field.key = member.key();
    to.add(std::move(condition));
  }
  return {};
}

Result<void> add_list_parts(Builder& to, const store::AssetFilter& list) {
  if (list.ids) to.among("id", *list.ids);
  if (list.data_ids) to.among(to.of_data("id"), *list.data_ids);
  if (list.data.ids) to.among(to.of_data("id"), *list.data.ids);
  if (list.data.filenames) to.among(to.of_data("filename"), *list.data.filenames);
  if (list.data.object_names) to.among(to.of_data("object_name"), *list.data.object_names);
  if (list.filename_startswith) to.begins_with(*list.filename_startswith);
  to.one_of(to.of_data("upload_status"), list.data.upload_statuses);
  to.one_of(to.of_data("type"), list.data.types);
  if (!list.data.custom_metadata_json.empty()) TRY(add_custom_metadata(to, list.data.custom_metadata_json));
  return {};
}

}  // namespace

Result<query::Query> query_of(const Filter& filter, View view) {
  Builder query(TRY(query::parse(filter.q, view)), view);
  if (filter.ids) query.among("id", *filter.ids);
  for (const std::string& tag : filter.tags)
    query.add("tags.name", Operator::equal, {tag});
  if (filter.created.from) query.add("created_at", Operator::greater_equal, {TRY(time_of("from", *filter.created.from))});
  if (filter.created.before) query.add("created_at", Operator::less, {TRY(time_of("before", *filter.created.before))});
  TRY(add_list_parts(query, filter.list));
  return query.take();
}

}  // namespace kindred::usecases
