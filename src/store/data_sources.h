// Data sources: the name of where Data came from, unique in its Organization.
// Thread-safety: as the Connection. Errors: `not_found` names the id or name, `conflict` a name that is taken.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace kindred::store {

struct DataSource {
  DataSourceId id;
  std::string name;
};

Result<DataSource> create_data_source(Connection& connection, OrganizationId organization, std::string_view name);
Result<DataSource> find_data_source(Connection& connection, DataSourceId id);
// `not_found` unless the organization has it.
Result<void> check_data_source(Connection& connection, OrganizationId organization, DataSourceId id);
Result<DataSource> find_data_source_by_name(Connection& connection, OrganizationId organization, std::string_view name);

}  // namespace kindred::store
