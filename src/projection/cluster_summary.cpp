#include "projection/cluster_summary.h"

#include <algorithm>
#include <string>
#include <utility>

#include "projection/plane_check.h"

namespace kindred::projection {
namespace {

using Points = std::span<const std::uint32_t>;

Result<void> check(std::span<const float> xy, std::span<const std::int32_t> labels, const SummaryOptions& options) {
  TRY(check_plane(xy));
  const std::size_t count = xy.size() / 2;
  if (labels.size() != count)
    return invalid("There are " + std::to_string(labels.size()) + " labels for " + std::to_string(count) + " points");
  if (!options.counts.empty() && options.counts.size() != count)
    return invalid("There are " + std::to_string(options.counts.size()) + " counts for " + std::to_string(count) + " points");
  for (std::size_t i = 0; i < count; ++i) {
    if (labels[i] < -1 || std::cmp_greater_equal(labels[i], count))
      return invalid("Point " + std::to_string(i) + " has the label " + std::to_string(labels[i]) +
                     ", but labels are -1 or the number of a cluster");
  }
  return {};
}

// The points of each cluster, rising.
struct Members {
  std::vector<std::uint32_t> points;
  std::vector<std::size_t> starts;  // one more than clusters

  [[nodiscard]] std::size_t clusters() const { return starts.size() - 1; }
  [[nodiscard]] Points of(std::size_t cluster) const {
    return Points(points).subspan(starts[cluster], starts[cluster + 1] - starts[cluster]);
  }
};

Members gather(std::span<const std::int32_t> labels) {
  const std::int32_t highest = labels.empty() ? -1 : *std::max_element(labels.begin(), labels.end());
  Members members;
  members.starts.resize(static_cast<std::size_t>(highest + 1) + 1);
  for (const std::int32_t label : labels) {
    if (label >= 0) ++members.starts[static_cast<std::size_t>(label) + 1];
  }
  for (std::size_t i = 1; i < members.starts.size(); ++i)
    members.starts[i] += members.starts[i - 1];
  members.points.resize(members.starts.back());
  std::vector<std::size_t> next(members.starts.begin(), members.starts.end() - 1);
  for (std::uint32_t point = 0; point < labels.size(); ++point) {
    if (labels[point] >= 0) members.points[next[static_cast<std::size_t>(labels[point])]++] = point;
  }
  return members;
}

bool turns_left(const Position& a, const Position& b, const Position& c) {
  return (double{b.x} - a.x) * (double{c.y} - a.y) > (double{b.y} - a.y) * (double{c.x} - a.x);
}

// Of sorted corners: one side of the hull, from the first to the last that is given.
template <typename Iterator>
void add_chain(Iterator begin, Iterator end, std::vector<Position>& hull) {
  const std::size_t base = hull.size();
  for (; begin != end; ++begin) {
    while (hull.size() >= base + 2 && !turns_left(hull[hull.size() - 2], hull.back(), *begin))
      hull.pop_back();
    hull.push_back(*begin);
  }
  hull.pop_back();  // the other side begins with it
}

std::vector<Position> hull_of(std::span<const float> xy, Points members) {
  std::vector<Position> corners;
  corners.reserve(members.size());
  for (const std::uint32_t point : members)
    corners.push_back({xy[2 * point], xy[2 * point + 1]});
  std::sort(corners.begin(), corners.end(), [](const Position& a, const Position& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  if (corners.size() < 3) return corners;
  std::vector<Position> hull;
  add_chain(corners.begin(), corners.end(), hull);
  add_chain(corners.rbegin(), corners.rend(), hull);
  return hull;
}

struct Center {
  double x = 0;
  double y = 0;
  std::uint64_t items = 0;
};

Center center_of(std::span<const float> xy, Points members, const SummaryOptions& options) {
  Center center;
  for (const std::uint32_t point : members) {
    const std::uint32_t items = options.counts.empty() ? 1 : options.counts[point];
    center.x += double{xy[2 * point]} * items;
    center.y += double{xy[2 * point + 1]} * items;
    center.items += items;
  }
  if (center.items > 0) {
    center.x /= static_cast<double>(center.items);
    center.y /= static_cast<double>(center.items);
  }
  return center;
}

std::vector<std::uint32_t> typical_of(std::span<const float> xy, Points members, const Center& center, std::size_t wanted) {
  std::vector<std::pair<double, std::uint32_t>> away;
  away.reserve(members.size());
  for (const std::uint32_t point : members) {
    const double dx = xy[2 * point] - center.x;
    const double dy = xy[2 * point + 1] - center.y;
    away.emplace_back(dx * dx + dy * dy, point);
  }
  const auto last = away.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, away.size()));
  std::partial_sort(away.begin(), last, away.end());
  std::vector<std::uint32_t> typical;
  for (auto one = away.begin(); one != last; ++one)
    typical.push_back(one->second);
  return typical;
}

}  // namespace

Result<std::vector<ClusterSummary>> summarize_clusters(std::span<const float> xy, std::span<const std::int32_t> labels,
                                                       const SummaryOptions& options) {
  TRY(check(xy, labels, options));
  const Members members = gather(labels);
  std::vector<ClusterSummary> summaries;
  for (std::size_t cluster = 0; cluster < members.clusters(); ++cluster) {
    const Points own = members.of(cluster);
    const Center center = center_of(xy, own, options);
    summaries.push_back({static_cast<std::int32_t>(cluster),
                         center.items,
                         {static_cast<float>(center.x), static_cast<float>(center.y)},
                         hull_of(xy, own),
                         typical_of(xy, own, center, options.typical)});
  }
  return summaries;
}

}  // namespace kindred::projection
