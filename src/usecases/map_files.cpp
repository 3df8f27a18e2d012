#include "usecases/map_files.h"

#include <algorithm>

#include "base/files.h"
#include "base/log.h"
#include "maps/map_file.h"

namespace kindred::usecases {
namespace {

constexpr std::string_view kEnding = ".map";

void remove_file(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::remove(path, failure);
  if (failure) log_warning("Cannot delete '" + path.string() + "': " + failure.message());
}

}  // namespace

MapFiles::Pending::~Pending() {
  if (files_ == nullptr) return;
  files_->remove(id_);
  files_->forget_pending(id_);
}

void MapFiles::Pending::keep() {
  files_->forget_pending(id_);
  files_ = nullptr;
}

std::filesystem::path MapFiles::path_of(const Uuid& id) const { return folder_ / (to_string(id) + std::string(kEnding)); }

void MapFiles::forget_pending(const Uuid& id) {
  const std::scoped_lock lock(mutex_);
  pending_.erase(id);
}

Result<MapFiles::Pending> MapFiles::write(const maps::MapPoints& points) {
  const Uuid id = new_uuid();
  {
    const std::scoped_lock lock(mutex_);
    pending_.insert(id);
  }
  Pending pending(*this, id);
  TRY(write_file_durably(path_of(id), maps::encode_map(points)));
  return pending;
}

Result<maps::MapPoints> MapFiles::read(const Uuid& id) const {
  const std::filesystem::path path = path_of(id);
  const Result<MappedFile> file = MappedFile::open(path);
  if (!file && !std::filesystem::exists(path)) return not_found("There is no file '" + path.string() + "' of the map's points");
  if (!file) return file.error();
  return maps::decode_map(file->bytes(), path.string());
}

void MapFiles::remove(const Uuid& id) { remove_file(path_of(id)); }

// The order matters: a file that stands in the folder and is not pending was committed before, so the rows that are read after that name it.
Result<void> MapFiles::sweep(const std::function<Result<std::vector<Uuid>>()>& named) {
  std::vector<std::filesystem::path> found;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, failure))
    found.push_back(entry.path());
  if (failure) return unavailable("Cannot list '" + folder_.string() + "': " + failure.message());
  std::set<std::string> wanted;
  {
    const std::scoped_lock lock(mutex_);
    for (const Uuid& id : pending_)
      wanted.insert(to_string(id));
  }
  const std::vector<Uuid> rows = TRY(named());
  for (const Uuid& id : rows)
    wanted.insert(to_string(id));
  for (const std::filesystem::path& path : found) {
    // The temporary file of a pending one has its name within its own.
    const std::string name = path.filename().string();
    const bool is_wanted =
        std::any_of(wanted.begin(), wanted.end(), [&](const std::string& id) { return name.find(id) != std::string::npos; });
    if (!is_wanted) remove_file(path);
  }
  return {};
}

}  // namespace kindred::usecases
