#include "store/tags.h"

#include <array>
#include <string>

#include "store/list_query.h"
#include "store/rows.h"
#include "store/tag_tables.h"

namespace kindred::store {
namespace {

constexpr OrderField kId{"id", "t.id", OrderField::Type::id};
constexpr std::array kOrders{OrderField{"name", "t.name", OrderField::Type::text},
                             OrderField{"created_at", "t.created_at", OrderField::Type::number}, kId};

constexpr std::string_view kColumns = "t.id, t.target, t.scope, t.name";

Result<Tag> read_tag(const Statement& row) {
  return Tag{{row.column_uuid(0)}, TRY(stored_word(row, 1, parse_tag_target)), row.column_uuid(2), row.column_text(3)};
}

std::string taken(std::string_view name) { return "There is a tag '" + std::string(name) + "' already"; }
std::string no_tag(TagId id) { return "There is no tag " + to_string(id); }

}  // namespace

const TagTables& tables_of(TagTarget target) {
  static constexpr TagTables kData{"data_tag",
                                   "data",
                                   "SELECT 1 FROM datalake WHERE id = ?",
                                   "SELECT 1 FROM data WHERE id = ? AND datalake_id = ?",
                                   "INSERT INTO data_tag(item_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                   "DELETE FROM data_tag WHERE item_id = ? AND tag_id = ?"};
  static constexpr TagTables kAsset{"asset_tag",
                                    "asset",
                                    "SELECT 1 FROM dataset_version WHERE id = ?",
                                    "SELECT 1 FROM asset WHERE id = ? AND version_id = ?",
                                    "INSERT INTO asset_tag(item_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                    "DELETE FROM asset_tag WHERE item_id = ? AND tag_id = ?"};
  static constexpr TagTables kDataset{"dataset_tag",
                                      "dataset",
                                      "SELECT 1 FROM organization WHERE id = ?",
                                      "SELECT 1 FROM dataset WHERE id = ? AND organization_id = ?",
                                      "INSERT INTO dataset_tag(item_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                      "DELETE FROM dataset_tag WHERE item_id = ? AND tag_id = ?"};
  static constexpr TagTables kVersion{
      "version_tag",
      "dataset version",
      "SELECT 1 FROM organization WHERE id = ?",
      "SELECT 1 FROM dataset_version v JOIN dataset d ON d.id = v.dataset_id WHERE v.id = ? AND d.organization_id = ?",
      "INSERT INTO version_tag(item_id, tag_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
      "DELETE FROM version_tag WHERE item_id = ? AND tag_id = ?"};
  switch (target) {
    case TagTarget::data: return kData;
    case TagTarget::asset: return kAsset;
    case TagTarget::dataset: return kDataset;
    case TagTarget::dataset_version: return kVersion;
  }
  return kData;
}

Result<Tag> create_tag(Connection& connection, TagTarget target, const Uuid& scope, std::string_view name) {
  if (!TRY(has_row(query(connection, tables_of(target).scope_exists, scope)))) {
    return not_found("There is no " + to_string(scope) + " for the tag '" + std::string(name) + "' to belong to");
  }
  Tag tag{TagId::make(), target, scope, std::string(name)};
  TRY(explain_conflict(execute(connection, "INSERT INTO tag(id, target, scope, name, created_at) VALUES (?, ?, ?, ?, ?)", tag.id,
                               to_string(target), scope, tag.name, now()),
                       taken(name)));
  return tag;
}

Result<Tag> find_tag(Connection& connection, TagId id) {
  static const std::string kSql = "SELECT " + std::string(kColumns) + " FROM tag t WHERE t.id = ?";
  return require_row(query(connection, kSql, id), read_tag, no_tag(id));
}

Result<Tag> find_tag_by_name(Connection& connection, TagTarget target, const Uuid& scope, std::string_view name) {
  static const std::string kSql = "SELECT " + std::string(kColumns) + " FROM tag t WHERE t.scope = ? AND t.target = ? AND t.name = ?";
  return require_row(query(connection, kSql, scope, to_string(target), name), read_tag,
                     "There is no tag named '" + std::string(name) + "'");
}

Result<Page<Tag>> list_tags(Connection& connection, TagTarget target, const Uuid& scope, const PageRequest& page) {
  const Order order = TRY(Order::parse(page.order_by, "name", kOrders, kId));
  const ListQuery list{kColumns, 4, Sql{}.add("FROM tag t WHERE t.scope = ? AND t.target = ?", {scope, std::string(to_string(target))})};
  return read_page(connection, list, order, page, read_tag);
}

Result<Tag> rename_tag(Connection& connection, TagId id, std::string_view name) {
  TRY(explain_conflict(execute(connection, "UPDATE tag SET name = ? WHERE id = ?", name, id), taken(name)));
  return find_tag(connection, id);
}

Result<void> delete_tag(Connection& connection, TagId id) {
  if (TRY(execute(connection, "DELETE FROM tag WHERE id = ?", id)) == 0) return not_found(no_tag(id));
  return {};
}

Result<std::int64_t> attach_tag(Connection& connection, const Tag& tag, std::span<const Uuid> items) {
  TRY(check_list_size(items.size(), "ids"));
  const TagTables& tables = tables_of(tag.target);
  std::int64_t added = 0;
  for (const Uuid& item : items) {
    if (!TRY(has_row(query(connection, tables.item_in_scope, item, tag.scope)))) {
      return invalid("There is no " + std::string(tables.noun) + " " + to_string(item) + " for the tag '" + tag.name +
                     "' to be attached to");
    }
    added += TRY(explain_conflict(execute(connection, tables.attach, item, tag.id), no_tag(tag.id)));
  }
  return added;
}

Result<std::int64_t> detach_tag(Connection& connection, const Tag& tag, std::span<const Uuid> items) {
  TRY(check_list_size(items.size(), "ids"));
  std::int64_t removed = 0;
  for (const Uuid& item : items)
    removed += TRY(execute(connection, tables_of(tag.target).detach, item, tag.id));
  return removed;
}

Result<std::int64_t> count_tagged(Connection& connection, const Tag& tag) {
  return read_int(query(connection, "SELECT count(*) FROM " + std::string(tables_of(tag.target).table) + " WHERE tag_id = ?", tag.id));
}

Result<std::vector<Tag>> tags_of(Connection& connection, TagTarget target, const Uuid& item) {
  const std::string sql = "SELECT " + std::string(kColumns) + " FROM " + std::string(tables_of(target).table) +
                          " i CROSS JOIN tag t ON t.id = i.tag_id WHERE i.item_id = ? ORDER BY t.name";
  return read_rows(query(connection, sql, item), read_tag);
}

Result<std::unordered_map<Uuid, std::vector<Tag>>> tags_of_many(Connection& connection, TagTarget target, std::span<const Uuid> items) {
  TRY(check_list_size(items.size(), "ids"));
  std::unordered_map<Uuid, std::vector<Tag>> all;
  for (const Uuid& item : items) {
    auto tags = TRY(tags_of(connection, target, item));
    if (!tags.empty()) all.emplace(item, std::move(tags));
  }
  return all;
}

}  // namespace kindred::store
