#include "base/result.h"

#include <cerrno>
#include <cstring>

namespace kindred {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid: return "invalid";
    case ErrorKind::unauthorized: return "unauthorized";
    case ErrorKind::forbidden: return "forbidden";
    case ErrorKind::not_found: return "not found";
    case ErrorKind::conflict: return "conflict";
    case ErrorKind::too_large: return "too large";
    case ErrorKind::too_many: return "too many";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::unavailable: return "unavailable";
    case ErrorKind::no_space: return "no space";
    case ErrorKind::stopped: return "stopped";
    case ErrorKind::corrupt: return "corrupt";
    case ErrorKind::internal: return "internal";
  }
  return "internal";
}

Error invalid(std::string message, std::string detail) { return {ErrorKind::invalid, std::move(message), std::move(detail)}; }
Error not_found(std::string message) { return {ErrorKind::not_found, std::move(message), {}}; }
Error conflict(std::string message, std::string detail) { return {ErrorKind::conflict, std::move(message), std::move(detail)}; }
Error unsupported(std::string message) { return {ErrorKind::unsupported, std::move(message), {}}; }
Error unavailable(std::string message) { return {ErrorKind::unavailable, std::move(message), {}}; }
Error corrupt(std::string message) { return {ErrorKind::corrupt, std::move(message), {}}; }
Error internal_error(std::string message) { return {ErrorKind::internal, std::move(message), {}}; }

Error system_error(std::string_view what) {
  const int code = errno;
  ErrorKind kind = ErrorKind::internal;
  if (code == ENOENT) kind = ErrorKind::not_found;
  if (code == ENOSPC || code == EDQUOT || code == EFBIG || code == EMFILE || code == ENFILE) kind = ErrorKind::unavailable;
  if (code == EACCES || code == EPERM || code == EROFS) kind = ErrorKind::forbidden;
  char text[256] = {};
  return {kind, std::string(what) + ": " + ::strerror_r(code, text, sizeof text), {}};
}

}  // namespace kindred
