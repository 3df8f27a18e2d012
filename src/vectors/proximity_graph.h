// A graph over rows of f16 vectors through which the most similar ones are found without looking at all of them.
//
// HNSW (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World graphs",
// 2018) by USearch's index.hpp, of which proximity_graph.cpp is the one wrapper. The graph knows rows by number only: the vectors lie where
// the caller has them, once, and are compared by the kernels of dot.h, so that a score is the same bits as that of a scan.
//
// Rows that are added at the same time can miss each other, and a node may lose its last incoming link (USearch issue 735): stragglers()
// names the rows that no search can be sure to reach, and the caller looks at those one by one.
// Thread-safety: search() from any thread; more than kSearchers at once wait for each other. The rest belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::vectors {

struct RowTable {
  const std::uint16_t* halves = nullptr;  // aligned to 64 bytes, padded as dot.h tells
  std::size_t padded = 0;
  std::size_t count = 0;
  [[nodiscard]] const std::uint16_t* row(std::size_t number) const { return halves + number * padded; }
};

class ProximityGraph {
 public:
  struct Found {
    std::uint32_t row = 0;
    float score = 0;
  };
  using Allowed = std::function<bool(std::uint32_t row)>;

  // The rows must outlive the graph. On `threads` threads; `stopped` when the flag is raised, `unavailable` when there is no memory.
  static Result<ProximityGraph> build(const RowTable& rows, std::size_t threads, const StopFlag& stop);
  // What save() wrote. The bytes must outlive the graph; their checksum is the caller's to verify.
  static Result<ProximityGraph> open(std::span<const std::uint8_t> bytes, const RowTable& rows);

  using Write = std::function<Result<void>(std::span<const std::uint8_t>)>;
  Result<void> save(const Write& write) const;

  // The candidates of one search, at most `expansion`, in no order: the more, the surer and the slower. `query` as dot.h tells.
  [[nodiscard]] Result<std::vector<Found>> search(const float* query, std::size_t expansion, const Allowed& allowed) const;
  // Rows that can't be reached in the lowest layer from where searches begin.
  [[nodiscard]] std::vector<std::uint32_t> stragglers() const;

  ProximityGraph(ProximityGraph&&) noexcept;
  ProximityGraph& operator=(ProximityGraph&&) noexcept;
  ~ProximityGraph();

 private:
  struct State;
  explicit ProximityGraph(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kindred::vectors
