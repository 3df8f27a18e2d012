#include "usecases/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/files.h"
#include "base/json.h"
#include "base/time.h"
#include "objects/object_storage.h"
#include "store/database.h"
#include "store/objects.h"

namespace kindred::usecases {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDatabase = "kindred.sqlite";
constexpr std::string_view kManifest = "backup.json";
constexpr std::string_view kObjects = "objects";
// Few and large files, copied as they are.
constexpr std::array<std::string_view, 3> kFolders{"vectors", "maps", "models"};
constexpr int kTries = 5;
constexpr std::size_t kPage = 1000;
constexpr std::size_t kPieceBytes = 1 << 20;
constexpr std::uint64_t kMaxManifestBytes = 64 * 1024;

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

// --- Copying one file

// Gives the content's hash. The file has its name only when it is whole, but is on the disk only after sync_all().
Result<Digest> copy_one(const fs::path& from, const fs::path& to) {
  TRY(make_folders_durably(to.parent_path()));
  const FileDescriptor in = TRY(open_file(from, O_RDONLY));
  fs::path fresh = to;
  fresh += ".partial";
  const FileDescriptor out = TRY(open_file(fresh, O_WRONLY | O_CREAT | O_TRUNC));
  const auto piece = std::make_unique<std::array<std::uint8_t, kPieceBytes>>();
  Sha256 hash;
  while (true) {
    const ssize_t got = ::read(in.get(), piece->data(), piece->size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("Cannot read " + quoted(from));
    if (got == 0) break;
    const std::span<const std::uint8_t> bytes(piece->data(), static_cast<std::size_t>(got));
    hash.update(bytes);
    TRY(write_all(out, bytes, fresh));
  }
  if (::rename(fresh.c_str(), to.c_str()) != 0) return system_error("Cannot name " + quoted(to));
  return hash.finish();
}

// One call for everything on the file system instead of one for each of a million files.
Result<void> sync_all(const fs::path& folder) {
  const FileDescriptor descriptor = TRY(open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::syncfs(descriptor.get()) != 0) return system_error("Cannot sync " + quoted(folder));
  return {};
}

Result<std::string> hash_of_file(const fs::path& path) {
  const MappedFile file = TRY(MappedFile::open(path));
  return hex(sha256(file.bytes()));
}

// --- What is in the folders

// Files by their path below `root`, with the inode: a file that was removed and made again has another.
using Listing = std::map<fs::path, ino_t>;

Result<Listing> list_files(const fs::path& root) {
  Listing files;
  for (const std::string_view folder : kFolders) {
    std::error_code failed;
    if (!fs::exists(root / folder, failed)) continue;
    for (fs::recursive_directory_iterator entry(root / folder, failed), end; !failed && entry != end; entry.increment(failed)) {
      struct stat info = {};
      if (::stat(entry->path().c_str(), &info) == 0 && S_ISREG(info.st_mode)) files[entry->path().lexically_relative(root)] = info.st_ino;
    }
    if (failed) return Error{ErrorKind::unavailable, "Cannot list " + quoted(root / folder) + ": " + failed.message(), {}};
  }
  return files;
}

bool still_has(const Listing& now, const Listing& before) {
  return std::all_of(before.begin(), before.end(), [&](const auto& file) {
    const auto found = now.find(file.first);
    return found != now.end() && found->second == file.second;
  });
}

// Calls `use` with the hash of every object that the database speaks of.
Result<void> for_each_object(const fs::path& database, const StopFlag& stop, const std::function<Result<void>(const std::string&)>& use) {
  const auto opened = TRY(store::open_database(database));
  std::string after;
  while (true) {
    TRY(stop.check());
    const auto page = TRY(opened->read([&](store::Connection& c) { return store::list_contents(c, after, kPage); }));
    for (const std::string& sha256 : page)
      TRY(use(sha256));
    if (page.size() < kPage) return {};
    after = page.back();
  }
}

void remove_files_no_longer_there(const fs::path& target, const Listing& kept) {
  const Result<Listing> listed = list_files(target);
  if (!listed) return;  // only what is superfluous stays
  for (const auto& [path, unused] : *listed) {
    std::error_code ignored;
    if (!kept.contains(path)) fs::remove(target / path, ignored);
  }
}

// --- One attempt

// False when something was removed meanwhile that the snapshot speaks of.
Result<bool> try_to_back_up(const fs::path& data, const fs::path& target, const StopFlag& stop, const CopyProgress& progress,
                            CopyReport& report) {
  const Listing before = TRY(list_files(data));
  const fs::path database = target / kDatabase;
  std::error_code ignored;
  fs::remove(database, ignored);
  TRY(store::copy_database(data / kDatabase, database));
  for (const auto& [path, unused] : TRY(list_files(data))) {
    TRY(stop.check());
    const auto copied = copy_one(data / path, target / path);
    if (!copied && copied.error().kind != ErrorKind::not_found) return copied.error();
  }
  if (!still_has(TRY(list_files(data)), before)) return false;
  bool is_whole = true;
  report.objects = 0;
  TRY(for_each_object(database, stop, [&](const std::string& sha256) -> Result<void> {
    const fs::path to = objects::local_object_path(target / kObjects, sha256);
    if (!fs::exists(to)) {
      const auto copied = copy_one(objects::local_object_path(data / kObjects, sha256), to);
      if (!copied && copied.error().kind == ErrorKind::not_found) {
        is_whole = false;
        return {};
      }
      if (!copied) return copied.error();
      ++report.copied;
    }
    if (++report.objects % kPage == 0) progress(report.objects);
    return {};
  }));
  if (is_whole) remove_files_no_longer_there(target, before);
  return is_whole;
}

// --- The manifest

Result<void> write_manifest(const fs::path& target, const CopyReport& report) {
  const std::string text = json::serialize(json::object{{"format", 1},
                                                        {"made_at", to_iso8601(now())},
                                                        {"objects", report.objects},
                                                        {"database_sha256", TRY(hash_of_file(target / kDatabase))}});
  return write_file_durably(target / kManifest, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Result<void> check_manifest(const fs::path& backup) {
  const auto text = read_text_file(backup / kManifest, kMaxManifestBytes);
  if (!text) return invalid(quoted(backup) + " is not a whole backup: it has no " + std::string(kManifest), text.error().message);
  const json::object manifest = TRY(parse_json_object(*text, (backup / kManifest).string()));
  if (TRY(optional_int(manifest, "format")) != 1)
    return unsupported(quoted(backup) + " was made by another Kindred: restore it with that one");
  if (TRY(hash_of_file(backup / kDatabase)) == TRY(required_string(manifest, "database_sha256"))) return {};
  return corrupt(quoted(backup / kDatabase) + " is not the database that was backed up: use another backup");
}

Result<bool> is_empty_folder(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(folder, failed)) return true;
  const bool is_empty = fs::is_directory(folder, failed) && fs::is_empty(folder, failed);
  if (failed) return Error{ErrorKind::unavailable, "Cannot look into " + quoted(folder) + ": " + failed.message(), {}};
  return is_empty;
}

Result<CopyReport> copy_back(const fs::path& backup, const fs::path& data, const StopFlag& stop, const CopyProgress& progress) {
  CopyReport report;
  TRY(copy_one(backup / kDatabase, data / kDatabase));
  for (const auto& [path, unused] : TRY(list_files(backup))) {
    TRY(stop.check());
    TRY(copy_one(backup / path, data / path));
  }
  TRY(for_each_object(data / kDatabase, stop, [&](const std::string& sha256) -> Result<void> {
    const fs::path from = objects::local_object_path(backup / kObjects, sha256);
    const Digest digest = TRY(copy_one(from, objects::local_object_path(data / kObjects, sha256)));
    if (hex(digest) != sha256) return corrupt(quoted(from) + " is damaged: its content has not the hash that it is named by");
    ++report.copied;
    if (++report.objects % kPage == 0) progress(report.objects);
    return {};
  }));
  TRY(sync_all(data));
  return report;
}

}  // namespace

Result<CopyReport> back_up(const fs::path& data, const fs::path& target, const StopFlag& stop, const CopyProgress& progress) {
  if (!fs::exists(data / kDatabase)) return not_found("There is no workspace in " + quoted(data));
  const bool is_ours = fs::exists(target / kDatabase) && !fs::exists(target / "LOCK");
  if (!is_ours && !TRY(is_empty_folder(target)))
    return conflict(quoted(target) + " holds something else than a backup: name an empty folder");
  TRY(make_folders_durably(target));
  std::error_code failed;
  fs::remove(target / kManifest, failed);  // from here to the end it is not whole
  CopyReport report;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    if (!TRY(try_to_back_up(data, target, stop, progress, report))) continue;
    TRY(sync_all(target));
    TRY(write_manifest(target, report));
    return report;
  }
  return unavailable("Things were deleted so often that no backup of one moment could be made: try again when less is going on");
}

Result<CopyReport> restore(const fs::path& backup, const fs::path& data, const StopFlag& stop, const CopyProgress& progress) {
  if (!TRY(is_empty_folder(data))) return conflict(quoted(data) + " is not empty: restore into a new folder");
  TRY(check_manifest(backup));
  const fs::path absolute = fs::absolute(data).lexically_normal();
  fs::path fresh = absolute.has_filename() ? absolute : absolute.parent_path();
  const fs::path final_place = fresh;
  fresh += ".restoring";
  std::error_code failed;
  fs::remove_all(fresh, failed);
  TRY(make_folders_durably(fresh));
  Result<CopyReport> report = copy_back(backup, fresh, stop, progress);
  // rename() replaces an empty folder.
  if (report && ::rename(fresh.c_str(), final_place.c_str()) != 0) report = system_error("Cannot name " + quoted(final_place));
  if (!report) {
    fs::remove_all(fresh, failed);
    return report;
  }
  TRY(sync_folder(final_place.parent_path()));
  return report;
}

}  // namespace kindred::usecases
