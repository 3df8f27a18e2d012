#include "api/accept_encoding.h"

#include <algorithm>
#include <optional>

#include "api/headers.h"

namespace kindred::api {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Cuts off and gives what stands before the next `separator`.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// "q=0", "q=0.000": any other weight is above it.
bool is_refusal(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view parameter = take_part(parameters, ';');
    const std::string_view name = take_part(parameter, '=');
    const std::string_view value = trimmed(parameter);
    if (equal_ignoring_case(name, "q") && value.find_first_not_of("0.") == std::string_view::npos && !value.empty()) return true;
  }
  return false;
}

}  // namespace

bool accepts_gzip(std::string_view header) {
  std::optional<bool> any;
  while (!header.empty()) {
    std::string_view parameters = take_part(header, ',');
    const std::string_view coding = take_part(parameters, ';');
    if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) return !is_refusal(parameters);
    if (coding == "*") any = !is_refusal(parameters);
  }
  return any.value_or(false);
}

}  // namespace kindred::api
