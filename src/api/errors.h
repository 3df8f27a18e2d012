// Errors on the wire: {"message": …, "detail": …} as the official SDK reads them, and the status of each kind.
#pragma once

#include "api/response.h"
#include "base/result.h"

namespace kindred::api {

int status_of(ErrorKind kind);
// Defects of ours are told in the log with the request's id, not to the caller.
Response error_response(const Error& error);
// For statuses that are HTTP's own matter (405, 416, 431 …).
Response error_response(int status, std::string_view message);

}  // namespace kindred::api
