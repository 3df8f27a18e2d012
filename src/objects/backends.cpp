#include "objects/backends.h"

#include <algorithm>
#include <array>

namespace kindred::objects {
namespace {

constexpr std::array kBackends = {
    Backend{"local", make_local_storage},
};

}  // namespace

std::span<const Backend> backends() { return kBackends; }

Result<std::unique_ptr<ObjectStorage>> make_object_storage(std::string_view backend, const std::filesystem::path& location) {
  const auto row = std::find_if(kBackends.begin(), kBackends.end(), [&](const Backend& known) { return known.name == backend; });
  if (row != kBackends.end()) return row->make(location);
  std::string known;
  for (const Backend& each : kBackends)
    known += (known.empty() ? "" : ", ") + std::string(each.name);
  return invalid("There is no object storage '" + std::string(backend) + "': choose one of " + known);
}

}  // namespace kindred::objects
