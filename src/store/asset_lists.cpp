// The reading half of store/assets.h: finding, listing and counting.
#include <array>

#include "store/assets.h"
#include "store/data_rows.h"
#include "store/datasets.h"

namespace kindred::store {
namespace {

// Row numbers are given in the order of creation, so they stand for created_at, and break its ties. In an order by the Data their
// ids do, as in the indexes of data.
constexpr OrderField kCreated{"created_at", "a.row_number", OrderField::Type::number};
constexpr OrderField kDataId{"data_id", "d.id", OrderField::Type::id};
constexpr std::array kOrders{kCreated,
                             OrderField{"id", "a.id", OrderField::Type::id},
                             OrderField{"filename", "d.filename", OrderField::Type::text},
                             OrderField{"object_name", "d.object_name", OrderField::Type::text},
                             OrderField{"content_type", "d.content_type", OrderField::Type::text},
                             OrderField{"width", "d.width", OrderField::Type::number},
                             OrderField{"height", "d.height", OrderField::Type::number},
                             OrderField{"bytes", "d.bytes", OrderField::Type::number}};

// "a.id, a.version_id, a.created_at, <data>"
std::string asset_columns() { return "a.id, a.version_id, a.created_at, " + std::string(kDataColumns); }

Result<Asset> read_asset(const Statement& row) {
  return Asset{{row.column_uuid(0)}, {row.column_uuid(1)}, TRY(read_data_at(row, 3)), {row.column_int(2)}};
}

Result<TagGroups> resolve_tags(Connection& connection, std::string_view condition, const std::vector<Value>& values,
                               const std::vector<std::vector<std::string>>& names) {
  TagGroups groups;
  for (const auto& group : names) {
    const Sql sql = Sql{}.add("SELECT id FROM tag WHERE ").add(condition, values).add(" AND ").add(in_texts("name", group));
    groups.push_back(TRY(read_rows(query(connection, sql), read_id<TagId>)));
  }
  return groups;
}

struct Tags {
  TagGroups of_asset;
  TagGroups of_data;
};

Result<Tags> resolve_tags(Connection& connection, DatasetVersionId version, const AssetFilter& filter) {
  Tags tags;
  tags.of_asset = TRY(resolve_tags(connection, "scope = ? AND target = 'ASSET'", {version.uuid}, filter.tags));
  // Of the version's Datalakes.
  tags.of_data = TRY(resolve_tags(connection, "target = 'DATA' AND scope IN (SELECT datalake_id FROM asset_count WHERE version_id = ?)",
                                  {version.uuid}, filter.data.tags));
  return tags;
}

// The smallest text that is greater than all that begin with `prefix`; nothing when there is none.
std::optional<std::string> after_prefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xFF')
    prefix.pop_back();
  if (prefix.empty()) return std::nullopt;
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

// No LIKE: a range of the index, in which no character is special.
Sql prefix_condition(const std::string& prefix) {
  Sql sql;
  if (prefix.empty()) return sql;
  sql.add(" AND d.filename >= ?", {prefix});
  if (const auto end = after_prefix(prefix)) sql.add(" AND d.filename < ?", {*end});
  return sql;
}

Sql datas_of_lakes(std::string_view index, DatasetVersionId version, const Sql& condition) {
  return Sql{}
      .add("SELECT d.id FROM data d INDEXED BY ")
      .add(index)
      .add(" WHERE d.datalake_id IN (SELECT datalake_id FROM asset_count WHERE version_id = ?)", {version.uuid})
      .add(condition);
}

// Where to begin, said outright as for Data (datas.cpp): tables with the index to use, and the conditions that go into it.
struct Start {
  std::string from;
  Sql where;
  bool has_data = false;  // whether `data d` is among the tables
};

Sql within(std::string_view column, const Sql& subquery) { return Sql{}.add(column).add(" IN (").add(subquery).add(")"); }

Start start_at_assets(DatasetVersionId version, const Sql& condition) {
  // "+" keeps SQLite from going through the version instead.
  return {"FROM asset a", Sql{}.add("+a.version_id = ? AND ", {version.uuid}).add(condition)};
}
Start start_at_datas(DatasetVersionId version, const Sql& condition) {
  return {"FROM asset a INDEXED BY asset_by_data", Sql{}.add("a.version_id = ? AND ", {version.uuid}).add(condition)};
}

// A start that finds few rows, if the filter has one.
Result<std::optional<Start>> selective_start(Connection& connection, DatasetVersionId version, const AssetFilter& filter,
                                             const Tags& tags) {
  using Found = std::optional<Start>;
  if (filter.ids) return Found(start_at_assets(version, in_ids("a.id", pack_ids<AssetId>(*filter.ids))));
  if (filter.data_ids) return Found(start_at_datas(version, in_ids("a.data_id", pack_ids<DataId>(*filter.data_ids))));
  if (filter.data.ids) return Found(start_at_datas(version, in_ids("a.data_id", pack_ids<DataId>(*filter.data.ids))));
  const auto by_names = [&](std::string_view index, std::string_view column, const std::vector<std::string>& names) {
    const Sql datas = datas_of_lakes(index, version, Sql{}.add(" AND ").add(in_texts(column, names)));
    return Found(start_at_datas(version, within("a.data_id", datas)));
  };
  if (filter.data.object_names) return by_names("data_by_object_name", "d.object_name", *filter.data.object_names);
  if (filter.data.filenames) return by_names("data_by_filename", "d.filename", *filter.data.filenames);
  if (const auto group = TRY(small_group(connection, "asset_tag", tags.of_asset))) {
    return Found(start_at_assets(version, within("a.id", tagged_items("asset_tag", tags.of_asset[*group]))));
  }
  if (const auto group = TRY(small_group(connection, "data_tag", tags.of_data))) {
    return Found(start_at_datas(version, within("a.data_id", tagged_items("data_tag", tags.of_data[*group]))));
  }
  if (filter.filename_startswith) {
    const Sql datas = datas_of_lakes("data_by_filename", version, prefix_condition(*filter.filename_startswith));
    if (TRY(gives_few_rows(connection, datas))) return Found(start_at_datas(version, within("a.data_id", datas)));
  }
  return Found();
}

// Going through a Datalake in the order of its own index, keeping what is in the version: quicker than sorting the version as
// long as the version has a fair part of the Datalake.
Result<std::optional<Start>> start_in_order_of_data(Connection& connection, DatasetVersionId version, std::string_view order_column) {
  constexpr std::int64_t kLeastPart = 50;  // a fiftieth
  std::string_view index;
  if (order_column == "d.filename") index = "data_by_filename";
  if (order_column == "d.object_name") index = "data_by_object_name";
  const auto lakes = TRY(datalakes_of_version(connection, version));
  if (index.empty() || lakes.size() != 1) return std::optional<Start>();
  if (TRY(asset_count(connection, version)) * kLeastPart < TRY(count_datas(connection, lakes[0], {}))) return std::optional<Start>();
  Start start;
  start.from.append("FROM data d INDEXED BY ").append(index);
  start.from.append(" CROSS JOIN asset a INDEXED BY asset_by_data ON a.data_id = d.id");
  start.where.add("d.datalake_id = ? AND a.version_id = ?", {lakes[0].uuid, version.uuid});
  start.has_data = true;
  return std::optional<Start>(std::move(start));
}

Result<Start> choose_start(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const Tags& tags,
                           std::string_view order_column) {
  if (auto start = TRY(selective_start(connection, version, filter, tags))) return std::move(*start);
  if (auto start = TRY(start_in_order_of_data(connection, version, order_column))) return std::move(*start);
  return Start{"FROM asset a INDEXED BY asset_by_row_number", Sql{}.add("a.version_id = ?", {version.uuid})};
}

// `order` of a list; nothing when the rows are only counted.
Result<Sql> from_where(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const Order* order) {
  TRY(check_filter(filter.data));
  if (filter.ids) TRY(check_list_size(filter.ids->size(), "ids"));
  if (filter.data_ids) TRY(check_list_size(filter.data_ids->size(), "data ids"));
  const Tags tags = TRY(resolve_tags(connection, version, filter));
  const Start start = TRY(choose_start(connection, version, filter, tags, order != nullptr ? order->first_column() : ""));

  Sql data = TRY(data_conditions(filter.data));
  if (filter.filename_startswith) data.add(prefix_condition(*filter.filename_startswith));
  // The row of data is only read when it is needed to choose or to sort.
  const bool needs_data = !data.text.empty() || (order != nullptr && order->uses_table("d."));
  Sql sql;
  sql.add(start.from);
  if (needs_data && !start.has_data) sql.add(" CROSS JOIN data d ON d.id = a.data_id");
  sql.add(" WHERE ").add(start.where);
  if (filter.ids) sql.add(" AND ").add(in_ids("a.id", pack_ids<AssetId>(*filter.ids)));
  if (filter.data_ids) sql.add(" AND ").add(in_ids("a.data_id", pack_ids<DataId>(*filter.data_ids)));
  sql.add(data).add(tag_conditions("asset_tag", "a.id", tags.of_asset)).add(tag_conditions("data_tag", "a.data_id", tags.of_data));
  return sql;
}

// Pages of ids; `read` makes more of them.
template <typename Read>
Result<Page<RowValue<Read>>> list(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page,
                                  Read read) {
  const Order order = TRY(asset_order(page.order_by));
  const ListQuery query{"a.id", 1, TRY(from_where(connection, version, filter, &order))};
  return read_page(connection, query, order, page, read);
}

bool narrows(const DataFilter& data) {
  return data.ids || data.filenames || data.object_names || !data.tags.empty() || !data.upload_statuses.empty() || !data.types.empty() ||
         !data.custom_metadata_json.empty();
}

// By anything but tags of the Asset.
bool narrows_beside_tags(const AssetFilter& filter) {
  return filter.ids || filter.data_ids || filter.filename_startswith || narrows(filter.data);
}

// The filter without statuses and types that all Data of the version's Datalakes have, which is the rule: then nothing has to be
// looked at to count them.
Result<AssetFilter> without_what_all_have(Connection& connection, DatasetVersionId version, AssetFilter filter) {
  if (filter.data.upload_statuses.empty() && filter.data.types.empty()) return filter;
  const Sql kind = TRY(data_conditions(DataFilter{.upload_statuses = filter.data.upload_statuses, .types = filter.data.types}));
  const Sql others = Sql{}
                         .add(
                             "SELECT 1 FROM data_count d WHERE d.items > 0 AND d.datalake_id IN "
                             "(SELECT datalake_id FROM asset_count WHERE version_id = ?)",
                             {version.uuid})
                         .add(" AND NOT (TRUE")
                         .add(kind)
                         .add(")");
  if (TRY(has_row(query(connection, others)))) return filter;
  filter.data.upload_statuses.clear();
  filter.data.types.clear();
  return filter;
}

// The newest Asset of the version whose Data fulfils a condition on an index of data.
Result<std::optional<Asset>> newest(Connection& connection, DatasetVersionId version, std::string_view index, std::string_view column,
                                    std::string_view value) {
  const Sql datas = datas_of_lakes(index, version, Sql{}.add(" AND ").add(column).add(" = ?", {std::string(value)}));
  const Sql sql =
      Sql{}
          .add("SELECT ")
          .add(asset_columns())
          .add(" FROM asset a INDEXED BY asset_by_data CROSS JOIN data d ON d.id = a.data_id WHERE a.version_id = ? AND ", {version.uuid})
          .add(within("a.data_id", datas))
          .add(" ORDER BY a.row_number DESC LIMIT 1");
  return read_row(query(connection, sql), read_asset);
}

Result<Asset> required(Result<std::optional<Asset>> asset, const std::string& what) {
  auto found = TRY(std::move(asset));
  if (!found) return not_found("There is no asset " + what);
  return std::move(*found);
}

}  // namespace

Result<Order> asset_order(std::span<const std::string> order_by) {
  Order order = TRY(Order::parse(order_by, "-created_at", kOrders, kCreated));
  if (!order.first_column().starts_with("d.")) return order;
  return Order::parse(order_by, "-created_at", kOrders, kDataId);
}

Result<Asset> find_asset(Connection& connection, AssetId id) {
  static const std::string kSql = "SELECT " + asset_columns() + " FROM asset a CROSS JOIN data d ON d.id = a.data_id WHERE a.id = ?";
  return required(read_row(query(connection, kSql, id), read_asset), to_string(id));
}

Result<Asset> find_asset_by_data(Connection& connection, DatasetVersionId version, DataId data) {
  static const std::string kSql = "SELECT " + asset_columns() +
                                  " FROM asset a INDEXED BY asset_by_data CROSS JOIN data d ON d.id = a.data_id "
                                  "WHERE a.version_id = ? AND a.data_id = ?";
  return required(read_row(query(connection, kSql, version, data), read_asset), "of the data " + to_string(data) + " in the version");
}

Result<Asset> find_asset_by_filename(Connection& connection, DatasetVersionId version, std::string_view filename) {
  return required(newest(connection, version, "data_by_filename", "d.filename", filename),
                  "with the filename '" + std::string(filename) + "' in the version");
}

Result<Asset> find_asset_by_object_name(Connection& connection, DatasetVersionId version, std::string_view object_name) {
  return required(newest(connection, version, "data_by_object_name", "d.object_name", object_name),
                  "with the object name '" + std::string(object_name) + "' in the version");
}

Result<Page<Asset>> list_assets(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page) {
  // Rows that an offset skips are not read.
  return list(connection, version, filter, page, [&](const Statement& row) { return find_asset(connection, {row.column_uuid(0)}); });
}

Result<Page<AssetId>> list_asset_ids(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page) {
  return list(connection, version, filter, page, read_id<AssetId>);
}

Result<std::int64_t> count_assets(Connection& connection, DatasetVersionId version, const AssetFilter& wanted) {
  const AssetFilter filter = TRY(without_what_all_have(connection, version, wanted));
  if (!narrows_beside_tags(filter)) {
    if (filter.tags.empty()) return asset_count(connection, version);
    return read_int(query(connection, count_tagged_sql("asset_tag", TRY(resolve_tags(connection, version, filter)).of_asset)));
  }
  return read_int(query(connection, Sql{}.add("SELECT count(*) ").add(TRY(from_where(connection, version, filter, nullptr)))));
}

}  // namespace kindred::store
