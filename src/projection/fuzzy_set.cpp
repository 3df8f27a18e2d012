#include "projection/fuzzy_set.h"

#include <cmath>

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 1024;
constexpr std::size_t kEntriesPerStopCheck = 1 << 20;

struct Edge {
  std::uint32_t column = 0;
  float forth = 0;  // membership of the column in the row's neighbourhood
  float back = 0;   // and of the row in the column's
};

// The entries of `graph` by the point they lead to: who has me as a neighbour.
struct Incoming {
  std::vector<std::uint64_t> starts;
  std::vector<std::uint64_t> entries;  // places in graph.indices, rising in each row
};

Result<Incoming> transpose(const KnnGraph& graph, const StopFlag& stop) {
  Incoming incoming{std::vector<std::uint64_t>(graph.size() + 1), std::vector<std::uint64_t>(graph.indices.size())};
  for (const std::uint32_t to : graph.indices)
    ++incoming.starts[to + 1];
  for (std::size_t i = 0; i < graph.size(); ++i)
    incoming.starts[i + 1] += incoming.starts[i];
  std::vector<std::uint64_t> next(incoming.starts.begin(), incoming.starts.end() - 1);
  for (std::size_t entry = 0; entry < graph.indices.size(); ++entry) {
    if (entry % kEntriesPerStopCheck == 0) TRY(stop.check());
    incoming.entries[next[graph.indices[entry]]++] = entry;
  }
  return incoming;
}

// All edges at `point`, by rising column, into `edges`.
void collect(const KnnGraph& graph, const Incoming& incoming, const std::vector<float>& strengths, std::size_t point,
             std::vector<Edge>& edges) {
  edges.clear();
  for (std::size_t j = 0; j < graph.k; ++j)
    edges.push_back({graph.indices[point * graph.k + j], strengths[point * graph.k + j], 0});
  for (std::uint64_t at = incoming.starts[point]; at < incoming.starts[point + 1]; ++at) {
    const std::uint64_t entry = incoming.entries[at];
    edges.push_back({static_cast<std::uint32_t>(entry / graph.k), 0, strengths[entry]});
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.column < b.column; });
  std::size_t kept = 0;
  for (const Edge& edge : edges) {
    if (edge.column == point) continue;
    if (kept > 0 && edges[kept - 1].column == edge.column) {
      edges[kept - 1].forth += edge.forth;
      edges[kept - 1].back += edge.back;
    } else {
      edges[kept++] = edge;
    }
  }
  edges.resize(kept);
}

float combine(const Edge& edge, float mix_ratio) {
  const float both = edge.forth * edge.back;
  return mix_ratio * (edge.forth + edge.back - both) + (1 - mix_ratio) * both;
}

}  // namespace

Result<std::vector<float>> memberships(const KnnGraph& graph, const Calibration& calibration, Crew& crew, const StopFlag& stop) {
  std::vector<float> strengths(graph.indices.size());
  const auto body = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t j = i * graph.k; j < (i + 1) * graph.k; ++j) {
        const float beyond = graph.distances[j] - calibration.rhos[i];
        strengths[j] = beyond <= 0 || calibration.sigmas[i] == 0 ? 1 : std::exp(-beyond / calibration.sigmas[i]);
      }
    }
  };
  TRY(crew.run_ranges(graph.size(), kGrain, body, stop));
  return strengths;
}

Result<SparseGraph> fuzzy_set(const KnnGraph& graph, const Calibration& calibration, float mix_ratio, Crew& crew, const StopFlag& stop) {
  const std::vector<float> strengths = TRY(memberships(graph, calibration, crew, stop));
  const Incoming incoming = TRY(transpose(graph, stop));
  struct Rows {
    std::vector<std::uint64_t> lengths;
    std::vector<std::uint32_t> columns;
    std::vector<float> weights;
  };
  std::vector<Rows> parts((graph.size() + kGrain - 1) / kGrain);
  const auto body = [&](std::size_t begin, std::size_t end) {
    Rows& rows = parts[begin / kGrain];
    std::vector<Edge> edges;
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t before = rows.columns.size();
      collect(graph, incoming, strengths, i, edges);
      for (const Edge& edge : edges) {
        const float weight = combine(edge, mix_ratio);
        if (weight <= 0) continue;
        rows.columns.push_back(edge.column);
        rows.weights.push_back(weight);
      }
      rows.lengths.push_back(rows.columns.size() - before);
    }
  };
  TRY(crew.run_ranges(graph.size(), kGrain, body, stop));
  SparseGraph result;
  for (const Rows& rows : parts) {
    for (const std::uint64_t length : rows.lengths)
      result.starts.push_back(result.starts.back() + length);
    result.columns.insert(result.columns.end(), rows.columns.begin(), rows.columns.end());
    result.weights.insert(result.weights.end(), rows.weights.begin(), rows.weights.end());
  }
  return result;
}

SparseGraph prune(SparseGraph graph, int epochs) {
  const float least = graph.max_weight() / static_cast<float>(epochs);
  std::uint64_t kept = 0;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    for (const std::uint64_t end = graph.starts[i + 1]; at < end; ++at) {
      if (graph.weights[at] < least) continue;
      graph.columns[kept] = graph.columns[at];
      graph.weights[kept++] = graph.weights[at];
    }
    graph.starts[i + 1] = kept;
  }
  graph.columns.resize(kept);
  graph.weights.resize(kept);
  return graph;
}

}  // namespace kindred::projection
