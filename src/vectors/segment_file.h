// The bytes of a segment: docs/vectors.md shows them. Thread-safety: free functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "base/ids.h"
#include "base/stop_flag.h"
#include "vectors/proximity_graph.h"

namespace kindred::vectors {

struct SegmentParts {
  std::span<const Uuid> ids;
  RowTable rows;
  std::span<const std::uint32_t> stragglers;
  std::span<const std::uint8_t> graph;
  std::size_t expansion = 0;
};

// Verifies checksums; `corrupt` says what is wrong. The parts are in `bytes`, which begin at a multiple of 64.
Result<SegmentParts> parts_of_segment(std::span<const std::uint8_t> bytes, std::size_t dimension);

// Writes rows, builds the graph over them, looks for stragglers, finds the expansion, and gives the file its name when all of it is on the
// disk. On an error nothing is left. Graphs that several threads build differ from run to run; what is found in them was measured.
Result<void> write_segment_file(const std::filesystem::path& path, std::size_t dimension, std::span<const Uuid> ids,
                                std::span<const std::uint16_t* const> rows, std::size_t threads, const StopFlag& stop);

}  // namespace kindred::vectors
