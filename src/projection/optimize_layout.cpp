#include "projection/optimize_layout.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "projection/layout_kernel.h"
#include "projection/random.h"

namespace kindred::projection {
namespace {

// Points that go together are chosen among so many, which keeps what they read close.
constexpr std::size_t kMostGrain = 2048;
constexpr std::size_t kLeastGrain = 64;

constexpr std::uint32_t kParts = 2;  // of an epoch

// Few points are shared out too.
std::size_t grain_for(std::size_t points) { return std::clamp(points / 16, kLeastGrain, kMostGrain); }

// Weights become rates: 1 for the heaviest.
void scale_to_rates(std::vector<float>& weights) {
  if (weights.empty()) return;
  const float largest = *std::max_element(weights.begin(), weights.end());
  for (float& weight : weights)
    weight /= largest;
}

}  // namespace

int default_epochs(std::size_t points) { return points <= 10'000 ? 500 : 200; }

Layout::Layout(SparseGraph graph, std::vector<Position> start, const LayoutOptions& options)
    : graph_(std::move(graph)), positions_(std::move(start)), next_(positions_.size()), options_(options) {
  scale_to_rates(graph_.weights);
}

Layout::Layout(SparseGraph graph, std::vector<Position> start, const std::vector<Position>& anchors, const LayoutOptions& options)
    : Layout(std::move(graph), std::move(start), options) {
  anchors_ = &anchors;
}

// Within each piece, those with the most turns first.
Result<void> Layout::order_points(Crew& crew, const StopFlag& stop) {
  std::vector<std::uint32_t> order(graph_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<float> turns(graph_.size());
  const auto body = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::span<const float> rates = graph_.weights_of(i);
      turns[i] = std::accumulate(rates.begin(), rates.end(), 0.0F);
    }
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(begin), order.begin() + static_cast<std::ptrdiff_t>(end),
              [&](std::uint32_t a, std::uint32_t b) { return turns[a] != turns[b] ? turns[a] > turns[b] : a < b; });
  };
  TRY(crew.run_ranges(order.size(), grain_for(order.size()), body, stop));
  order_ = std::move(order);
  return {};
}

// All but where the others are.
LayoutForces Layout::forces_of_epoch(std::uint32_t part) const {
  LayoutForces forces;
  forces.a = static_cast<float>(options_.curve.a);
  forces.b = static_cast<float>(options_.curve.b);
  forces.repulsion = options_.repulsion_strength;
  forces.step = options_.learning_rate * (1 - static_cast<float>(epoch_) / static_cast<float>(options_.epochs));
  forces.epoch = epoch_;
  forces.pushes = static_cast<std::uint32_t>(options_.negative_sample_rate);
  forces.seed = static_cast<std::uint32_t>(mix(options_.seed, static_cast<std::uint64_t>(epoch_) * kParts + part));
  forces.among_themselves = anchors_ == nullptr;
  return forces;
}

Result<void> Layout::step(const LayoutForces& forces, const std::vector<Position>& from, std::vector<Position>& to, Crew& crew,
                          const StopFlag& stop) {
  const std::vector<Position>& others = anchors_ == nullptr ? from : *anchors_;
  LayoutForces all = forces;
  all.others = others.data();
  all.other_count = static_cast<std::uint32_t>(others.size());
  const LayoutKernel& kernel = best_layout_kernel();
  const LayoutEdges edges{graph_.starts.data(), graph_.columns.data(), graph_.weights.data()};
  const auto body = [&](std::size_t begin, std::size_t end) {
    kernel.run(all, edges, std::span(order_).subspan(begin, end - begin), from.data(), to.data());
  };
  return crew.run_ranges(from.size(), grain_for(from.size()), body, stop);
}

// From `from` to next_, which may be the same.
Result<void> Layout::part_of_epoch(std::uint32_t part, const std::vector<Position>& from, Crew& crew, const StopFlag& stop) {
  LayoutForces forces = forces_of_epoch(part);
  forces.parts = kParts;
  forces.part = part;
  TRY(step(forces, from, halfway_, crew, stop));
  forces.pushes = 0;
  return step(forces, halfway_, next_, crew, stop);
}

Result<void> Layout::advance(Crew& crew, const StopFlag& stop) {
  if (order_.empty()) TRY(order_points(crew, stop));
  if (anchors_ != nullptr) {
    TRY(step(forces_of_epoch(0), positions_, next_, crew, stop));
  } else {
    halfway_.resize(positions_.size());
    TRY(part_of_epoch(0, positions_, crew, stop));
    TRY(part_of_epoch(1, next_, crew, stop));
  }
  std::swap(positions_, next_);
  ++epoch_;
  return {};
}

}  // namespace kindred::projection
