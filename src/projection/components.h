// The connected components of a graph. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "projection/sparse_graph.h"

namespace kindred::projection {

struct Components {
  std::vector<std::uint32_t> label_of;              // of each point; labels rise with the lowest point of the component
  std::vector<std::vector<std::uint32_t>> members;  // of each label, rising
};

Components connected_components(const SparseGraph& graph);

// The part of `graph` among `members`, whose numbers become 0, 1, …. Requires: `members` is a component.
SparseGraph component_graph(const SparseGraph& graph, const std::vector<std::uint32_t>& members);

}  // namespace kindred::projection
