// On whose behalf a verb runs. Made by signing in (sign_in.h), or for the command line, which owns the data folder.
#pragma once

#include <string>
#include <vector>

#include "model/organization.h"

namespace kindred::usecases {

struct Caller {
  UserId user_id;
  std::string username;
  OrganizationId organization_id;
  Role role = Role::viewer;       // in the Organization
  std::vector<RoleGrant> grants;  // in place of it for single Datalakes and Datasets (roles.h)
  ConnectorId connector_id = {};  // the Organization's object storage
};

}  // namespace kindred::usecases
