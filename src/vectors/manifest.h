// Which segments an index is made of, what of them has been removed, and how much of the vector file they hold: one small file, replaced whole.
//
// docs/vectors.md shows the file. Errors: `corrupt` names the file and says what is wrong. Thread-safety: free functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/bitmap.h"
#include "base/result.h"

namespace kindred::vectors {

struct Manifest {
  struct Part {
    std::uint64_t number = 0;  // of its file: NUMBER.segment
    Bitmap removed;            // rows
  };
  std::uint32_t dimension = 0;
  std::uint64_t file_bytes = 0;  // of the vector file
  std::vector<Part> parts;       // the older first
};

Result<Manifest> read_manifest(const std::filesystem::path& path);
// On the disk when it returns; the old one stays on an error.
Result<void> write_manifest(const std::filesystem::path& path, const Manifest& manifest);

}  // namespace kindred::vectors
