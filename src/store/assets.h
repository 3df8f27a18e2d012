// Rows of Assets: which Data are in which DatasetVersion.
//
// Each Asset has a row number in its version, given in increasing order and never given again, so that sets of Assets can be kept
// as bitmaps. Orders for PageRequest: created_at, id, and of the Data filename, object_name, content_type, width, height, bytes.
// Thread-safety: as the Connection. Errors: `not_found` names the id or name; `too_large` a list over kMaxListSize.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/dataset.h"
#include "store/database.h"
#include "store/datas.h"
#include "store/list_query.h"
#include "store/page.h"

namespace kindred::store {

// What an Asset must fulfil; every part that is set narrows. An empty list that is set matches nothing.
struct AssetFilter {
  std::optional<std::vector<AssetId>> ids;
  std::optional<std::vector<DataId>> data_ids;
  std::optional<std::string> filename_startswith;
  std::vector<std::vector<std::string>> tags;  // of each group at least one AssetTag by name
  DataFilter data;                             // of its Data; data.tags are DataTags
};

// Data that are in the version already stay as they are. The tags go on the added ones. `invalid` names the first id that is no
// Data of the version's organization, or the first tag that is not one of the version. Gives how many were added.
Result<std::int64_t> insert_assets(Connection& connection, DatasetVersionId version, std::span<const DataId> datas,
                                   std::span<const TagId> tags);

Result<Asset> find_asset(Connection& connection, AssetId id);
Result<Asset> find_asset_by_data(Connection& connection, DatasetVersionId version, DataId data);
// The newest with that file name.
Result<Asset> find_asset_by_filename(Connection& connection, DatasetVersionId version, std::string_view filename);
Result<Asset> find_asset_by_object_name(Connection& connection, DatasetVersionId version, std::string_view object_name);

// The order that a list's order_by asks for, for who sorts rows elsewhere: a.row_number, a.id and columns of `data d`.
Result<Order> asset_order(std::span<const std::string> order_by);
Result<Page<Asset>> list_assets(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page);
Result<Page<AssetId>> list_asset_ids(Connection& connection, DatasetVersionId version, const AssetFilter& filter, const PageRequest& page);
Result<std::int64_t> count_assets(Connection& connection, DatasetVersionId version, const AssetFilter& filter);

// Copies into another version of Data that are not there yet. With tags, the names of the Asset's tags are made in the destination
// when missing; with annotations, so are Labels. Run again after a crash it goes on: what is there already is not copied twice.
struct CopyOptions {
  bool with_tags = false;
  bool with_annotations = false;
};
// Assets with many shapes end a chunk early: kShapesPerCopy is reached, but for a single Asset never passed by much.
inline constexpr std::int64_t kShapesPerCopy = 20'000;
struct CopiedAssets {
  std::int64_t copied = 0;
  std::size_t taken = 0;        // looked at, copied or not
  std::optional<AssetId> last;  // of copy_some_assets(): pass it as `after` for the next chunk; nothing when all are done
};
Result<CopiedAssets> copy_some_assets(Connection& connection, DatasetVersionId from, DatasetVersionId to, const CopyOptions& options,
                                      std::optional<AssetId> after, std::size_t limit);
// Chosen ones, from the front; go on after the `taken` ones. `invalid` names the first that is no Asset of `from`.
Result<CopiedAssets> copy_assets(Connection& connection, DatasetVersionId from, DatasetVersionId to, const CopyOptions& options,
                                 std::span<const AssetId> assets);

// Ids that are not in the version are ignored. Gives how many were deleted.
Result<std::int64_t> delete_assets(Connection& connection, DatasetVersionId version, std::span<const AssetId> ids);
// Any `limit` of them: repeat until it gives 0.
Result<std::int64_t> delete_some_assets(Connection& connection, DatasetVersionId version, std::size_t limit);

struct AssetOfData {
  DataId data_id;
  AssetId asset_id;
};
// Of these Data those that are in the version, in the order of `datas`.
Result<std::vector<AssetOfData>> assets_of_datas(Connection& connection, DatasetVersionId version, std::span<const DataId> datas);
// Changes whenever Assets join or leave the version, so that what is kept in memory about its members can be made anew.
struct MembershipStamp {
  std::int64_t next_row_number = 0;
  std::int64_t assets = 0;
  bool operator==(const MembershipStamp&) const = default;
};
Result<MembershipStamp> membership_stamp(Connection& connection, DatasetVersionId version);
// All of the version, by data_id: 32 bytes an Asset in memory.
Result<std::vector<AssetOfData>> all_assets_by_data(Connection& connection, DatasetVersionId version);
// The Datalakes that the version's Data come from, by id.
Result<std::vector<DatalakeId>> datalakes_of_version(Connection& connection, DatasetVersionId version);

}  // namespace kindred::store
