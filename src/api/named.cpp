#include "api/named.h"

#include "usecases/own.h"
#include "usecases/roles.h"

namespace kindred::api {

Result<DatalakeId> datalake_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatalakeId>(request, "datalake"));
  return TRY(usecases::own_datalake(context.workspace, context.caller, id)).id;
}

Result<DatasetVersionId> version_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatasetVersionId>(request, "version"));
  return TRY(usecases::own_version(context.workspace, context.caller, id)).id;
}

Result<void> check_editable(Context& context, DatasetVersionId version) {
  TRY(usecases::own_version(context.workspace, context.caller, version));
  const Role held = TRY(usecases::role_at(context.workspace, context.caller, "version", to_string(version)));
  return usecases::require_role(context.caller, held, Role::editor);
}

}  // namespace kindred::api
