// Maps as they are now: the points that are stored, without the items that are deleted or no longer in the version since. Kept in memory, and
// made anew when the file or the scope's items have changed.
//
// Thread-safety: a MapView is immutable but for what it remembers under a lock; MapViews from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "maps/box_tree.h"
#include "maps/map_points.h"
#include "maps/points_body.h"
#include "maps/select.h"
#include "model/embedding.h"
#include "model/projection.h"
#include "store/database.h"
#include "store/projections.h"
#include "usecases/map_files.h"

namespace kindred::usecases {

using Bytes = std::vector<std::uint8_t>;

class MapView {
 public:
  MapView(const Projection& projection, const maps::MapPoints& stored, const std::vector<store::MapItem>& present,
          const store::MapItemsStamp& stamp);
  MapView(const MapView&) = delete;
  MapView& operator=(const MapView&) = delete;

  [[nodiscard]] const Uuid& file() const { return file_; }
  // Another one whenever points or items are others: what an ETag is made of.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] std::size_t points() const { return points_.size(); }
  [[nodiscard]] std::size_t items() const { return points_.items.size(); }
  [[nodiscard]] std::size_t removed() const { return removed_; }
  // Points without their deleted items; `items` are keys.
  [[nodiscard]] const maps::MapPoints& map() const { return points_; }

  // Of a point, as indexes into the following.
  [[nodiscard]] std::size_t first_item(std::size_t point) const { return first_item_[point]; }
  [[nodiscard]] std::size_t end_item(std::size_t point) const { return first_item_[point + 1]; }
  [[nodiscard]] const Uuid& item_id(std::size_t item) const { return ids_[item]; }
  [[nodiscard]] std::uint32_t row_number(std::size_t item) const { return row_numbers_[item]; }
  // Where the item is in the file: stays the same while other items are deleted.
  [[nodiscard]] std::uint32_t place_in_file(std::size_t item) const { return places_in_file_[item]; }

  [[nodiscard]] maps::PlacedPoints placed() const { return {points_.x, points_.y, points_.cluster, boxes_}; }
  [[nodiscard]] maps::PointColumns columns() const;
  // Made when first asked for.
  [[nodiscard]] std::shared_ptr<const Bytes> binary_body() const;
  [[nodiscard]] Result<std::shared_ptr<const Bytes>> gzip_body() const;

  // How much each point stands out from its surroundings (projection/outlier_score.h).
  [[nodiscard]] Result<std::shared_ptr<const std::vector<float>>> outlier_scores() const;
  // How many embedded items are not on it: counting takes a walk through all, and holds until one of these counts is another.
  [[nodiscard]] std::optional<std::int64_t> added_at(const EmbeddingCounts& counts) const;
  void remember_added(const EmbeddingCounts& counts, std::int64_t added) const;

 private:
  Uuid file_;
  std::string version_;
  float suggested_eps_ = 0;
  maps::MapPoints points_;
  std::vector<std::size_t> first_item_;  // and, at its end, how many there are
  std::vector<Uuid> ids_;
  std::vector<std::uint32_t> row_numbers_;
  std::vector<std::uint32_t> places_in_file_;
  std::size_t removed_ = 0;
  maps::BoxTree boxes_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::shared_ptr<const Bytes> binary_body_;
  mutable std::shared_ptr<const Bytes> gzip_body_;
  mutable std::shared_ptr<const std::vector<float>> outlier_scores_;
  mutable std::optional<std::pair<EmbeddingCounts, std::int64_t>> added_;
};

class MapViews {
 public:
  MapViews(store::Database& database, const MapFiles& files) : database_(database), files_(files) {}
  // `conflict` while its points are not computed; `not_found` when it has been deleted.
  Result<std::shared_ptr<const MapView>> of(ProjectionId id);

 private:
  static constexpr std::size_t kViews = 4;  // kept at most: a million items take about 100 MB each, and twice that with their bodies

  struct Entry {
    Uuid file;
    store::MapItemsStamp stamp;
    std::shared_ptr<const MapView> view;
    std::uint64_t last_use = 0;
  };
  std::shared_ptr<const MapView> known(ProjectionId id, const Uuid& file, const store::MapItemsStamp& stamp);
  void keep(ProjectionId id, Entry entry);

  store::Database& database_;
  const MapFiles& files_;
  std::mutex mutex_;  // guards what follows
  std::map<ProjectionId, Entry> entries_;
  std::uint64_t uses_ = 0;
};

}  // namespace kindred::usecases
