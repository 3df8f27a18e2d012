// Points in time as the query language writes them, in UTC. Thread-safety: free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kindred::query {

// "YYYY-MM-DD", "YYYY-MM-DD HH:MM" or "YYYY-MM-DD HH:MM:SS" as microseconds since 1970; also with "T" and "Z", as the API shows them,
// with up to six digits of a second. Nothing for anything else.
std::optional<std::int64_t> parse_time(std::string_view text);

// "2024-11-02 09:17:39.123456": what ~ startswith and endswith see.
std::string time_text(std::int64_t micros);

}  // namespace kindred::query
