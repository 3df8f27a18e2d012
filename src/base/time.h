// Wall-clock time as microseconds since 1970-01-01T00:00:00Z, and its ISO 8601 form.
#pragma once

#include <cstdint>
#include <string>

namespace kindred {

struct Timestamp {
  std::int64_t micros = 0;
  auto operator<=>(const Timestamp&) const = default;
};

Timestamp now();
// "2026-11-24T09:17:39.123456Z"
std::string to_iso8601(Timestamp time);

}  // namespace kindred
