// The kernel of nearest neighbours: all inner products between two blocks of vectors.
//
// A block is packed into panels of 16 vectors. A panel holds, step by step, one 32-bit word of each of its vectors: a float, or a pair of
// bfloat16. So one load gives 16 vectors' next numbers, and one word can be broadcast; the same packing serves both sides of the product.
// The fastest kernel that this processor has is chosen at run time. A product of two vectors has the same bits wherever in the blocks they
// are. Kernels differ from each other in the last bits (and by rounding to bfloat16), so from machine to machine. Thread-safety: any.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "projection/points.h"

namespace kindred::projection {

inline constexpr std::size_t kPanel = 16;
inline constexpr std::size_t kTile = 256;  // vectors in a block, at most

struct TileKernel {
  std::string_view name;
  bool (*usable)();   // whether this processor can run it
  bool half = false;  // words are pairs of bfloat16
  // products[r x columns + c] of vector r of `a` and c of `b`, for 16 x panels vectors each; columns = 16 x b_panels.
  void (*run)(const std::uint32_t* a, std::size_t a_panels, const std::uint32_t* b, std::size_t b_panels, std::size_t steps,
              float* products);

  [[nodiscard]] std::size_t steps(std::size_t dimension) const { return half ? (dimension + 1) / 2 : dimension; }
};

// Fastest first; the last is plain C++, runs everywhere, and is the oracle of the others.
std::span<const TileKernel> tile_kernels();
// Kernels that round to bfloat16 are for the cosine of vectors of at least kLeastForHalf numbers, whose roundings cancel: there a product
// is off by about 1e-4, while in few dimensions it would be off by more than neighbours differ.
inline constexpr std::size_t kLeastForHalf = 128;
const TileKernel& best_tile_kernel(const Points& points);

// Up to kTile vectors, ready for a kernel.
class PackedBlock {
 public:
  PackedBlock() = default;
  // The given points, relative to `origin`.
  PackedBlock(const TileKernel& kernel, const Points& points, std::span<const std::uint32_t> chosen, const std::vector<float>& origin);

  [[nodiscard]] std::size_t size() const { return half_squares_.size(); }
  [[nodiscard]] std::size_t panels() const { return (size() + kPanel - 1) / kPanel; }
  [[nodiscard]] const std::uint32_t* words() const { return lines_.empty() ? nullptr : lines_.front().words; }
  // Half the squared length of each vector when Euclidean, else zero: what makes a product into a score.
  [[nodiscard]] std::span<const float> half_squares() const { return half_squares_; }

 private:
  struct alignas(64) Line {
    std::uint32_t words[kPanel];
  };
  std::vector<Line> lines_;
  std::vector<float> half_squares_;
};

// scores[r x 16 x b.panels() + c]: the cosine, or minus half the squared distance; greater is nearer. Requires: room for kTile x kTile.
void score_tile(const TileKernel& kernel, std::size_t dimension, const PackedBlock& a, const PackedBlock& b, std::vector<float>& scores);

}  // namespace kindred::projection
