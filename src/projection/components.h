// The connected components of a graph. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/sparse_graph.h"

namespace kindred::projection {

struct Components {
  std::vector<std::uint32_t> label_of;              // of each point; labels rise with the lowest point of the component
  std::vector<std::uint32_t> rank_of;               // of each point among the members of its component
  std::vector<std::vector<std::uint32_t>> members;  // of each label, rising
};

Result<Components> connected_components(const SparseGraph& graph, const StopFlag& stop);

// The part of `graph` that is component `label`; its points' numbers are their ranks.
Result<SparseGraph> component_graph(const SparseGraph& graph, const Components& components, std::size_t label, const StopFlag& stop);

}  // namespace kindred::projection
