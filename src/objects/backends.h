// The kinds of object storage there are. A new one is one file that exports one make_ function, and one row in backends.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "objects/object_storage.h"

namespace kindred::objects {

struct Backend {
  std::string_view name;
  // What `location` is depends on the backend: a folder for "local".
  Result<std::unique_ptr<ObjectStorage>> (*make)(const std::filesystem::path& location);
};

std::span<const Backend> backends();
// `invalid`, naming the known ones, for a name that is none of them.
Result<std::unique_ptr<ObjectStorage>> make_object_storage(std::string_view backend, const std::filesystem::path& location);

}  // namespace kindred::objects
