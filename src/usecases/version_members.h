// Which Data are in a version, as what Assets: kept in memory for searches, and made anew when the version has changed.
// Thread-safety: all members, any thread; a VersionMembers is immutable.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "store/assets.h"
#include "store/database.h"
#include "vectors/vector_index.h"

namespace kindred::usecases {

// As a predicate: the ids of its Data, of all Datalakes.
class VersionMembers final : public vectors::Predicate {
 public:
  VersionMembers(std::vector<store::AssetOfData> by_data, std::vector<DatalakeId> datalakes)
      : by_data_(std::move(by_data)), datalakes_(std::move(datalakes)) {}

  [[nodiscard]] std::optional<AssetId> asset_of(const Uuid& data) const;
  [[nodiscard]] std::size_t count() const override { return by_data_.size(); }
  [[nodiscard]] bool contains(const Uuid& data) const override { return asset_of(data).has_value(); }
  void for_each(const std::function<void(const Uuid&)>& visit) const override;
  [[nodiscard]] const std::vector<DatalakeId>& datalakes() const { return datalakes_; }

 private:
  std::vector<store::AssetOfData> by_data_;  // sorted by Data id: 32 bytes an Asset
  std::vector<DatalakeId> datalakes_;
};

class VersionMembersCache {
 public:
  explicit VersionMembersCache(store::Database& database) : database_(database) {}
  Result<std::shared_ptr<const VersionMembers>> of(DatasetVersionId version);

 private:
  static constexpr std::size_t kVersions = 16;  // kept at most: the memory of a million Assets each is 32 MB

  struct Entry {
    store::MembershipStamp stamp;
    std::shared_ptr<const VersionMembers> members;
  };
  store::Database& database_;
  std::mutex mutex_;
  std::unordered_map<DatasetVersionId, Entry> entries_;
};

}  // namespace kindred::usecases
