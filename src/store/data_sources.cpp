#include "store/data_sources.h"

#include "store/rows.h"

namespace kindred::store {
namespace {

Result<DataSource> read_data_source(const Statement& row) { return DataSource{{row.column_uuid(0)}, row.column_text(1)}; }

}  // namespace

Result<DataSource> create_data_source(Connection& connection, OrganizationId organization, std::string_view name) {
  DataSource source{DataSourceId::make(), std::string(name)};
  TRY(explain_conflict(
      execute(connection, "INSERT INTO data_source(id, organization_id, name) VALUES (?, ?, ?)", source.id, organization, source.name),
      "There is a data source '" + source.name + "' already"));
  return source;
}

Result<DataSource> find_data_source(Connection& connection, DataSourceId id) {
  return require_row(query(connection, "SELECT id, name FROM data_source WHERE id = ?", id), read_data_source,
                     "There is no data source " + to_string(id));
}

Result<void> check_data_source(Connection& connection, OrganizationId organization, DataSourceId id) {
  if (TRY(has_row(query(connection, "SELECT 1 FROM data_source WHERE id = ? AND organization_id = ?", id, organization)))) return {};
  return not_found("There is no data source " + to_string(id));
}

Result<DataSource> find_data_source_by_name(Connection& connection, OrganizationId organization, std::string_view name) {
  return require_row(query(connection, "SELECT id, name FROM data_source WHERE organization_id = ? AND name = ?", organization, name),
                     read_data_source, "There is no data source named '" + std::string(name) + "'");
}

}  // namespace kindred::store
