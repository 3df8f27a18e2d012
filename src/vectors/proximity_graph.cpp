#include "vectors/proximity_graph.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <usearch/index.hpp>

#include "base/threads.h"
#include "vectors/dot.h"
#include "vectors/padded_query.h"

namespace kindred::vectors {
namespace {

namespace us = unum::usearch;
// Keys are row numbers; slots are in the order in which threads came to add them.
using Graph = us::index_gt<float, std::uint32_t, std::uint32_t>;

constexpr std::size_t kConnectivity = 16;       // neighbours in upper layers; twice as many in the lowest
constexpr std::size_t kExpansionOfBuild = 128;  // candidates that are looked at for each row that is added
constexpr std::size_t kSearchers = 32;

Error failure(us::error_t& error) {
  const std::string why = error.what() == nullptr ? "unknown reason" : error.what();
  error.release();
  return unavailable("The graph of an index can't be made: " + why);
}

// Distances are negative scores: 1 - score would round away what tells near ones apart.
class Metric {
 public:
  explicit Metric(const RowTable& rows) : rows_(rows), dot_(best_dot_kernel().run), widened_(std::vector<float>(rows.padded)) {}

  template <typename Entry>
  float operator()(const float* query, const Entry& entry) const {
    return -score(query, get_key(entry));
  }
  // Neighbours are compared with one of them after the other: the one that stays is widened once.
  template <typename One, typename Other>
  float operator()(const One& one, const Other& other) const {
    const std::uint32_t row = get_key(one);
    if (row != widened_row_) {
      widen_row(rows_.row(row), rows_.padded, widened_.data());
      widened_row_ = row;
    }
    return -score(widened_.data(), get_key(other));
  }
  [[nodiscard]] float score(const float* query, std::uint32_t row) const {
    float score = 0;
    dot_(query, rows_.row(row), rows_.padded, {&score, 1});
    return score;
  }

 private:
  const RowTable& rows_;
  DotRows dot_;
  mutable PaddedQuery widened_;
  mutable std::uint32_t widened_row_ = UINT32_MAX;
};

}  // namespace

struct ProximityGraph::State {
  explicit State(const RowTable& table) : rows(table), graph(us::index_config_t(kConnectivity, kConnectivity * 2)) {}

  // The number of a searcher's working memory, for as long as it lives.
  class Turn {
   public:
    explicit Turn(const State& state) : state_(state) {
      std::unique_lock lock(state.mutex);
      state.given_back.wait(lock, [&] { return !state.free.empty(); });
      number_ = state.free.back();
      state.free.pop_back();
    }
    ~Turn() {
      {
        const std::scoped_lock lock(state_.mutex);
        state_.free.push_back(number_);
      }
      state_.given_back.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    [[nodiscard]] std::size_t number() const { return number_; }

   private:
    const State& state_;
    std::size_t number_ = 0;
  };

  void open_for_searchers() {
    for (std::size_t i = 0; i < kSearchers; ++i)
      free.push_back(i);
  }

