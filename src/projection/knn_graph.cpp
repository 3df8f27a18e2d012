#include "projection/knn_graph.h"

#include <array>
#include <mutex>
#include <numeric>
#include <utility>

#include "projection/candidates.h"

namespace kindred::projection {
namespace {

std::vector<std::uint32_t> all_of(const Points& points) {
  std::vector<std::uint32_t> all(points.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

std::span<const std::uint32_t> block_of(const std::vector<std::uint32_t>& points, std::size_t block) {
  const std::size_t begin = block * kTile;
  return std::span(points).subspan(begin, std::min(kTile, points.size() - begin));
}

// The pairs (row, column) with row <= column, counted through along columns.
std::pair<std::size_t, std::size_t> nth_pair(std::size_t index) {
  std::size_t column = 0;
  while ((column + 1) * (column + 2) / 2 <= index)
    ++column;
  return {index - column * (column + 1) / 2, column};
}

// Half of all pairs are enough: each tile is offered to its rows and to its columns. A lock for each block keeps them apart.
Result<void> offer_all_pairs(const Points& points, NearestLists& lists, Crew& crew, const StopFlag& stop, const Crew::Progress& progress) {
  const TileKernel& kernel = best_tile_kernel(points);
  const std::vector<std::uint32_t> all = all_of(points);
  const std::size_t blocks = (points.size() + kTile - 1) / kTile;
  std::vector<PackedBlock> packed(blocks);
  TRY(crew.run(blocks, [&](std::size_t i) { packed[i] = PackedBlock(kernel, points, block_of(all, i), points.origin()); }, stop));
  std::vector<std::mutex> locks(blocks);
  const auto body = [&](std::size_t index) {
    const auto [row, column] = nth_pair(index);
    thread_local std::vector<float> scores(kTile * kTile);
    score_tile(kernel, points.dimension(), packed[row], packed[column], scores);
    const Tile tile{scores, packed[column].panels() * kPanel, block_of(all, row), block_of(all, column)};
    offer_rows(tile, lists, locks[row]);
    if (row != column) offer_columns(tile, lists, locks[column]);
  };
  return crew.run(blocks * (blocks + 1) / 2, body, stop, progress);
}

}  // namespace

Result<KnnGraph> exact_knn(const Points& points, std::size_t k, Crew& crew, const StopFlag& stop, const Crew::Progress& progress) {
  NearestLists lists(points.size(), candidates_for(k));
  TRY(offer_all_pairs(points, lists, crew, stop, progress));
  return measure_candidates(points, points, true, lists, k, margin_for(best_tile_kernel(points)), crew, stop);
}

Result<KnnGraph> exact_knn_of(const Points& queries, const Points& points, std::size_t k, Crew& crew, const StopFlag& stop,
                              const Crew::Progress& progress) {
  const TileKernel& kernel = best_tile_kernel(points);
  const std::vector<std::uint32_t> rows = all_of(queries);
  const std::vector<std::uint32_t> columns = all_of(points);
  NearestLists lists(queries.size(), candidates_for(k));
  const std::size_t row_blocks = (rows.size() + kTile - 1) / kTile;
  const std::size_t column_blocks = (columns.size() + kTile - 1) / kTile;
  std::vector<PackedBlock> packed(row_blocks);
  TRY(crew.run(row_blocks, [&](std::size_t i) { packed[i] = PackedBlock(kernel, queries, block_of(rows, i), points.origin()); }, stop));
  std::vector<std::mutex> locks(row_blocks);
  const auto body = [&](std::size_t column) {
    thread_local std::vector<float> scores(kTile * kTile);
    const PackedBlock block(kernel, points, block_of(columns, column), points.origin());
    for (std::size_t row = 0; row < row_blocks && !stop.requested(); ++row) {
      score_tile(kernel, points.dimension(), packed[row], block, scores);
      offer_rows({scores, block.panels() * kPanel, block_of(rows, row), block_of(columns, column)}, lists, locks[row]);
    }
  };
  TRY(crew.run(column_blocks, body, stop, progress));
  return measure_candidates(queries, points, false, lists, k, margin_for(kernel), crew, stop);
}

}  // namespace kindred::projection
