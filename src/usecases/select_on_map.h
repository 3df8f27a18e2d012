// What lies where on a map: items of a region, of a cluster, of single points. Told by the rule of maps/select.h against the points as they
// are now. Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "maps/region.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

inline constexpr std::size_t kMaxSelectedPage = 10'000;
inline constexpr std::size_t kMaxPointsAsked = 1'000;
inline constexpr std::size_t kMaxItemsOfPoint = 1'000;

struct Selected {
  std::int64_t points = 0;
  std::int64_t items = 0;
  std::vector<Uuid> ids;                   // of Data in a Datalake, of Assets in a version
  std::optional<std::string> next_cursor;  // nothing on the last page
};
// A page of the items in a region, at most `limit` (0: none, only the counts). A cursor holds while items are deleted; when the map has got
// new points or clusters since, it is a `conflict`.
Result<Selected> select_on_map(Workspace& workspace, ProjectionId id, const maps::Region& region, std::size_t limit,
                               std::string_view cursor);

// The same items as row numbers, rising: a version's Assets by their row numbers, a Datalake's Data by theirs.
Result<std::vector<std::uint32_t>> rows_in_region(Workspace& workspace, ProjectionId id, const maps::Region& region);

struct ItemsOfPoint {
  std::uint32_t point = 0;
  std::vector<Uuid> ids;  // the first ones
  std::int64_t count = 0;
};
// Points as they are numbered in the body of `version` (MapView::version()); `conflict` when the map has another version now, and
// `invalid` for a point that it does not have.
Result<std::vector<ItemsOfPoint>> items_of_points(Workspace& workspace, ProjectionId id, std::span<const std::uint32_t> points,
                                                  std::size_t limit, const std::optional<std::string>& version);

}  // namespace kindred::usecases
