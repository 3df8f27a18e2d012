#include "usecases/map_views.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "maps/cells.h"
#include "maps/gzip.h"
#include "projection/outlier_score.h"

namespace kindred::usecases {
namespace {

using store::Connection;

// Items by key. The order of a map has nothing to do with that of keys, so that each search by halves in a million items would miss the cache
// twenty times; here it does twice.
class ItemsByKey {
 public:
  // Requires: fewer than 2^32 - 1 items of different keys, which outlive the object.
  explicit ItemsByKey(const std::vector<store::MapItem>& items) : items_(items), slots_(std::bit_ceil(2 * items.size() + 1), kFree) {
    for (std::size_t i = 0; i < items.size(); ++i)
      slots_[slot_of(items[i].key)] = static_cast<std::uint32_t>(i);
  }

  // Null: not among them.
  [[nodiscard]] const store::MapItem* find(const Uuid& key) const {
    const std::uint32_t place = slots_[slot_of(key)];
    return place == kFree ? nullptr : &items_[place];
  }

 private:
  static constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();

  // Where the key is, or would be. At least half the slots are free, so the search ends.
  [[nodiscard]] std::size_t slot_of(const Uuid& key) const {
    // Upper bits of a product: the lowest of the hash hold what all UUIDs of a kind have in common.
    std::size_t slot = (std::hash<Uuid>{}(key) * 0x9E3779B97F4A7C15ULL) >> 32 & (slots_.size() - 1);
    while (slots_[slot] != kFree && items_[slots_[slot]].key != key)
      slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  const std::vector<store::MapItem>& items_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace

MapView::MapView(const Projection& projection, const maps::MapPoints& stored, const std::vector<store::MapItem>& present,
                 const store::MapItemsStamp& stamp)
    : file_(*projection.file),
      version_(to_string(file_) + "-" + std::to_string(stamp.changes) + "-" + std::to_string(stamp.items)),
      suggested_eps_(static_cast<float>(projection.suggested_eps)) {
  points_.grid = stored.grid;
  points_.clusters = stored.clusters;
  const ItemsByKey items(present);
  std::size_t next = 0;
  for (std::size_t point = 0; point < stored.size(); ++point) {
    const std::size_t first = ids_.size();
    for (const std::size_t end = next + stored.multiplicity[point]; next < end; ++next) {
      const store::MapItem* item = items.find(stored.items[next]);
      if (item == nullptr) continue;
      points_.items.push_back(item->key);
      ids_.push_back(item->id);
      row_numbers_.push_back(item->row_number);
      places_in_file_.push_back(static_cast<std::uint32_t>(next));
    }
    if (ids_.size() == first) continue;
    first_item_.push_back(first);
    points_.x.push_back(stored.x[point]);
    points_.y.push_back(stored.y[point]);
    points_.cluster.push_back(stored.cluster[point]);
    points_.multiplicity.push_back(static_cast<std::uint32_t>(ids_.size() - first));
  }
  first_item_.push_back(ids_.size());
  removed_ = stored.items.size() - ids_.size();
  boxes_ = maps::BoxTree(points_.x, points_.y);
}

maps::PointColumns MapView::columns() const {
  return {points_.x, points_.y, points_.cluster, points_.multiplicity, row_numbers_, points_.clusters, suggested_eps_};
}

std::shared_ptr<const Bytes> MapView::binary_body() const {
  const std::scoped_lock lock(mutex_);
  if (!binary_body_) binary_body_ = std::make_shared<const Bytes>(maps::binary_body(columns()));
  return binary_body_;
}

Result<std::shared_ptr<const Bytes>> MapView::gzip_body() const {
  const std::shared_ptr<const Bytes> plain = binary_body();
  const std::scoped_lock lock(mutex_);
  if (!gzip_body_) gzip_body_ = std::make_shared<const Bytes>(TRY(maps::gzip(*plain)));
  return gzip_body_;
}

Result<std::shared_ptr<const std::vector<float>>> MapView::outlier_scores() const {
  const std::scoped_lock lock(mutex_);
  if (!outlier_scores_)
    outlier_scores_ = std::make_shared<const std::vector<float>>(TRY(projection::outlier_scores(maps::coordinates(points_))));
  return outlier_scores_;
}

std::optional<std::int64_t> MapView::added_at(const EmbeddingCounts& counts) const {
  const std::scoped_lock lock(mutex_);
  return added_ && added_->first == counts ? std::optional(added_->second) : std::nullopt;
}

void MapView::remember_added(const EmbeddingCounts& counts, std::int64_t added) const {
  const std::scoped_lock lock(mutex_);
  added_.emplace(counts, added);
}

std::shared_ptr<const MapView> MapViews::known(ProjectionId id, const Uuid& file, const store::MapItemsStamp& stamp) {
  const std::scoped_lock lock(mutex_);
  const auto place = entries_.find(id);
  if (place == entries_.end() || place->second.file != file || place->second.stamp != stamp) return nullptr;
  place->second.last_use = ++uses_;
  return place->second.view;
}

void MapViews::keep(ProjectionId id, Entry entry) {
  const std::scoped_lock lock(mutex_);
  if (entries_.size() >= kViews && !entries_.contains(id)) {
    entries_.erase(std::min_element(entries_.begin(), entries_.end(),
                                    [](const auto& a, const auto& b) { return a.second.last_use < b.second.last_use; }));
  }
  entry.last_use = ++uses_;
  entries_.insert_or_assign(id, std::move(entry));
}

Result<std::shared_ptr<const MapView>> MapViews::of(ProjectionId id) {
  // The file may be replaced between the look at the row and its opening: then the row is looked at again.
  constexpr int kTries = 5;
  for (int tries = 1;; ++tries) {
    struct Now {
      Projection projection;
      store::MapItemsStamp stamp;
    };
    const Now now = TRY(database_.read([&](Connection& c) -> Result<Now> {
      Projection projection = TRY(store::find_projection(c, id));
      const auto stamp = TRY(store::map_items_stamp(c, projection.scope));
      return Now{std::move(projection), stamp};
    }));
    if (!now.projection.file) {
      return conflict("The points of the map '" + now.projection.name + "' are not computed",
                      now.projection.job_id ? "See the job " + to_string(*now.projection.job_id) : "");
    }
    if (auto view = known(id, *now.projection.file, now.stamp)) return view;
    const Result<maps::MapPoints> stored = files_.read(*now.projection.file);
    if (!stored && stored.error().kind == ErrorKind::not_found) {
      if (tries < kTries) continue;
      return corrupt("The file of the map's points is missing in the data folder: compute the map anew");
    }
    if (!stored) return stored.error();
    // Stamp and items out of one snapshot.
    struct Present {
      store::MapItemsStamp stamp;
      std::vector<store::MapItem> items;
    };
    const Present present = TRY(database_.read([&](Connection& c) -> Result<Present> {
      const auto stamp = TRY(store::map_items_stamp(c, now.projection.scope));
      return Present{stamp, TRY(store::map_items(c, now.projection.scope))};
    }));
    Entry entry{*now.projection.file, present.stamp,
                std::make_shared<const MapView>(now.projection, *stored, present.items, present.stamp)};
    std::shared_ptr<const MapView> view = entry.view;
    keep(id, std::move(entry));
    return view;
  }
}

}  // namespace kindred::usecases
