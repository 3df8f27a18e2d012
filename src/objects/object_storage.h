// Where the bytes of images live: immutable objects named by the SHA-256 of their content (64 lower-case hexadecimal digits).
//
// put() and finish() answer only when the object and its name are on the disk; equal contents are stored once. A hash that isn't one
// is `invalid`, a full disk `unavailable`. Thread-safety: all members of ObjectStorage, any thread; an Incoming belongs to one thread
// and must not outlive its storage.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace kindred::objects {

struct StoredObject {
  std::string sha256;
  std::uint64_t bytes = 0;
};

// An object that arrives in pieces: nothing is kept unless finish() was called and gave a value.
class Incoming {
 public:
  virtual ~Incoming() = default;
  virtual Result<void> write(std::span<const std::uint8_t> bytes) = 0;
  virtual Result<StoredObject> finish() = 0;
};

class ObjectStorage {
 public:
  virtual ~ObjectStorage() = default;
  virtual Result<std::unique_ptr<Incoming>> receive() = 0;
  virtual Result<StoredObject> put(std::span<const std::uint8_t> bytes) = 0;
  // The whole object; `not_found` names the hash. The content is not hashed again.
  [[nodiscard]] virtual Result<MappedFile> open(std::string_view sha256) const = 0;
  [[nodiscard]] virtual bool contains(std::string_view sha256) const = 0;
  // Removing what isn't there is no error.
  virtual Result<void> remove(std::string_view sha256) = 0;
};

// Where the local storage in `folder` keeps an object: for copying it beside a running server.
std::filesystem::path local_object_path(const std::filesystem::path& folder, std::string_view sha256);
// Objects as files under `folder`, which is made when it is not there; unfinished leftovers of a crash are removed.
Result<std::unique_ptr<ObjectStorage>> make_local_storage(const std::filesystem::path& folder);

}  // namespace kindred::objects
