#include "api/access_log.h"

#include <cstdio>

namespace kindred::api {
namespace {

constexpr std::size_t kMaxShown = 300;

std::string shown(std::string_view text) {
  std::string safe;
  for (const char c : text.substr(0, kMaxShown))
    safe.push_back(c > ' ' && c <= '~' && c != '"' ? c : '?');
  return safe.empty() ? "-" : safe;
}

}  // namespace

std::string access_line(const AccessRecord& record) {
  char milliseconds[32];
  std::snprintf(milliseconds, sizeof milliseconds, "%.1f", static_cast<double>(record.took.count()) / 1000.0);
  const std::string_view path = record.target.substr(0, record.target.find('?'));
  return "request id=" + shown(record.id) + " method=" + shown(record.method) + " path=" + shown(path) +
         " status=" + std::to_string(record.status) + " bytes=" + std::to_string(record.bytes) + " ms=" + milliseconds +
         " user=" + shown(record.user);
}

}  // namespace kindred::api
