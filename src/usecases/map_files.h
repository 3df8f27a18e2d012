// The points of maps: one checksummed file each in the data folder's maps/ (docs/map-points.md). A file is never changed: new points are a
// new file, which counts once the Projection's row names it; then the one before is deleted. Files that no row names are left over from a
// crash or a deletion, and are swept away.
//
// Thread-safety: all members, any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "maps/map_points.h"

namespace kindred::usecases {

class MapFiles {
 public:
  explicit MapFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // A file that is on the disk and that no row names yet. Deleted at the end of its life unless it was kept. Must not outlive the MapFiles.
  class Pending {
   public:
    Pending(MapFiles& files, const Uuid& id) : files_(&files), id_(id) {}
    ~Pending();
    Pending(Pending&& other) noexcept : files_(std::exchange(other.files_, nullptr)), id_(other.id_) {}
    Pending& operator=(Pending&&) = delete;
    [[nodiscard]] const Uuid& id() const { return id_; }
    // After the commit of the row that names it.
    void keep();

   private:
    MapFiles* files_;
    Uuid id_;
  };

  Result<Pending> write(const maps::MapPoints& points);
  // `not_found` when it has been replaced or deleted.
  [[nodiscard]] Result<maps::MapPoints> read(const Uuid& id) const;
  // A file that no row names any more. What can't be deleted is left to the next sweep, and logged.
  void remove(const Uuid& id);
  // Deletes what is in the folder and neither pending nor among those that `named` gives.
  Result<void> sweep(const std::function<Result<std::vector<Uuid>>()>& named);

 private:
  [[nodiscard]] std::filesystem::path path_of(const Uuid& id) const;
  void forget_pending(const Uuid& id);

  std::filesystem::path folder_;
  std::mutex mutex_;  // guards pending_
  std::set<Uuid> pending_;
};

}  // namespace kindred::usecases
