// How many candidates a search in a graph needs: measured, when the graph has been built, against the exact answer.
//
// How hard a set is to search depends on its vectors: what is ample for clustered ones leaves too much out of others. Samples are rows of the
// set, and points half way between two rows, which are harder, as texts are. Thread-safety: a pure function.
#pragma once

#include <cstdint>
#include <span>

#include "base/stop_flag.h"
#include "vectors/proximity_graph.h"

namespace kindred::vectors {

// The smallest of some expansions at which the ten best of the samples are found to 99.5 %; the largest when none does. Stragglers count as found.
Result<std::size_t> calibrated_expansion(const ProximityGraph& graph, const RowTable& rows, std::span<const std::uint32_t> stragglers,
                                         const StopFlag& stop);

}  // namespace kindred::vectors
