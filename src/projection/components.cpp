#include "projection/components.h"

#include <algorithm>
#include <limits>

namespace kindred::projection {
namespace {

constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Components connected_components(const SparseGraph& graph) {
  Components components;
  components.label_of.assign(graph.size(), kUnseen);
  for (std::size_t first = 0; first < graph.size(); ++first) {
    if (components.label_of[first] != kUnseen) continue;
    const auto label = static_cast<std::uint32_t>(components.members.size());
    std::vector<std::uint32_t> members{static_cast<std::uint32_t>(first)};
    components.label_of[first] = label;
    for (std::size_t next = 0; next < members.size(); ++next) {
      for (const std::uint32_t other : graph.neighbors(members[next])) {
        if (components.label_of[other] != kUnseen) continue;
        components.label_of[other] = label;
        members.push_back(other);
      }
    }
    std::sort(members.begin(), members.end());
    components.members.push_back(std::move(members));
  }
  return components;
}

SparseGraph component_graph(const SparseGraph& graph, const std::vector<std::uint32_t>& members) {
  SparseGraph part;
  for (const std::uint32_t member : members) {
    for (const std::uint32_t other : graph.neighbors(member)) {
      const auto place = std::lower_bound(members.begin(), members.end(), other);
      part.columns.push_back(static_cast<std::uint32_t>(place - members.begin()));
    }
    const auto weights = graph.weights_of(member);
    part.weights.insert(part.weights.end(), weights.begin(), weights.end());
    part.starts.push_back(part.columns.size());
  }
  return part;
}

}  // namespace kindred::projection
