#include "cli/default_folder.h"

#include <cstdlib>

namespace kindred::cli {

std::string default_data_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (const std::string own = variable("KINDRED_DATA"); !own.empty()) return own;
  if (const std::string data = variable("XDG_DATA_HOME"); !data.empty()) return data + "/kindred";
  return variable("HOME") + "/.local/share/kindred";
}

}  // namespace kindred::cli
