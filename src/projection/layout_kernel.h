// The moves of points in one epoch of the layout. The fastest kernel that this processor has is chosen at run time; they differ in the last
// bits. Thread-safety: any.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "projection/optimize_layout.h"

namespace kindred::projection {

// What is the same for all points in an epoch.
struct LayoutForces {
  const Position* others = nullptr;  // where edges and random choices lead
  std::uint32_t other_count = 0;
  float a = 0;
  float b = 0;
  float repulsion = 0;  // strength
  float step = 0;       // learning rate of this epoch
  int epoch = 0;
  std::uint32_t parts = 1;       // 1 or 2: into how many parts edges are divided, by the points they join
  std::uint32_t part = 0;        // of which those of this one draw
  std::uint32_t pushes = 5;      // after each pull
  std::uint32_t seed = 0;        // of this step
  bool among_themselves = true;  // others are the points: none pushes itself
};

// The edges that lead from each point, in compressed rows as SparseGraph's.
struct LayoutEdges {
  const std::uint64_t* starts = nullptr;
  const std::uint32_t* columns = nullptr;
  const float* rates = nullptr;  // an edge has its turn in this part of the epochs
};

struct LayoutKernel {
  std::string_view name;
  bool (*usable)();
  // Moves `points` from `from` to `to`. Several go together, quickest when they have about as many turns; but a point's way doesn't depend
  // on its company.
  void (*run)(const LayoutForces& forces, const LayoutEdges& edges, std::span<const std::uint32_t> points, const Position* from,
              Position* to);
};

// Fastest first; the last runs everywhere.
std::span<const LayoutKernel> layout_kernels();
const LayoutKernel& best_layout_kernel();

}  // namespace kindred::projection