  RowTable rows;
  Graph graph;
  mutable std::mutex mutex;  // guards free
  mutable std::condition_variable given_back;
  mutable std::vector<std::size_t> free;
};

ProximityGraph::ProximityGraph(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProximityGraph::ProximityGraph(ProximityGraph&&) noexcept = default;
ProximityGraph& ProximityGraph::operator=(ProximityGraph&&) noexcept = default;
ProximityGraph::~ProximityGraph() = default;

Result<ProximityGraph> ProximityGraph::build(const RowTable& rows, std::size_t threads, const StopFlag& stop) {
  auto state = std::make_unique<State>(rows);
  const std::size_t helpers = std::clamp<std::size_t>(threads, 1, kSearchers);
  if (!state->graph.try_reserve({rows.count, kSearchers})) return unavailable("There is not enough memory for the graph of an index");
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::optional<Error> failed;
  const auto work = [&](std::size_t thread) {
    const Metric metric(state->rows);
    PaddedQuery query{std::vector<float>(rows.padded)};
    for (std::size_t row = next++; row < rows.count && !stop.requested(); row = next++) {
      widen_row(rows.row(row), rows.padded, query.data());
      const float* value = query.data();
      us::index_update_config_t config;
      config.expansion = kExpansionOfBuild;
      config.thread = thread;
      auto added = state->graph.add(static_cast<std::uint32_t>(row), value, metric, config);
      if (added) continue;
      const std::scoped_lock lock(failing);
      failed = failure(added.error);
      next = rows.count;
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < helpers; ++i) {
      others.emplace_back([&, i] {
        name_this_thread("index-build");
        lower_this_threads_priority();
        work(i);
      });
    }
    work(0);
  }
  if (failed) return *failed;
  TRY(stop.check());
  state->open_for_searchers();
  return ProximityGraph(std::move(state));
}

Result<ProximityGraph> ProximityGraph::open(std::span<const std::uint8_t> bytes, const RowTable& rows) {
  us::index_serialized_header_t header;
  if (bytes.size() < sizeof header) return corrupt("its graph is cut off");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.size != rows.count || header.entry_slot >= rows.count) return corrupt("its graph is of other rows");
  auto state = std::make_unique<State>(rows);
  state->graph.try_reserve({0, kSearchers});
  // The view is only read: USearch's type for a file has no constant form.
  auto* data = reinterpret_cast<Graph::byte_t*>(const_cast<std::uint8_t*>(bytes.data()));
  auto viewed = state->graph.view(us::memory_mapped_file_t(data, bytes.size()));
  if (!viewed) return failure(viewed.error);
  state->open_for_searchers();
  return ProximityGraph(std::move(state));
}

Result<void> ProximityGraph::save(const Write& write) const {
  std::optional<Error> failed;
  auto saved = state_->graph.save_to_stream([&](const void* data, std::size_t length) {
    Result<void> written = write({static_cast<const std::uint8_t*>(data), length});
    if (!written) failed = std::move(written).error();
    return !failed;
  });
  if (!saved) saved.error.release();
  return failed ? Result<void>(*failed) : Result<void>();
}

Result<std::vector<ProximityGraph::Found>> ProximityGraph::search(const float* query, std::size_t expansion, const Allowed& allowed) const {
  const State::Turn turn(*state_);
  const Metric metric(state_->rows);
  us::index_search_config_t config;
  config.expansion = expansion;
  config.thread = turn.number();
  const auto predicate = [&](const auto& member) { return allowed(us::get_key(member)); };
  auto found = state_->graph.search(query, expansion, metric, config, predicate);
  if (!found) return failure(found.error);
  std::vector<Found> rows;
  rows.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    rows.push_back({us::get_key(found[i].member), -found[i].distance});
  return rows;
}

std::vector<std::uint32_t> ProximityGraph::stragglers() const {
  const std::size_t count = state_->rows.count;
  if (count == 0) return {};
  us::index_serialized_header_t header;  // the one place that tells where searches begin
  std::size_t seen_bytes = 0;
  auto saved = state_->graph.save_to_stream([&](const void* data, std::size_t length) {
    if (seen_bytes == 0 && length == sizeof header) std::memcpy(&header, data, sizeof header);
    seen_bytes += length;
    return seen_bytes < sizeof header;
  });
  if (!saved) saved.error.release();
  std::vector<bool> reached(count);
  std::vector<std::uint32_t> open = {static_cast<std::uint32_t>(header.entry_slot)};
  reached[open.front()] = true;
  while (!open.empty()) {
    const std::uint32_t slot = open.back();
    open.pop_back();
    const auto neighbours = state_->graph.neighbors(slot, 0);
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      const auto neighbour = static_cast<std::uint32_t>(neighbours[i].slot);
      if (reached[neighbour]) continue;
      reached[neighbour] = true;
      open.push_back(neighbour);
    }
  }
  std::vector<std::uint32_t> rows;
  for (std::size_t slot = 0; slot < count; ++slot)
    if (!reached[slot]) rows.push_back(us::get_key(state_->graph.at(slot)));
  return rows;
}

}  // namespace kindred::vectors
