#include "usecases/import_mode.h"

#include <array>
#include <utility>

namespace kindred::usecases {
namespace {

constexpr std::array<std::pair<ImportMode, std::string_view>, 3> kModes{
    {{ImportMode::replace, "REPLACE"}, {ImportMode::keep, "KEEP"}, {ImportMode::concatenate, "CONCATENATE"}}};

}  // namespace

std::string_view to_string(ImportMode mode) {
  for (const auto& [value, word] : kModes) {
    if (value == mode) return word;
  }
  return "";
}

std::optional<ImportMode> parse_import_mode(std::string_view text) {
  for (const auto& [value, word] : kModes) {
    if (word == text) return value;
  }
  return std::nullopt;
}

}  // namespace kindred::usecases
