// The files that annotations come in and go out as: a folder, a .zip, or one file; the formats see no difference.
//
// Reading: nothing is ever unpacked to the disk, symbolic links are not followed, and what could be an attack is refused with its reason:
// names that leave the folder ("zip slip"), more than kMaxFiles, more than kMaxUnpackedBytes in one pass (bombs). A damaged archive gives
// its good files first. Writing: names are checked the same way, so that no picture's name makes an archive that harms who unpacks it.
// zip_files.cpp wraps libarchive; only zip is spoken. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotations/report.h"
#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::annotations {

inline constexpr std::size_t kMaxFiles = 4'000'000;
inline constexpr std::uint64_t kMaxUnpackedBytes = 64ULL << 30;
inline constexpr std::size_t kMaxFileNameBytes = 1024;

// Relative, of plain parts joined by '/', UTF-8, without control characters and backslashes. `invalid` says what is wrong.
Result<void> check_file_name(std::string_view name);

class ByteReader {
 public:
  virtual ~ByteReader() = default;
  // Fills the front of `out`; 0 at the end.
  virtual Result<std::size_t> read(std::span<char> out) = 0;
};
// `too_large` beyond max_bytes; `name` is for the message.
Result<std::string> read_all(ByteReader& reader, std::size_t max_bytes, std::string_view name);

// Whether an Error of reading a file's bytes is about that file (damaged, too large), so that others can still be read. Not so: stopped on
// request, a disk that fails.
bool is_of_one_file(const Error& error);

class SourceFiles {
 public:
  using Wanted = std::function<bool(std::string_view name)>;
  using Visit = std::function<Result<void>(std::string_view name, ByteReader& bytes)>;

  virtual ~SourceFiles() = default;
  // In the order in which for_each() visits them. Files with bad names are not among them.
  [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
  // Visits each file whose name is wanted. An Error of `visit` ends it, an Error of one file's bytes is `visit`'s to judge.
  virtual Result<void> for_each(const Wanted& wanted, const Visit& visit) = 0;
};

// What `path` is: a folder (searched with its subfolders, hidden files left out, sorted by name), a zip, or else one file of any kind.
// Refused names go to `report`. `stop` is looked at for every piece read, and must outlive the result.
Result<std::unique_ptr<SourceFiles>> open_files(const std::filesystem::path& path, const StopFlag& stop, Report& report);

class TargetFiles {
 public:
  virtual ~TargetFiles() = default;
  // One file at a time. `conflict` when there is a file of this name already.
  virtual Result<void> begin(std::string_view name) = 0;
  virtual Result<void> write(std::string_view bytes) = 0;
  virtual Result<void> end() = 0;
  // Everything is on the disk when this returns.
  virtual Result<void> finish() = 0;

  Result<void> add(std::string_view name, std::string_view bytes);
};

// A new folder, or an empty one that is there.
Result<std::unique_ptr<TargetFiles>> make_folder(const std::filesystem::path& path);
// A new file that takes the one file that a format writes, whatever its name; `unsupported` at a second one.
Result<std::unique_ptr<TargetFiles>> make_one_file(const std::filesystem::path& path);
// A new file: `conflict` when it is there already.
Result<std::unique_ptr<TargetFiles>> make_zip(const std::filesystem::path& path);

}  // namespace kindred::annotations
