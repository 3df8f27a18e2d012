// The line that each request leaves in the log. Queries are left out: they carry codes and signatures.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace kindred::api {

struct AccessRecord {
  std::string_view id;
  std::string_view method;
  std::string_view target;
  int status = 0;
  std::uint64_t bytes = 0;  // of the response's body
  std::chrono::microseconds took{};
  std::string_view user;
};

// What a client chose is written so that it can't end the line or forge another field.
std::string access_line(const AccessRecord& record);

}  // namespace kindred::api
