#include "projection/components.h"

#include <algorithm>
#include <limits>

namespace kindred::projection {
namespace {

constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kPointsPerStopCheck = 1 << 14;

// All that can be reached from `first`, in the order in which it was reached; marked with `label`.
Result<std::vector<std::uint32_t>> reach(const SparseGraph& graph, std::uint32_t first, std::uint32_t label,
                                         std::vector<std::uint32_t>& label_of, const StopFlag& stop) {
  std::vector<std::uint32_t> members{first};
  label_of[first] = label;
  for (std::size_t next = 0; next < members.size(); ++next) {
    if (next % kPointsPerStopCheck == 0) TRY(stop.check());
    const std::span<const std::uint32_t> others = graph.neighbors(members[next]);
    for (const std::uint32_t other : others) {
      if (label_of[other] != kUnseen) continue;
      label_of[other] = label;
      members.push_back(other);
    }
  }
  return members;
}

}  // namespace

Result<Components> connected_components(const SparseGraph& graph, const StopFlag& stop) {
  Components components;
  components.label_of.assign(graph.size(), kUnseen);
  components.rank_of.resize(graph.size());
  for (std::uint32_t first = 0; first < graph.size(); ++first) {
    if (components.label_of[first] != kUnseen) continue;
    const auto label = static_cast<std::uint32_t>(components.members.size());
    components.members.push_back(TRY(reach(graph, first, label, components.label_of, stop)));
    components.members.back().clear();
  }
  // Once more in the order of the points, which makes members rise.
  for (std::uint32_t point = 0; point < graph.size(); ++point) {
    std::vector<std::uint32_t>& members = components.members[components.label_of[point]];
    components.rank_of[point] = static_cast<std::uint32_t>(members.size());
    members.push_back(point);
  }
  return components;
}

Result<SparseGraph> component_graph(const SparseGraph& graph, const Components& components, std::size_t label, const StopFlag& stop) {
  const std::vector<std::uint32_t>& members = components.members[label];
  SparseGraph part;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i % kPointsPerStopCheck == 0) TRY(stop.check());
    const std::span<const std::uint32_t> others = graph.neighbors(members[i]);
    for (const std::uint32_t other : others)
      part.columns.push_back(components.rank_of[other]);
    const std::span<const float> weights = graph.weights_of(members[i]);
    part.weights.insert(part.weights.end(), weights.begin(), weights.end());
    part.starts.push_back(part.columns.size());
  }
  return part;
}

}  // namespace kindred::projection
