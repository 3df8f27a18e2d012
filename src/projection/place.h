// New vectors on an existing map, whose points stay where they are (umap-learn's transform).
//
// Each is drawn to its nearest neighbours among the vectors of the map, beginning at their weighted mean, for less than half of a map's epochs. One
// that the map would have merged with a point (merge_duplicates.h) lies where that point lies. The order and company of the new vectors
// don't matter, but for the random choices, which depend on their number. Thread-safety: pure function.
#pragma once

#include <vector>

#include "projection/umap.h"

namespace kindred::projection {

// `on_map` and `positions` are the map: vectors and where each lies, in the same order; equal vectors count once. `options` are those that
// made it. `invalid` when dimensions or counts don't fit, or when the map is empty.
Result<std::vector<Position>> place(const Vectors& on_map, const std::vector<Position>& positions, const Vectors& fresh,
                                    const UmapOptions& options, const StopFlag& stop);

}  // namespace kindred::projection
