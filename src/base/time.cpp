#include "base/time.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace kindred {

Timestamp now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

std::string to_iso8601(Timestamp time) {
  constexpr std::int64_t kMicros = 1'000'000;
  std::int64_t seconds = time.micros / kMicros;
  std::int64_t rest = time.micros % kMicros;
  if (rest < 0) {
    rest += kMicros;
    --seconds;
  }
  const auto clock = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&clock, &parts);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                parts.tm_hour, parts.tm_min, parts.tm_sec, static_cast<int>(rest));
  return text;
}

}  // namespace kindred
