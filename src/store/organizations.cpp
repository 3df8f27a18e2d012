#include "store/organizations.h"

#include "store/rows.h"

namespace kindred::store {
namespace {

Result<Organization> read_organization(const Statement& row) {
  return Organization{{row.column_uuid(0)}, row.column_text(1), {row.column_uuid(2)}};
}

Result<Datalake> read_datalake(const Statement& row) {
  return Datalake{{row.column_uuid(0)}, {row.column_uuid(1)}, {row.column_uuid(2)}, row.column_text(3)};
}

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

}  // namespace

Result<Organization> create_organization(Connection& connection, std::string_view name) {
  const Organization organization{OrganizationId::make(), std::string(name), ConnectorId::make()};
  TRY(explain_conflict(execute(connection, "INSERT INTO organization(id, name, default_connector_id) VALUES (?, ?, ?)", organization.id,
                               organization.name, organization.default_connector_id),
                       "There is an organization " + quoted(name) + " already"));
  TRY(execute(connection, "INSERT INTO connector(id, organization_id, kind) VALUES (?, ?, 'local')", organization.default_connector_id,
              organization.id));
  return organization;
}

Result<Organization> find_organization(Connection& connection, OrganizationId id) {
  return require_row(query(connection, "SELECT id, name, default_connector_id FROM organization WHERE id = ?", id), read_organization,
                     "There is no organization " + to_string(id));
}

Result<Organization> find_organization_by_name(Connection& connection, std::string_view name) {
  return require_row(query(connection, "SELECT id, name, default_connector_id FROM organization WHERE name = ?", name), read_organization,
                     "There is no organization named " + quoted(name));
}

Result<std::optional<Organization>> first_organization(Connection& connection) {
  return read_row(query(connection, "SELECT id, name, default_connector_id FROM organization ORDER BY seq LIMIT 1"), read_organization);
}

Result<void> check_connector(Connection& connection, OrganizationId organization, ConnectorId connector) {
  if (TRY(has_row(query(connection, "SELECT 1 FROM connector WHERE id = ? AND organization_id = ?", connector, organization)))) return {};
  return not_found("There is no connector " + to_string(connector));
}

Result<Datalake> create_datalake(Connection& connection, OrganizationId organization, ConnectorId connector, std::string_view name) {
  TRY(check_connector(connection, organization, connector));
  Datalake datalake{DatalakeId::make(), organization, connector, std::string(name)};
  TRY(explain_conflict(execute(connection, "INSERT INTO datalake(id, organization_id, connector_id, name) VALUES (?, ?, ?, ?)", datalake.id,
                               datalake.organization_id, datalake.connector_id, datalake.name),
                       "There is a datalake " + quoted(name) + " already"));
  return datalake;
}

Result<Datalake> find_datalake(Connection& connection, DatalakeId id) {
  return require_row(query(connection, "SELECT id, organization_id, connector_id, name FROM datalake WHERE id = ?", id), read_datalake,
                     "There is no datalake " + to_string(id));
}

Result<Datalake> find_datalake_by_name(Connection& connection, OrganizationId organization, std::string_view name) {
  return require_row(
      query(connection, "SELECT id, organization_id, connector_id, name FROM datalake WHERE organization_id = ? AND name = ?", organization,
            name),
      read_datalake, "There is no datalake named " + quoted(name));
}

Result<Datalake> default_datalake(Connection& connection, OrganizationId organization) {
  return require_row(
      query(connection, "SELECT id, organization_id, connector_id, name FROM datalake WHERE organization_id = ? ORDER BY seq LIMIT 1",
            organization),
      read_datalake, "The organization " + to_string(organization) + " has no datalake");
}

Result<std::vector<Datalake>> list_datalakes(Connection& connection, OrganizationId organization) {
  return read_rows(query(connection, "SELECT id, organization_id, connector_id, name FROM datalake WHERE organization_id = ? ORDER BY seq",
                         organization),
                   read_datalake);
}

Result<std::optional<std::string>> find_setting(Connection& connection, std::string_view key) {
  return read_row(query(connection, "SELECT value FROM setting WHERE key = ?", key),
                  [](const Statement& row) { return Result<std::string>(row.column_text(0)); });
}

Result<void> put_setting(Connection& connection, std::string_view key, std::string_view value) {
  TRY(execute(connection, "INSERT INTO setting(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", key,
              value));
  return {};
}

}  // namespace kindred::store
