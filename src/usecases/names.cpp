#include "usecases/names.h"

#include <algorithm>
#include <string>

namespace kindred::usecases {

Result<void> check_name(std::string_view what, std::string_view name) {
  constexpr std::size_t kMaxNameBytes = 200;
  const bool blank = std::all_of(name.begin(), name.end(), [](unsigned char c) { return c <= ' '; });
  if (blank) return invalid("The name of a " + std::string(what) + " must not be empty");
  if (name.size() > kMaxNameBytes) {
    return invalid("The name of a " + std::string(what) + " must have at most " + std::to_string(kMaxNameBytes) + " bytes");
  }
  return {};
}

}  // namespace kindred::usecases
