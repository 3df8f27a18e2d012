#include "base/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/crypto.h"

namespace kindred {
namespace {

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

Result<std::uint64_t> size_of(const FileDescriptor& file, const std::filesystem::path& path) {
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return system_error("Cannot read the size of " + quoted(path));
  if (!S_ISREG(info.st_mode)) return invalid(quoted(path) + " is not a regular file");
  return static_cast<std::uint64_t>(info.st_size);
}

// What can't be looked at (a missing level, no permission) is not a folder; errno stays as it was.
bool is_folder(const std::filesystem::path& path) {
  const int code = errno;
  struct stat info{};
  const bool is = ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  errno = code;
  return is;
}

template <typename Bytes>
Result<Bytes> read_whole(const std::filesystem::path& path, std::uint64_t max_bytes) {
  const FileDescriptor file = TRY(open_file(path, O_RDONLY));
  const std::uint64_t size = TRY(size_of(file, path));
  if (size > max_bytes) {
    return Error{
        ErrorKind::too_large, quoted(path) + " has " + std::to_string(size) + " bytes, the limit is " + std::to_string(max_bytes), {}};
  }
  Bytes bytes;
  bytes.resize(size);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("Cannot read " + quoted(path));
    if (got == 0) break;  // truncated meanwhile
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Result<FileDescriptor> open_file(const std::filesystem::path& path, int flags, unsigned mode) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return system_error("Cannot open " + quoted(path));
  return FileDescriptor(fd);
}

Result<void> write_all(const FileDescriptor& file, std::span<const std::uint8_t> bytes, const std::filesystem::path& name) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error("Cannot write " + quoted(name));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> sync_file(const FileDescriptor& file, const std::filesystem::path& name) {
  if (::fdatasync(file.get()) != 0) return system_error("Cannot sync " + quoted(name));
  return {};
}

Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  return read_whole<std::vector<std::uint8_t>>(path, max_bytes);
}

Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  return read_whole<std::string>(path, max_bytes);
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor file = TRY(open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::fsync(file.get()) != 0) return system_error("Cannot sync the folder " + quoted(folder));
  return {};
}

Result<void> make_folders_durably(const std::filesystem::path& folder) {
  if (folder.empty() || is_folder(folder)) return {};
  TRY(make_folders_durably(folder.parent_path()));
  // Another thread may have made it meanwhile; anything else of that name is in the way.
  if (::mkdir(folder.c_str(), 0700) != 0 && !is_folder(folder)) return system_error("Cannot make the folder " + quoted(folder));
  return sync_folder(folder.has_parent_path() ? folder.parent_path() : std::filesystem::path("."));
}

Result<void> write_file_durably(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const std::filesystem::path temporary = folder / ("." + path.filename().string() + "." + random_token(9) + ".part");
  const auto write = [&]() -> Result<void> {
    const FileDescriptor file = TRY(open_file(temporary, O_WRONLY | O_CREAT | O_EXCL));
    TRY(write_all(file, bytes, temporary));
    TRY(sync_file(file, temporary));
    if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error("Cannot rename to " + quoted(path));
    return sync_folder(folder);
  };
  Result<void> written = write();
  if (!written) ::unlink(temporary.c_str());
  return written;
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const FileDescriptor file = TRY(open_file(path, O_RDONLY));
  const std::uint64_t size = TRY(size_of(file, path));
  MappedFile mapped;
  if (size == 0) return mapped;
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (address == MAP_FAILED) return system_error("Cannot map " + quoted(path));
  mapped.bytes_ = {static_cast<const std::uint8_t*>(address), size};
  return mapped;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

}  // namespace kindred
