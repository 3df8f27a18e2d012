// The Assets of one version in memory, as of one change of the log: which Data each is, and its tags. Rows are the row numbers of the
// table, which are never given again; those of Assets that left are dead.
//
// Thread-safety: as DataRows.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/bitmap.h"
#include "model/ids.h"
#include "selection/blocks.h"
#include "selection/data_rows.h"
#include "selection/tag_rows.h"
#include "store/changes.h"
#include "store/database.h"

namespace kindred::selection {

class AssetRows {
 public:
  using Lakes = std::map<DatalakeId, std::shared_ptr<const DataRows>>;

  // `lakes`: all Datalakes of the version, of the same snapshot.
  static Result<AssetRows> load(store::Connection& connection, DatasetVersionId version, const Lakes& lakes);
  // `changes`: those of this version since, in order.
  Result<void> refresh(store::Connection& connection, std::span<const store::Change> changes, const Lakes& lakes);
  Result<void> provide(store::Connection& connection, const Needs& needs);
  [[nodiscard]] bool has(const Needs& needs) const { return has_tags_ || !needs.asset_tags; }
  // Whether these very rows of Data are those it goes with.
  [[nodiscard]] bool uses(const Lakes& lakes) const;

  [[nodiscard]] DatasetVersionId version() const { return version_; }
  [[nodiscard]] std::size_t size() const { return ids_.size(); }  // dead rows too
  [[nodiscard]] const Bitmap& live() const { return live_; }
  [[nodiscard]] AssetId id(Bitmap::Row row) const { return {ids_[row]}; }
  [[nodiscard]] const Blocks<std::int64_t>& created_at() const { return created_at_; }
  [[nodiscard]] const TagRows& tags() const { return tags_; }

  // Of a live row.
  [[nodiscard]] const DataRows& lake_of(Bitmap::Row row) const { return *lakes_[places_[row].lake]; }
  [[nodiscard]] Bitmap::Row data_row(Bitmap::Row row) const { return places_[row].data_row; }
  [[nodiscard]] const std::vector<std::shared_ptr<const DataRows>>& lakes() const { return lakes_; }
  // The Assets whose Data are among the rows of that Datalake, which is one of lakes() by its place.
  [[nodiscard]] Bitmap assets_of(std::size_t lake, const Bitmap& data_rows) const;
  [[nodiscard]] Bitmap data_rows_of(const DataRows& lake) const;

 private:
  struct Place {
    std::uint32_t lake = 0;
    Bitmap::Row data_row = 0;
    std::int64_t seq = 0;
  };

  explicit AssetRows(DatasetVersionId version) : version_(version) {}
  Result<void> take(const store::Statement& row);
  Result<void> use(const Lakes& lakes);
  Result<void> refresh_tags(store::Connection& connection, std::span<const store::Change> changes);
  Result<void> load_tags(store::Connection& connection);

  DatasetVersionId version_;
  Bitmap live_;
  Blocks<Uuid> ids_;
  Blocks<std::int64_t> created_at_;
  Blocks<Place> places_;
  std::vector<std::shared_ptr<const DataRows>> lakes_;
  bool has_tags_ = false;
  TagRows tags_;
};

}  // namespace kindred::selection
