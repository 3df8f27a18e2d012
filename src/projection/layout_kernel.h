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
  int pulls = 2;  // how often an edge draws its point when its turn comes
  std::uint32_t pushes = 5;
  std::uint32_t seed = 0;        // of this epoch
  bool among_themselves = true;  // others are the points: none pushes itself
};

struct LayoutKernel {
  std::string_view name;
  bool (*usable)();
  // Moves points begin … end - 1 from `from` to `to`. Of its epochs, an edge has its turn in the part `rates`. Eight points go together, but
  // a point's way doesn't depend on its company.
  void (*run)(const LayoutForces& forces, const SparseGraph& graph, const float* rates, const Position* from, Position* to,
              std::size_t begin, std::size_t end);
};

// Fastest first; the last runs everywhere.
std::span<const LayoutKernel> layout_kernels();
const LayoutKernel& best_layout_kernel();

}  // namespace kindred::projection
