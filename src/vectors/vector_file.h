// The truth about a collection's vectors: an append-only file of checksummed blocks of f16 vectors with their ids.
//
// A block is on the disk (fsync) when append() returns, but it counts only once the caller has committed the new
// length elsewhere (a row in SQLite): open() cuts off what lies beyond the committed length, so that a crash between the two leaves
// nothing behind. An id that occurs again replaces its earlier vector. The bytes are described in docs/vector-files.md.
// Thread-safety: one writer; committed_bytes() and vectors already read are safe beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "base/files.h"
#include "base/ids.h"
#include "base/result.h"

namespace kindred::vectors {

class VectorFile {
 public:
  // Makes the file when it's not there (then committed_bytes must be 0). Everything beyond committed_bytes is cut off. `corrupt`, naming the block,
  // when the file is shorter than that or its header is of another dimension.
  static Result<VectorFile> open(const std::filesystem::path& path, std::size_t dimension, std::uint64_t committed_bytes);

  // Appends one block and syncs it. Gives the file's new length: commit it together with what the vectors stand for.
  // `vectors` is ids.size() x dimension in f16 bits.
  Result<std::uint64_t> append(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors);

  // Calls `visit` for each block up to `committed_bytes`, in order, checksums verified. `corrupt` names the block's offset.
  using Visit = std::function<Result<void>(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors)>;
  Result<void> read(std::uint64_t committed_bytes, const Visit& visit) const;

  [[nodiscard]] std::size_t dimension() const { return dimension_; }

 private:
  VectorFile(std::filesystem::path path, FileDescriptor file, std::size_t dimension, std::uint64_t length)
      : path_(std::move(path)), file_(std::move(file)), dimension_(dimension), length_(length) {}

  std::filesystem::path path_;
  FileDescriptor file_;
  std::size_t dimension_ = 0;
  std::uint64_t length_ = 0;
};

}  // namespace kindred::vectors
