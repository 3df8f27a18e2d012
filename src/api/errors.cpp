#include "api/errors.h"

#include <string>

namespace kindred::api {

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid: return 400;
    case ErrorKind::unauthorized: return 401;
    case ErrorKind::forbidden: return 403;
    case ErrorKind::not_found: return 404;
    case ErrorKind::conflict: return 409;
    case ErrorKind::too_large: return 413;
    case ErrorKind::too_many: return 429;
    case ErrorKind::unsupported: return 422;
    case ErrorKind::unavailable: return 503;
    case ErrorKind::no_space: return 507;
    case ErrorKind::stopped: return 503;
    case ErrorKind::corrupt: return 500;
    case ErrorKind::internal: return 500;
  }
  return 500;
}

Response error_response(const Error& error) {
  json::object body;
  body["message"] =
      error.kind == ErrorKind::internal ? "The server has a defect; its log tells more under this response's X-Request-Id" : error.message;
  body["detail"] = error.detail.empty() || error.kind == ErrorKind::internal ? json::value(nullptr) : json::value(error.detail);
  Response response = json_response(body, status_of(error.kind));
  // RFC 9110 section 15.5.2 wants it on each 401.
  if (error.kind == ErrorKind::unauthorized) response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

Response error_response(int status, std::string_view message) { return json_response({{"message", message}, {"detail", nullptr}}, status); }

}  // namespace kindred::api
