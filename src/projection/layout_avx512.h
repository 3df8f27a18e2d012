// One epoch's moves with AVX-512: sixteen points at once. What it computes is told in layout_kernel.h. Thread-safety: any.
#pragma once

#include "projection/layout_kernel.h"

namespace kindred::projection {

bool has_layout_avx512();

// Requires: has_layout_avx512().
void run_layout_avx512(const LayoutForces& forces, const LayoutEdges& edges, std::span<const std::uint32_t> points, const Position* from,
                       Position* to);

}  // namespace kindred::projection
