// Files that survive power loss, and files read without copying.
//
// Durability: write_file_durably() has the bytes and the name on the disk before it returns (temporary file, fsync, rename,
// fsync of the folder). Thread-safety: free functions from any thread; a MappedFile is immutable.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace kindred {

// `too_large` beyond max_bytes, so that a foreign file can't fill the memory.
Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path, std::uint64_t max_bytes = UINT64_MAX);
Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t max_bytes = UINT64_MAX);

Result<void> write_file_durably(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
// So that a created, renamed or removed name in `folder` is on the disk.
Result<void> sync_folder(const std::filesystem::path& folder);
// Like mkdir -p, each new level synced in its parent.
Result<void> make_folders_durably(const std::filesystem::path& folder);

// An open file descriptor that closes itself.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  [[nodiscard]] int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// Opens with O_CLOEXEC; `flags` and `mode` as of open(2).
Result<FileDescriptor> open_file(const std::filesystem::path& path, int flags, unsigned mode = 0600);
// Writes all of it or says why not.
Result<void> write_all(const FileDescriptor& file, std::span<const std::uint8_t> bytes, const std::filesystem::path& name);
Result<void> sync_file(const FileDescriptor& file, const std::filesystem::path& name);

// The whole of a file, mapped read-only. The file must not be truncated while it is mapped.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept;
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace kindred
