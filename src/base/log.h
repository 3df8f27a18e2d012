// The server's log: one line an event on standard error, `key=value` pairs, no secrets. Over spdlog, which log.cpp wraps.
// Thread-safety: any thread.
#pragma once

#include <string_view>

namespace kindred {

void log_info(std::string_view message);
void log_warning(std::string_view message);
void log_error(std::string_view message);
// Only warnings and errors from now on.
void quiet_log();

}  // namespace kindred
