#include "usecases/version_members.h"

#include <algorithm>

namespace kindred::usecases {

std::optional<AssetId> VersionMembers::asset_of(const Uuid& data) const {
  const auto place = std::lower_bound(by_data_.begin(), by_data_.end(), data,
                                      [](const store::AssetOfData& row, const Uuid& wanted) { return row.data_id.uuid < wanted; });
  if (place == by_data_.end() || place->data_id.uuid != data) return std::nullopt;
  return place->asset_id;
}

void VersionMembers::for_each(const std::function<void(const Uuid&)>& visit) const {
  for (const store::AssetOfData& row : by_data_)
    visit(row.data_id.uuid);
}

Result<std::shared_ptr<const VersionMembers>> VersionMembersCache::of(DatasetVersionId version) {
  const auto stamp = TRY(database_.read([&](store::Connection& c) { return store::membership_stamp(c, version); }));
  {
    const std::scoped_lock lock(mutex_);
    const auto place = entries_.find(version);
    if (place != entries_.end() && place->second.stamp == stamp) return place->second.members;
  }
  auto entry = TRY(database_.read([&](store::Connection& c) -> Result<Entry> {
    const store::MembershipStamp now = TRY(store::membership_stamp(c, version));  // of the same snapshot as the rows
    return Entry{
        now, std::make_shared<VersionMembers>(TRY(store::all_assets_by_data(c, version)), TRY(store::datalakes_of_version(c, version)))};
  }));
  const std::scoped_lock lock(mutex_);
  if (entries_.size() >= kVersions && !entries_.contains(version)) entries_.erase(entries_.begin());
  entries_[version] = entry;
  return entry.members;
}

}  // namespace kindred::usecases
