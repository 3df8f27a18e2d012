// Objects as files: FOLDER/ab/cd/abcd…, written as FOLDER/incoming/… first.
//
// An object gets its name by rename(2) when all its bytes are on the disk, so a name always stands for a whole object. The folder is
// synced before the answer, and so are the two above it unless this process has done so before: another thread may have
// made them and not yet be there.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>

#include "base/crypto.h"
#include "objects/object_storage.h"

namespace kindred::objects {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 64;

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

bool is_hash(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), is_digit);
}

Error not_a_hash(std::string_view text) {
  return invalid("'" + std::string(text.substr(0, 80)) + "' is not the name of an object: 64 lower-case hexadecimal digits are");
}

bool is_file_of(const fs::path& path, std::uint64_t bytes) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) == bytes;
}

class LocalStorage final : public ObjectStorage {
 public:
  explicit LocalStorage(fs::path folder) : folder_(std::move(folder)) {}
  Result<void> prepare();

  Result<std::unique_ptr<Incoming>> receive() override;
  Result<StoredObject> put(std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] Result<MappedFile> open(std::string_view sha256) const override;
  [[nodiscard]] bool contains(std::string_view sha256) const override;
  Result<void> remove(std::string_view sha256) override;

  // Gives the finished, synced file at `temporary` its name; when the object is there already, the file is left where it is.
  Result<void> adopt(const fs::path& temporary, const StoredObject& object);
  // Makes sure that the name of an object that is there is on the disk.
  Result<void> make_durable(std::string_view sha256);
  // A full disk is the user's to mend, who knows the folder and not the temporary file.
  [[nodiscard]] Error explain(Error error) const;

 private:
  [[nodiscard]] fs::path incoming() const { return folder_ / "incoming"; }
  [[nodiscard]] fs::path folder_of(std::string_view sha256) const { return path_of(sha256).parent_path(); }
  [[nodiscard]] fs::path path_of(std::string_view sha256) const { return local_object_path(folder_, sha256); }

  fs::path folder_;
  // Whether the folder of a hash's first four digits is known to be on the disk.
  std::array<std::atomic<bool>, 65536> durable_folders_{};
};

class LocalIncoming final : public Incoming {
 public:
  LocalIncoming(LocalStorage& storage, fs::path path, FileDescriptor file)
      : storage_(storage), path_(std::move(path)), file_(std::move(file)) {}
  ~LocalIncoming() override { ::unlink(path_.c_str()); }  // it's gone already when it was adopted

  Result<void> write(std::span<const std::uint8_t> bytes) override {
    if (ended_) return internal_error("An object can't be written to after its end or a failure");
    if (Result<void> written = write_all(file_, bytes, path_); !written) {
      ended_ = true;
      return storage_.explain(std::move(written).error());
    }
    hash_.update(bytes);
    size_ += bytes.size();
    return {};
  }

  Result<StoredObject> finish() override {
    if (ended_) return internal_error("An object can't be finished after its end or a failure");
    ended_ = true;
    StoredObject object{hex(hash_.finish()), size_};
    if (Result<void> synced = sync_file(file_, path_); !synced) return storage_.explain(std::move(synced).error());
    if (Result<void> adopted = storage_.adopt(path_, object); !adopted) return storage_.explain(std::move(adopted).error());
    return object;
  }

 private:
  LocalStorage& storage_;
  fs::path path_;
  FileDescriptor file_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
  bool ended_ = false;
};

Result<void> LocalStorage::prepare() {
  TRY(make_folders_durably(incoming()));
  std::error_code failure;
  for (fs::directory_iterator entry(incoming(), failure), end; !failure && entry != end; entry.increment(failure)) {
    if (::unlink(entry->path().c_str()) != 0) return system_error("Cannot remove the leftover " + quoted(entry->path()));
  }
  if (failure) return unavailable("Cannot list the folder " + quoted(incoming()) + ": " + failure.message());
  return {};
}

Result<std::unique_ptr<Incoming>> LocalStorage::receive() {
  fs::path path = incoming() / random_token(16);
  Result<FileDescriptor> file = open_file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) return explain(std::move(file).error());
  return std::unique_ptr<Incoming>(std::make_unique<LocalIncoming>(*this, std::move(path), *std::move(file)));
}

Result<StoredObject> LocalStorage::put(std::span<const std::uint8_t> bytes) {
  StoredObject object{hex(sha256(bytes)), bytes.size()};
  if (is_file_of(path_of(object.sha256), object.bytes)) {
    TRY(make_durable(object.sha256));
    return object;
  }
  const std::unique_ptr<Incoming> file = TRY(receive());
  TRY(file->write(bytes));
  return file->finish();
}

Result<MappedFile> LocalStorage::open(std::string_view sha256) const {
  if (!is_hash(sha256)) return not_a_hash(sha256);
  Result<MappedFile> file = MappedFile::open(path_of(sha256));
  if (!file && file.error().kind == ErrorKind::not_found) return not_found("There is no object " + std::string(sha256));
  return file;
}

bool LocalStorage::contains(std::string_view sha256) const {
  struct stat info{};
  return is_hash(sha256) && ::stat(path_of(sha256).c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

Result<void> LocalStorage::remove(std::string_view sha256) {
  if (!is_hash(sha256)) return not_a_hash(sha256);
  if (::unlink(path_of(sha256).c_str()) != 0) {
    if (errno == ENOENT) return {};
    return system_error("Cannot remove the object " + quoted(path_of(sha256)));
  }
  return sync_folder(folder_of(sha256));
}

Result<void> LocalStorage::adopt(const fs::path& temporary, const StoredObject& object) {
  const fs::path path = path_of(object.sha256);
  if (!is_file_of(path, object.bytes)) {
    TRY(make_folders_durably(folder_of(object.sha256)));
    if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error("Cannot rename to " + quoted(path));
  }
  return make_durable(object.sha256);
}

Result<void> LocalStorage::make_durable(std::string_view sha256) {
  const fs::path folder = folder_of(sha256);
  TRY(sync_folder(folder));
  std::atomic<bool>& known = durable_folders_[std::stoul(std::string(sha256.substr(0, 4)), nullptr, 16)];
  if (known) return {};
  TRY(sync_folder(folder.parent_path()));
  TRY(sync_folder(folder_));
  known = true;
  return {};
}

Error LocalStorage::explain(Error error) const {
  if (error.kind != ErrorKind::unavailable) return error;
  return {ErrorKind::unavailable, "No object can be stored in " + quoted(folder_) + " now: is its disk full?", std::move(error.message)};
}

}  // namespace

std::filesystem::path local_object_path(const std::filesystem::path& folder, std::string_view sha256) {
  return folder / sha256.substr(0, 2) / sha256.substr(2, 2) / sha256;
}

Result<std::unique_ptr<ObjectStorage>> make_local_storage(const std::filesystem::path& folder) {
  auto storage = std::make_unique<LocalStorage>(folder);
  TRY(storage->prepare());
  return std::unique_ptr<ObjectStorage>(std::move(storage));
}

}  // namespace kindred::objects
