// What the parameters of a route's path name, where the caller may know of it: `not_found` for ids of another organization.
// Thread-safety: free functions, any thread.
#pragma once

#include "api/context.h"

namespace kindred::api {

Result<DatalakeId> datalake_of(Context& context, const Request& request);       // {datalake}
Result<DatasetVersionId> version_of(Context& context, const Request& request);  // {version}

// A version that a request's body names to be written to: `forbidden` unless the caller is an editor there.
Result<void> check_editable(Context& context, DatasetVersionId version);

}  // namespace kindred::api
