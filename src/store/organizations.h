// Organizations with their Connectors and Datalakes, and the settings of the whole database.
//
// Thread-safety: as the Connection. Errors: `not_found` names the id or name, `conflict` a name that is taken.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/organization.h"
#include "store/database.h"

namespace kindred::store {

// With its default Connector, of the kind "local": a folder of this machine.
Result<Organization> create_organization(Connection& connection, std::string_view name);
Result<Organization> find_organization(Connection& connection, OrganizationId id);
Result<Organization> find_organization_by_name(Connection& connection, std::string_view name);
// The first one made; nothing in a new database.
Result<std::optional<Organization>> first_organization(Connection& connection);
// `not_found` unless the organization has such a Connector.
Result<void> check_connector(Connection& connection, OrganizationId organization, ConnectorId connector);

Result<Datalake> create_datalake(Connection& connection, OrganizationId organization, ConnectorId connector, std::string_view name);
Result<Datalake> find_datalake(Connection& connection, DatalakeId id);
Result<Datalake> find_datalake_by_name(Connection& connection, OrganizationId organization, std::string_view name);
// The organization's first one.
Result<Datalake> default_datalake(Connection& connection, OrganizationId organization);
// In the order in which they were made.
Result<std::vector<Datalake>> list_datalakes(Connection& connection, OrganizationId organization);

Result<std::optional<std::string>> find_setting(Connection& connection, std::string_view key);
Result<void> put_setting(Connection& connection, std::string_view key, std::string_view value);

}  // namespace kindred::store
