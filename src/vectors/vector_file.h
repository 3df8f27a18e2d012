// The truth about a collection's vectors: an append-only file of checksummed blocks of f16 vectors with their ids.
//
// A block is on the disk (fdatasync) when append() returns, but it counts only once the caller has committed the new length
// elsewhere (a row in SQLite): open() cuts off what lies beyond the committed length, so that a crash between the two leaves
// nothing behind. An id that occurs again replaces its earlier vector. The bytes are described in docs/vector-files.md.
// Errors: `corrupt` names the file and the block's offset; a full disk is `unavailable`, and the file is as it was.
// Thread-safety: one thread appends; read() of what was committed may go on beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <utility>

#include "base/files.h"
#include "base/ids.h"
#include "base/result.h"

namespace kindred::vectors {

class VectorFile {
 public:
  // Makes the file when it's not there (then committed_bytes must be 0). Everything beyond committed_bytes is cut off. `corrupt`
  // when the file is shorter than that, or when the headers up to there are damaged, of another dimension, or don't end there.
  static Result<VectorFile> open(const std::filesystem::path& path, std::size_t dimension, std::uint64_t committed_bytes);

  // Appends one block and syncs it. Gives the file's new length: commit it together with what the vectors stand for.
  // `vectors` is ids.size() x dimension in f16 bits; `invalid` when it's not, or for more than 2^20 at once. No ids: no block.
  Result<std::uint64_t> append(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors);

  // Calls `visit` for each block up to `committed_bytes`, in order, checksums verified. One block is in memory at a time.
  using Visit = std::function<Result<void>(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors)>;
  Result<void> read(std::uint64_t committed_bytes, const Visit& visit) const;

  [[nodiscard]] std::size_t dimension() const { return dimension_; }

 private:
  VectorFile(std::filesystem::path path, FileDescriptor file, std::size_t dimension, std::uint64_t length)
      : path_(std::move(path)), file_(std::move(file)), dimension_(dimension), length_(length) {}
  Result<void> write_block(std::span<const std::uint8_t> bytes);

  std::filesystem::path path_;
  FileDescriptor file_;
  std::size_t dimension_ = 0;
  std::uint64_t length_ = 0;  // of whole, synced blocks
};

}  // namespace kindred::vectors
