#include "store/data_rows.h"

#include <limits>

#include "base/json.h"

namespace kindred::store {
namespace {

template <typename Enum>
std::vector<std::string> words_of(std::span<const Enum> values) {
  std::vector<std::string> words;
  for (const Enum value : values)
    words.emplace_back(to_string(value));
  return words;
}

// One member of the custom metadata: json_each() gives its rows by key, whatever characters the key has.
Sql member_condition(const json::key_value_pair& member) {
  Sql sql;
  const auto begin = [&](std::string_view types) {
    sql.add(" AND EXISTS (SELECT 1 FROM json_each(d.custom_metadata) m WHERE m.key = ? AND m.type IN ", {std::string(member.key())})
        .add(types);
  };
  const json::value& value = member.value();
  if (value.is_null()) {
    begin("('null')");
  } else if (value.is_bool()) {
    begin(value.as_bool() ? "('true')" : "('false')");
  } else if (value.is_string()) {
    begin("('text')");
    sql.add(" AND m.value = ?", {std::string(value.as_string())});
  } else if (value.is_number()) {
    begin("('integer', 'real')");
    const bool whole = value.is_int64();
    sql.add(" AND m.value = ?", {whole ? Value(value.as_int64()) : Value(value.to_number<double>())});
  } else {
    begin("('array', 'object')");
    sql.add(" AND m.value = json(?)", {json::serialize(value)});
  }
  return sql.add(")");
}

}  // namespace

Result<Data> read_data_at(const Statement& row, int first) {
  Data data;
  data.id = {row.column_uuid(first)};
  data.datalake_id = {row.column_uuid(first + 1)};
  data.object_name = row.column_text(first + 2);
  data.filename = row.column_text(first + 3);
  data.content_type = row.column_text(first + 4);
  data.type = TRY(stored_word(row, first + 5, parse_data_type));
  data.upload_status = TRY(stored_word(row, first + 6, parse_upload_status));
  data.width = static_cast<int>(row.column_int(first + 7));
  data.height = static_cast<int>(row.column_int(first + 8));
  data.bytes = static_cast<std::uint64_t>(row.column_int(first + 9));
  data.sha256 = row.column_text(first + 10);
  data.metadata_json = row.column_text(first + 11);
  data.custom_metadata_json = row.column_text(first + 12);
  data.data_source_id = optional_id<DataSourceId>(row, first + 13);
  data.created_at = {row.column_int(first + 14)};
  return data;
}

Result<void> check_filter(const DataFilter& filter) {
  if (filter.ids) TRY(check_list_size(filter.ids->size(), "ids"));
  if (filter.filenames) TRY(check_list_size(filter.filenames->size(), "filenames"));
  if (filter.object_names) TRY(check_list_size(filter.object_names->size(), "object names"));
  return {};
}

Result<Sql> data_conditions(const DataFilter& filter) {
  Sql sql;
  if (filter.ids) sql.add(" AND ").add(in_ids("d.id", pack_ids<DataId>(*filter.ids)));
  if (filter.filenames) sql.add(" AND ").add(in_texts("d.filename", *filter.filenames));
  if (filter.object_names) sql.add(" AND ").add(in_texts("d.object_name", *filter.object_names));
  if (!filter.upload_statuses.empty()) {
    sql.add(" AND ").add(in_texts("d.upload_status", words_of<UploadStatus>(filter.upload_statuses)));
  }
  if (!filter.types.empty()) sql.add(" AND ").add(in_texts("d.type", words_of<DataType>(filter.types)));
  if (!filter.custom_metadata_json.empty()) {
    const json::object members = TRY(parse_json_object(filter.custom_metadata_json, "the filter's custom metadata"));
    for (const auto& member : members)
      sql.add(member_condition(member));
  }
  return sql;
}

Sql tag_conditions(std::string_view table, std::string_view item, const TagGroups& groups) {
  Sql sql;
  for (const auto& group : groups) {
    sql.add(" AND EXISTS (SELECT 1 FROM ").add(table).add(" t WHERE t.item_id = ").add(item).add(" AND ");
    sql.add(in_ids("t.tag_id", pack_ids<TagId>(group))).add(")");
  }
  return sql;
}

Sql tagged_items(std::string_view table, std::span<const TagId> group) {
  return Sql{}.add("SELECT item_id FROM ").add(table).add(" WHERE ").add(in_ids("tag_id", pack_ids<TagId>(group)));
}

Sql count_tagged_sql(std::string_view table, const TagGroups& groups) {
  // Of one tag each item is there once.
  const std::string_view distinct = groups.front().size() == 1 ? "" : "DISTINCT ";
  Sql sql;
  sql.add("SELECT count(").add(distinct).add("i.item_id) FROM ").add(table).add(" i WHERE ");
  sql.add(in_ids("i.tag_id", pack_ids<TagId>(groups.front())));
  return sql.add(tag_conditions(table, "i.item_id", {groups.begin() + 1, groups.end()}));
}

Result<bool> gives_few_rows(Connection& connection, const Sql& subquery) {
  const Sql sql = Sql{}.add("SELECT count(*) FROM (").add(subquery).add(" LIMIT ?)", {kFewRows + 1});
  return TRY(read_int(query(connection, sql))) <= kFewRows;
}

Result<std::optional<std::size_t>> small_group(Connection& connection, std::string_view table, const TagGroups& groups) {
  std::optional<std::size_t> smallest;
  std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Sql items = tagged_items(table, groups[i]);
    const std::int64_t count =
        TRY(read_int(query(connection, Sql{}.add("SELECT count(*) FROM (").add(items).add(" LIMIT ?)", {kFewRows + 1}))));
    if (count > kFewRows || count >= fewest) continue;
    smallest = i;
    fewest = count;
  }
  return smallest;
}

}  // namespace kindred::store
