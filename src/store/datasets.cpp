#include "store/datasets.h"

#include <array>

#include "store/list_query.h"
#include "store/rows.h"

namespace kindred::store {
namespace {

constexpr OrderField kDatasetId{"id", "d.id", OrderField::Type::id};
constexpr std::array kDatasetOrders{OrderField{"name", "d.name", OrderField::Type::text},
                                    OrderField{"created_at", "d.created_at", OrderField::Type::number}, kDatasetId};
constexpr OrderField kVersionId{"id", "v.id", OrderField::Type::id};
constexpr std::array kVersionOrders{OrderField{"version", "v.version", OrderField::Type::text},
                                    OrderField{"name", "v.version", OrderField::Type::text},
                                    OrderField{"created_at", "v.created_at", OrderField::Type::number}, kVersionId};

constexpr std::string_view kDatasetColumns = "d.id, d.organization_id, d.name, d.description, d.created_at";
constexpr std::string_view kVersionColumns = "v.id, v.dataset_id, d.name, v.version, v.description, v.type, v.created_at";
constexpr std::string_view kVersionTables = " FROM dataset_version v JOIN dataset d ON d.id = v.dataset_id ";

Result<Dataset> read_dataset(const Statement& row) {
  return Dataset{{row.column_uuid(0)}, {row.column_uuid(1)}, row.column_text(2), row.column_text(3), {row.column_int(4)}};
}

Result<DatasetVersion> read_version(const Statement& row) {
  return DatasetVersion{{row.column_uuid(0)}, {row.column_uuid(1)}, row.column_text(2),
                        row.column_text(3),   row.column_text(4),   TRY(stored_word(row, 5, parse_inference_type)),
                        {row.column_int(6)}};
}

std::string select_dataset(std::string_view where) {
  return "SELECT " + std::string(kDatasetColumns) + " FROM dataset d " + std::string(where);
}
std::string select_version(std::string_view where) {
  return "SELECT " + std::string(kVersionColumns) + std::string(kVersionTables) + std::string(where);
}

std::string no_dataset(DatasetId id) { return "There is no dataset " + to_string(id); }
std::string no_version(DatasetVersionId id) { return "There is no dataset version " + to_string(id); }
std::string dataset_taken(std::string_view name) { return "There is a dataset '" + std::string(name) + "' already"; }
std::string version_taken(std::string_view name) { return "The dataset has a version '" + std::string(name) + "' already"; }

}  // namespace

Result<Dataset> create_dataset(Connection& connection, OrganizationId organization, std::string_view name, std::string_view description) {
  Dataset dataset{DatasetId::make(), organization, std::string(name), std::string(description), now()};
  TRY(explain_conflict(execute(connection, "INSERT INTO dataset(id, organization_id, name, description, created_at) VALUES (?, ?, ?, ?, ?)",
                               dataset.id, organization, name, description, dataset.created_at),
                       dataset_taken(name)));
  return dataset;
}

Result<Dataset> find_dataset(Connection& connection, DatasetId id) {
  return require_row(query(connection, select_dataset("WHERE d.id = ?"), id), read_dataset, no_dataset(id));
}

Result<Dataset> find_dataset_by_name(Connection& connection, OrganizationId organization, std::string_view name) {
  return require_row(query(connection, select_dataset("WHERE d.organization_id = ? AND d.name = ?"), organization, name), read_dataset,
                     "There is no dataset named '" + std::string(name) + "'");
}

Result<Page<Dataset>> list_datasets(Connection& connection, OrganizationId organization, const PageRequest& page) {
  const Order order = TRY(Order::parse(page.order_by, "-created_at", kDatasetOrders, kDatasetId));
  const ListQuery list{kDatasetColumns, 5, Sql{}.add("FROM dataset d WHERE d.organization_id = ?", {organization.uuid})};
  return read_page(connection, list, order, page, read_dataset);
}

Result<std::int64_t> count_datasets(Connection& connection, OrganizationId organization) {
  return read_int(query(connection, "SELECT count(*) FROM dataset WHERE organization_id = ?", organization));
}

Result<Dataset> change_dataset(Connection& connection, DatasetId id, const DatasetChange& change) {
  TRY(explain_conflict(
      execute(connection, "UPDATE dataset SET name = coalesce(?, name), description = coalesce(?, description) WHERE id = ?", change.name,
              change.description, id),
      dataset_taken(change.name.value_or(""))));
  return find_dataset(connection, id);
}

Result<void> delete_dataset(Connection& connection, DatasetId id) {
  if (TRY(execute(connection, "DELETE FROM dataset WHERE id = ?", id)) == 0) return not_found(no_dataset(id));
  return {};
}

Result<DatasetVersion> create_version(Connection& connection, DatasetId dataset, std::string_view name, std::string_view description,
                                      InferenceType type) {
  const Dataset origin = TRY(find_dataset(connection, dataset));
  DatasetVersion version{DatasetVersionId::make(), dataset, origin.name, std::string(name), std::string(description), type, now()};
  TRY(explain_conflict(
      execute(connection, "INSERT INTO dataset_version(id, dataset_id, version, description, type, created_at) VALUES (?, ?, ?, ?, ?, ?)",
              version.id, dataset, name, description, to_string(type), version.created_at),
      version_taken(name)));
  return version;
}

Result<DatasetVersion> find_version(Connection& connection, DatasetVersionId id) {
  return require_row(query(connection, select_version("WHERE v.id = ?"), id), read_version, no_version(id));
}

Result<DatasetVersion> find_version_by_name(Connection& connection, DatasetId dataset, std::string_view name) {
  return require_row(query(connection, select_version("WHERE v.dataset_id = ? AND v.version = ?"), dataset, name), read_version,
                     "The dataset has no version named '" + std::string(name) + "'");
}

Result<Page<DatasetVersion>> list_versions(Connection& connection, DatasetId dataset, const PageRequest& page) {
  const Order order = TRY(Order::parse(page.order_by, "-created_at", kVersionOrders, kVersionId));
  const ListQuery list{kVersionColumns, 7, Sql{}.add(kVersionTables).add("WHERE v.dataset_id = ?", {dataset.uuid})};
  return read_page(connection, list, order, page, read_version);
}

Result<std::int64_t> count_versions(Connection& connection, DatasetId dataset) {
  return read_int(query(connection, "SELECT count(*) FROM dataset_version WHERE dataset_id = ?", dataset));
}

Result<OrganizationId> organization_of_version(Connection& connection, DatasetVersionId id) {
  return require_row(
      query(connection, "SELECT d.organization_id FROM dataset_version v JOIN dataset d ON d.id = v.dataset_id WHERE v.id = ?", id),
      read_id<OrganizationId>, no_version(id));
}

Result<DatasetVersion> change_version(Connection& connection, DatasetVersionId id, const VersionChange& change) {
  std::optional<std::string_view> type;
  if (change.type) type = to_string(*change.type);
  TRY(explain_conflict(execute(connection,
                               "UPDATE dataset_version SET version = coalesce(?, version), description = coalesce(?, description), "
                               "type = coalesce(?, type) WHERE id = ?",
                               change.version, change.description, type, id),
                       version_taken(change.version.value_or(""))));
  return find_version(connection, id);
}

Result<void> delete_version(Connection& connection, DatasetVersionId id) {
  if (TRY(execute(connection, "DELETE FROM dataset_version WHERE id = ?", id)) == 0) return not_found(no_version(id));
  return {};
}

Result<std::int64_t> asset_count(Connection& connection, DatasetVersionId id) {
  return read_int(query(connection, "SELECT coalesce(sum(items), 0) FROM asset_count WHERE version_id = ?", id));
}

}  // namespace kindred::store
