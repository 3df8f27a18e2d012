#include "store/datas.h"

#include <array>

#include "base/json.h"
#include "store/data_rows.h"
#include "store/objects.h"

namespace kindred::store {
namespace {

constexpr OrderField kId{"id", "d.id", OrderField::Type::id};
constexpr std::array kOrders{OrderField{"created_at", "d.created_at", OrderField::Type::number},
                             OrderField{"filename", "d.filename", OrderField::Type::text},
                             OrderField{"object_name", "d.object_name", OrderField::Type::text},
                             OrderField{"content_type", "d.content_type", OrderField::Type::text},
                             OrderField{"width", "d.width", OrderField::Type::number},
                             OrderField{"height", "d.height", OrderField::Type::number},
                             OrderField{"bytes", "d.bytes", OrderField::Type::number},
                             kId};

std::string no_data(DataId id) { return "There is no data " + to_string(id); }

// NULL for no metadata; `invalid` for what isn't a JSON object.
Result<std::optional<std::string_view>> checked_json(std::string_view text, std::string_view what) {
  if (!text.empty()) TRY(parse_json_object(text, what));
  return null_if_empty(text);
}

// Names of a Datalake's tags as ids, group by group. A group of which no name is known stays empty: it matches nothing.
Result<TagGroups> resolve_tags(Connection& connection, DatalakeId datalake, const std::vector<std::vector<std::string>>& names) {
  TagGroups groups;
  for (const auto& group : names) {
    const Sql sql = Sql{}.add("SELECT id FROM tag WHERE scope = ? AND target = 'DATA' AND ", {datalake.uuid}).add(in_texts("name", group));
    groups.push_back(TRY(read_rows(query(connection, sql), read_id<TagId>)));
  }
  return groups;
}

// Which index to begin with. Said outright, since SQLite would have to guess how many rows each condition leaves.
struct Start {
  std::string_view index;  // of data; empty: SQLite's choice
  Sql condition;           // more than the filter says, to go into that index
};

std::string_view index_for(std::string_view column) {
  if (column == "d.created_at") return "data_by_creation";
  if (column == "d.filename") return "data_by_filename";
  if (column == "d.object_name") return "data_by_object_name";
  return {};
}

Result<Start> choose_start(Connection& connection, const DataFilter& filter, const TagGroups& tags, std::string_view order_column) {
  if (filter.ids) return Start{"data_by_id", {}};
  if (filter.object_names) return Start{"data_by_object_name", {}};
  if (filter.filenames) return Start{"data_by_filename", {}};
  if (const auto group = TRY(small_group(connection, "data_tag", tags))) {
    return Start{"data_by_id", Sql{}.add(" AND d.id IN (").add(tagged_items("data_tag", tags[*group])).add(")")};
  }
  return Start{index_for(order_column), {}};
}

Result<Sql> from_where(Connection& connection, DatalakeId datalake, const DataFilter& filter, std::string_view order_column) {
  TRY(check_filter(filter));
  const TagGroups tags = TRY(resolve_tags(connection, datalake, filter.tags));
  const Start start = TRY(choose_start(connection, filter, tags, order_column));
  Sql sql;
  sql.add("FROM data d ");
  if (!start.index.empty()) sql.add("INDEXED BY ").add(start.index);
  sql.add(" WHERE d.datalake_id = ?", {datalake.uuid}).add(start.condition);
  return sql.add(TRY(data_conditions(filter))).add(tag_conditions("data_tag", "d.id", tags));
}

template <typename Read>
Result<Page<RowValue<Read>>> list(Connection& connection, DatalakeId datalake, const DataFilter& filter, const PageRequest& page,
                                  std::string_view columns, int column_count, Read read) {
  const Order order = TRY(data_order(page.order_by));
  const ListQuery query{columns, column_count, TRY(from_where(connection, datalake, filter, order.first_column()))};
  return read_page(connection, query, order, page, read);
}

}  // namespace

Result<Order> data_order(std::span<const std::string> order_by) { return Order::parse(order_by, "-created_at", kOrders, kId); }

Result<void> insert_data(Connection& connection, const Data& data) {
  const auto metadata = TRY(checked_json(data.metadata_json, "metadata"));
  const auto custom_metadata = TRY(checked_json(data.custom_metadata_json, "custom metadata"));
  auto inserted = execute(
      connection,
      "INSERT INTO data(id, datalake_id, object_name, filename, content_type, type, upload_status, width, height, bytes, "
      "sha256, metadata, custom_metadata, data_source_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      data.id, data.datalake_id, data.object_name, data.filename, data.content_type, to_string(data.type), to_string(data.upload_status),
      data.width, data.height, data.bytes, data.sha256, metadata, custom_metadata, data.data_source_id, data.created_at);
  TRY(explain_conflict(std::move(inserted), "The data '" + data.object_name +
                                                "' can't be added: the datalake has that object name already, or there is no such datalake "
                                                "or data source"));
  return {};
}

Result<Data> find_data(Connection& connection, DataId id) {
  static const std::string kSql = "SELECT " + std::string(kDataColumns) + " FROM data d WHERE d.id = ?";
  return require_row(query(connection, kSql, id), read_data, no_data(id));
}

Result<Data> find_data_by_filename(Connection& connection, DatalakeId datalake, std::string_view filename) {
  static const std::string kSql = "SELECT " + std::string(kDataColumns) +
                                  " FROM data d INDEXED BY data_by_filename WHERE d.datalake_id = ? AND d.filename = ? "
                                  "ORDER BY d.created_at DESC, d.id DESC LIMIT 1";
  return require_row(query(connection, kSql, datalake, filename), read_data,
                     "There is no data with the filename '" + std::string(filename) + "'");
}

Result<Data> find_data_by_object_name(Connection& connection, DatalakeId datalake, std::string_view object_name) {
  static const std::string kSql = "SELECT " + std::string(kDataColumns) + " FROM data d WHERE d.datalake_id = ? AND d.object_name = ?";
  return require_row(query(connection, kSql, datalake, object_name), read_data,
                     "There is no data with the object name '" + std::string(object_name) + "'");
}

Result<std::vector<Data>> find_datas(Connection& connection, std::span<const DataId> ids) {
  TRY(check_list_size(ids.size(), "ids"));
  std::vector<Data> datas;
  datas.reserve(ids.size());
  for (const DataId id : ids)
    datas.push_back(TRY(find_data(connection, id)));
  return datas;
}

Result<Page<Data>> list_datas(Connection& connection, DatalakeId datalake, const DataFilter& filter, const PageRequest& page) {
  return list(connection, datalake, filter, page, kDataColumns, kDataColumnCount, read_data);
}

Result<Page<DataId>> list_data_ids(Connection& connection, DatalakeId datalake, const DataFilter& filter, const PageRequest& page) {
  return list(connection, datalake, filter, page, "d.id", 1, read_id<DataId>);
}

Result<std::int64_t> count_datas(Connection& connection, DatalakeId datalake, const DataFilter& filter) {
  const bool by_row = filter.ids || filter.filenames || filter.object_names || !filter.custom_metadata_json.empty();
  const bool by_kind = !filter.upload_statuses.empty() || !filter.types.empty();
  if (!by_row && !by_kind && !filter.tags.empty()) {
    return read_int(query(connection, count_tagged_sql("data_tag", TRY(resolve_tags(connection, datalake, filter.tags)))));
  }
  if (!by_row && filter.tags.empty()) {
    const Sql sql = Sql{}
                        .add("SELECT coalesce(sum(d.items), 0) FROM data_count d WHERE d.datalake_id = ?", {datalake.uuid})
                        .add(TRY(data_conditions(filter)));
    return read_int(query(connection, sql));
  }
  return read_int(query(connection, Sql{}.add("SELECT count(*) ").add(TRY(from_where(connection, datalake, filter, "")))));
}

Result<void> set_data_metadata(Connection& connection, DataId id, std::string_view metadata_json) {
  const auto metadata = TRY(checked_json(metadata_json, "metadata"));
  if (TRY(execute(connection, "UPDATE data SET metadata = ? WHERE id = ?", metadata, id)) == 0) return not_found(no_data(id));
  return {};
}

Result<void> set_data_custom_metadata(Connection& connection, DataId id, std::string_view custom_metadata_json) {
  const auto metadata = TRY(checked_json(custom_metadata_json, "custom metadata"));
  if (TRY(execute(connection, "UPDATE data SET custom_metadata = ? WHERE id = ?", metadata, id)) == 0) return not_found(no_data(id));
  return {};
}

Result<void> set_data_source(Connection& connection, DataId id, std::optional<DataSourceId> data_source) {
  const auto changed = TRY(explain_conflict(execute(connection, "UPDATE data SET data_source_id = ? WHERE id = ?", data_source, id),
                                            "There is no data source " + (data_source ? to_string(*data_source) : "")));
  if (changed == 0) return not_found(no_data(id));
  return {};
}

Result<void> set_data_upload_status(Connection& connection, DataId id, UploadStatus status, int width, int height) {
  if (TRY(execute(connection, "UPDATE data SET upload_status = ?, width = ?, height = ? WHERE id = ?", to_string(status), width, height,
                  id)) == 0) {
    return not_found(no_data(id));
  }
  return {};
}

namespace {

// The row itself takes what depends on it along (foreign keys, triggers); the object's name goes when no other Data has it.
Result<void> delete_one(Connection& connection, const Data& data) {
  TRY(execute(connection, "DELETE FROM data WHERE id = ?", data.id));
  auto connector =
      TRY(read_row(query(connection, "SELECT connector_id FROM datalake WHERE id = ?", data.datalake_id), read_id<ConnectorId>));
  if (!connector || TRY(object_name_in_use(connection, *connector, data.object_name))) return {};
  TRY(execute(connection, "DELETE FROM object WHERE connector_id = ? AND object_name = ?", *connector, data.object_name));
  return {};
}

}  // namespace

Result<DeletedDatas> delete_datas(Connection& connection, std::span<const DataId> ids) {
  TRY(check_list_size(ids.size(), "ids"));
  DeletedDatas deleted;
  for (const DataId id : ids) {
    auto data = find_data(connection, id);
    if (!data && data.error().kind == ErrorKind::not_found) continue;
    deleted.datas.push_back(TRY(std::move(data)));
    TRY(delete_one(connection, deleted.datas.back()));
    const std::string& sha256 = deleted.datas.back().sha256;
    if (!TRY(content_in_use(connection, sha256))) deleted.unused_contents.push_back(sha256);
  }
  return deleted;
}

}  // namespace kindred::store
