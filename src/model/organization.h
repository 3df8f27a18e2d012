// Who owns and who may: an Organization holds users, Datalakes and Datasets. A Connector is an object storage.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace kindred {

// Each role may what the one before it may, and more: look and search; upload, tag, annotate and version; settings,
// activation, users, models.
enum class Role { viewer, editor, admin };

std::string_view to_string(Role role);  // "VIEWER" …
std::optional<Role> parse_role(std::string_view text);

struct Organization {
  OrganizationId id;
  std::string name;
  ConnectorId default_connector_id;
};

struct User {
  UserId id;
  std::string username;
  Role role = Role::viewer;
};

// What a role can be raised or lowered for, in place of the one in the Organization. Versions have that of their Dataset.
enum class RoleScope { datalake, dataset };

std::string_view to_string(RoleScope scope);  // "DATALAKE" …
std::optional<RoleScope> parse_role_scope(std::string_view text);

struct RoleGrant {
  UserId user_id;
  RoleScope kind = RoleScope::datalake;
  Uuid scope;  // the id of the Datalake or Dataset
  Role role = Role::viewer;
};

struct Datalake {
  DatalakeId id;
  OrganizationId organization_id;
  ConnectorId connector_id;
  std::string name;
};

}  // namespace kindred
