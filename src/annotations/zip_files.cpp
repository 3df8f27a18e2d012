#include "annotations/zip_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <unordered_set>

#include "base/files.h"

namespace kindred::annotations {
namespace {

namespace fs = std::filesystem;

// libarchive keeps all of an archive's directory in memory, several times its size.
constexpr std::uint64_t kMaxDirectoryBytes = 256 << 20;
constexpr std::size_t kReadBlock = 256 << 10;
constexpr time_t kFirstDayOfZip = 315'619'200;  // 1980-01-02: archives of the same content are equal

// libarchive turns names from UTF-8 into the locale's characters and loses what the locale lacks; a program starts in "C".
class Utf8Names {
 public:
  Utf8Names() : before_(::uselocale(utf8())) {}
  ~Utf8Names() { ::uselocale(before_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  static locale_t utf8() {
    static const locale_t kUtf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return kUtf8;
  }
  locale_t before_;
};

using ReadHandle = std::unique_ptr<archive, decltype(&::archive_read_free)>;
using WriteHandle = std::unique_ptr<archive, decltype(&::archive_write_free)>;
using EntryHandle = std::unique_ptr<archive_entry, decltype(&::archive_entry_free)>;

std::string reason_of(archive* handle) {
  const char* text = ::archive_error_string(handle);
  return text != nullptr ? text : "the archive is damaged";
}

template <typename Number>
Number little_endian(const char* bytes) {
  Number value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

// The directory lies between the offset that an end record tells and the end of the file. Of several things that look like an end record
// the one with the lowest offset counts: too strict for odd files, but never too lax.
Result<void> check_directory_size(const fs::path& path) {
  constexpr std::size_t kTail = 16 << 10;  // where libarchive looks too
  const FileDescriptor file = TRY(open_file(path, O_RDONLY));
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return system_error("Cannot read the size of '" + path.string() + "'");
  const auto size = static_cast<std::uint64_t>(info.st_size);
  std::array<char, kTail> tail{};
  const std::size_t wanted = std::min<std::uint64_t>(size, kTail);
  const ssize_t got = ::pread(file.get(), tail.data(), wanted, static_cast<off_t>(size - wanted));
  if (got != static_cast<ssize_t>(wanted)) return system_error("Cannot read '" + path.string() + "'");
  std::uint64_t begins = size;
  for (std::size_t i = 0; i + 4 <= wanted; ++i) {
    const char* at = tail.data() + i;
    if (std::memcmp(at, "PK\x05\x06", 4) == 0 && i + 22 <= wanted)
      begins = std::min<std::uint64_t>(begins, little_endian<std::uint32_t>(at + 16));
    if (std::memcmp(at, "PK\x06\x06", 4) == 0 && i + 56 <= wanted) begins = std::min(begins, little_endian<std::uint64_t>(at + 48));
  }
  if (size - begins <= kMaxDirectoryBytes) return {};
  return Error{ErrorKind::too_large, "The directory of '" + path.string() + "' is too large: split the archive", {}};
}

Result<ReadHandle> open_archive(const fs::path& path) {
  ReadHandle handle(::archive_read_new(), &::archive_read_free);
  if (!handle) return unavailable("There is not enough memory to open '" + path.string() + "'");
  ::archive_read_support_format_zip_seekable(handle.get());
  if (::archive_read_open_filename(handle.get(), path.c_str(), kReadBlock) != ARCHIVE_OK)
    return invalid("'" + path.string() + "' is not a zip archive: " + reason_of(handle.get()));
  return handle;
}

class EntryReader : public ByteReader {
 public:
  EntryReader(archive* handle, std::string_view name, std::uint64_t& unpacked, const StopFlag& stop)
      : handle_(handle), name_(name), unpacked_(unpacked), stop_(stop) {}

  Result<std::size_t> read(std::span<char> out) override {
    TRY(stop_.check());
    const la_ssize_t count = ::archive_read_data(handle_, out.data(), out.size());
    if (count < 0) return corrupt("cannot unpack '" + std::string(name_) + "': " + reason_of(handle_));
    unpacked_ += static_cast<std::uint64_t>(count);
    if (unpacked_ > kMaxUnpackedBytes)
      return Error{ErrorKind::too_large, "the archive unpacks to more than " + std::to_string(kMaxUnpackedBytes) + " bytes", {}};
    return static_cast<std::size_t>(count);
  }

 private:
  archive* handle_;
  std::string_view name_;
  std::uint64_t& unpacked_;
  const StopFlag& stop_;
};

class ZipFiles : public SourceFiles {
 public:
  ZipFiles(fs::path path, const StopFlag& stop) : path_(std::move(path)), stop_(stop) {}

  Result<void> list(Report& report) {
    std::unordered_set<std::string> seen;
    return walk([&](archive*, archive_entry* entry) -> Result<void> {
      const char* raw = ::archive_entry_pathname(entry);
      std::string name = raw != nullptr ? raw : "";
      const auto why_not = refusal(entry, name);
      const bool good = !why_not && ::archive_entry_filetype(entry) == AE_IFREG && seen.insert(name).second;
      if (why_not) {
        report.add(ProblemKind::refused, path_.filename().string() + ": " + name, *why_not);
      } else if (::archive_entry_filetype(entry) == AE_IFREG && !good) {
        report.add(ProblemKind::refused, path_.filename().string() + ": " + name,
                   "the archive has two files of this name: the first is read");
      }
      listed_.push_back(good);
      if (good) names_.push_back(std::move(name));
      if (listed_.size() > kMaxFiles)
        return Error{ErrorKind::too_large, "'" + path_.string() + "' has more than " + std::to_string(kMaxFiles) + " files", {}};
      return {};
    });
  }

  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

  Result<void> for_each(const Wanted& wanted, const Visit& visit) override {
    std::size_t entries = 0;
    std::size_t files = 0;
    std::uint64_t unpacked = 0;
    return walk([&](archive* handle, archive_entry*) -> Result<void> {
      if (entries >= listed_.size()) return corrupt("'" + path_.string() + "' changed while it was read");
      if (!listed_[entries++]) return {};
      const std::string& name = names_[files++];
      if (!wanted(name)) return {};
      EntryReader reader(handle, name, unpacked, stop_);
      return visit(name, reader);
    });
  }

 private:
  // Why this entry can't be one of the files, if so.
  static std::optional<std::string> refusal(archive_entry* entry, const std::string& name) {
    const auto type = ::archive_entry_filetype(entry);
    if (type == AE_IFDIR) return std::nullopt;
    if (type != AE_IFREG) return "it is a link or a device";
    if (::archive_entry_is_encrypted(entry) != 0) return "it is encrypted";
    const auto good = check_file_name(name);
    return good ? std::nullopt : std::optional(good.error().message);
  }

  template <typename Entry>
  Result<void> walk(const Entry& on_entry) {
    const ReadHandle handle = TRY(open_archive(path_));
    while (true) {
      TRY(stop_.check());
      archive_entry* entry = nullptr;
      int code = ARCHIVE_OK;
      {
        const Utf8Names utf8;
        code = ::archive_read_next_header(handle.get(), &entry);
      }
      if (code == ARCHIVE_EOF) return {};
      if (code < ARCHIVE_WARN) return corrupt("'" + path_.filename().string() + "' is damaged: " + reason_of(handle.get()));
      const Utf8Names utf8;
      TRY(on_entry(handle.get(), entry));
    }
  }

  fs::path path_;
  const StopFlag& stop_;
  std::vector<std::string> names_;
  std::vector<bool> listed_;  // for each entry of the archive, whether it's one of names_
};

class NewZip : public TargetFiles {
 public:
  NewZip(fs::path path, FileDescriptor file, WriteHandle handle)
      : path_(std::move(path)), file_(std::move(file)), handle_(std::move(handle)), entry_(::archive_entry_new(), &::archive_entry_free) {}

  Result<void> begin(std::string_view name) override {
    TRY(check_file_name(name));
    if (!used_.insert(std::string(name)).second) return conflict("There are two files with the name '" + std::string(name) + "'");
    const Utf8Names utf8;
    ::archive_entry_clear(entry_.get());
    ::archive_entry_set_pathname(entry_.get(), std::string(name).c_str());
    ::archive_entry_set_filetype(entry_.get(), AE_IFREG);
    ::archive_entry_set_perm(entry_.get(), 0644);
    ::archive_entry_set_mtime(entry_.get(), kFirstDayOfZip, 0);
    return check(::archive_write_header(handle_.get(), entry_.get()));
  }

  Result<void> write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const la_ssize_t count = ::archive_write_data(handle_.get(), bytes.data(), bytes.size());
      if (count <= 0) return unavailable("Cannot write '" + path_.string() + "': " + reason_of(handle_.get()));
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }

  Result<void> end() override { return check(::archive_write_finish_entry(handle_.get())); }

  Result<void> finish() override {
    TRY(check(::archive_write_close(handle_.get())));
    TRY(sync_file(file_, path_));
    return sync_folder(path_.has_parent_path() ? path_.parent_path() : fs::path("."));
  }

 private:
  Result<void> check(int code) {
    if (code >= ARCHIVE_WARN) return {};
    return unavailable("Cannot write '" + path_.string() + "': " + reason_of(handle_.get()));
  }

  fs::path path_;
  FileDescriptor file_;
  WriteHandle handle_;
  EntryHandle entry_;
  std::unordered_set<std::string> used_;
};

}  // namespace

Result<std::unique_ptr<SourceFiles>> open_zip_files(const fs::path& path, const StopFlag& stop, Report& report) {
  TRY(check_directory_size(path));
  auto files = std::make_unique<ZipFiles>(path, stop);
  const Result<void> listed = files->list(report);
  if (!listed && listed.error().kind == ErrorKind::corrupt) {
    report.add(ProblemKind::unreadable, path.filename().string(), listed.error().message);
  } else if (!listed) {
    return listed.error();
  }
  return std::unique_ptr<SourceFiles>(std::move(files));
}

Result<std::unique_ptr<TargetFiles>> make_zip(const fs::path& path) {
  std::error_code failure;
  if (fs::exists(path, failure)) return conflict("'" + path.string() + "' is there already");
  FileDescriptor file = TRY(open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0644));
  WriteHandle handle(::archive_write_new(), &::archive_write_free);
  if (!handle || ::archive_write_set_format_zip(handle.get()) != ARCHIVE_OK ||
      ::archive_write_open_fd(handle.get(), file.get()) != ARCHIVE_OK)
    return unavailable("Cannot write a zip archive to '" + path.string() + "'");
  return std::unique_ptr<TargetFiles>(std::make_unique<NewZip>(path, std::move(file), std::move(handle)));
}

}  // namespace kindred::annotations
