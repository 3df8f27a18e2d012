#include "usecases/upload_object.h"

#include <sys/statvfs.h>

#include <algorithm>

#include "store/objects.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kMaxNameBytes = 1024;

// Relative, of plain segments: an object name is never a path on this machine, but it ends up in URLs and in exports.
Result<void> check_object_name(std::string_view name) {
  const auto refuse = [&](std::string_view why) {
    return invalid("'" + std::string(name.substr(0, 100)) + "' can't be an object name: " + std::string(why));
  };
  if (name.empty() || name.size() > kMaxNameBytes) return refuse("it must have 1 to 1024 bytes");
  const bool control = std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 127; });
  if (control) return refuse("it has control characters");
  if (name.front() == '/' || name.find('\\') != std::string_view::npos) return refuse("it must be relative, with '/' between its parts");
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return refuse("its parts must not be empty, '.' or '..'");
    begin = end + 1;
  }
  return {};
}

// The last part of what may be a path on another machine, without what an object name can't have.
std::string plain_filename(std::string_view filename) {
  const auto slash = filename.find_last_of("/\\");
  std::string plain(slash == std::string_view::npos ? filename : filename.substr(slash + 1));
  std::replace_if(plain.begin(), plain.end(), [](unsigned char c) { return c < ' ' || c == 127; }, '_');
  constexpr std::size_t kLongest = 255;
  if (plain.size() > kLongest) plain = plain.substr(plain.size() - kLongest);
  return plain.empty() || plain == "." || plain == ".." ? "file" : plain;
}

Result<void> check_free_space(const WorkspaceOptions& options) {
  struct statvfs disk = {};
  if (::statvfs(options.folder.c_str(), &disk) != 0)
    return system_error("Cannot ask for the free space of '" + options.folder.string() + "'");
  const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  if (free >= options.min_free_bytes) return {};
  constexpr std::uint64_t kMebibyte = 1 << 20;
  return Error{ErrorKind::no_space,
               "The server's disk has " + std::to_string(free / kMebibyte) + " MiB left, less than the " +
                   std::to_string(options.min_free_bytes / kMebibyte) + " MiB that are kept free: nothing can be uploaded now",
               "Free some space, or start the server with a smaller --min-free-mib."};
}

}  // namespace

Result<std::string> new_object_name(std::string_view filename, std::string_view upload_dir) {
  std::string name = to_string(new_uuid()) + "/" + plain_filename(filename);
  if (!upload_dir.empty()) name = std::string(upload_dir) + (upload_dir.back() == '/' ? "" : "/") + name;
  TRY(check_object_name(name));
  return name;
}

Result<ObjectUpload> ObjectUpload::begin(Workspace& workspace, ConnectorId connector, std::string object_name, std::string content_type) {
  TRY(check_object_name(object_name));
  TRY(check_free_space(workspace.options()));
  const bool used = TRY(workspace.database().read([&](Connection& c) { return store::object_name_in_use(c, connector, object_name); }));
  if (used) return conflict("The object name '" + object_name + "' belongs to a Data already: ask for a new name");
  std::unique_ptr<objects::Incoming> incoming = TRY(workspace.objects().receive());
  return ObjectUpload(workspace, connector, std::move(object_name), std::move(content_type), std::move(incoming));
}

Result<void> ObjectUpload::write(std::span<const std::uint8_t> bytes) {
  received_ += bytes.size();
  if (received_ > kMaxObjectBytes)
    return Error{ErrorKind::too_large, "An object may have at most " + std::to_string(kMaxObjectBytes) + " bytes", {}};
  return incoming_->write(bytes);
}

Result<objects::StoredObject> ObjectUpload::finish() {
  objects::StoredObject stored = TRY(incoming_->finish());
  const store::UploadedObject row{connector_, object_name_, stored.sha256, stored.bytes, content_type_, now()};
  TRY(workspace_->database().write([&](Connection& c) -> Result<void> {
    // A file that nobody used may have been cleared away between finish() and now; the writer thread keeps that from crossing.
    if (!workspace_->objects().contains(row.sha256)) return unavailable("The object was cleared away while it arrived: upload it again");
    return store::record_object(c, row);
  }));
  return stored;
}

Result<OpenedObject> open_object(Workspace& workspace, ConnectorId connector, std::string_view object_name) {
  const store::UploadedObject row =
      TRY(workspace.database().read([&](Connection& c) { return store::find_object(c, connector, object_name); }));
  return OpenedObject{TRY(workspace.objects().open(row.sha256)), row.sha256, row.content_type};
}

}  // namespace kindred::usecases
