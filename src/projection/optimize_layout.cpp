#include "projection/optimize_layout.h"

#include <utility>

#include "projection/layout_kernel.h"
#include "projection/random.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 512;

std::vector<float> rates_of(const SparseGraph& graph) {
  const float largest = graph.max_weight();
  std::vector<float> rates;
  rates.reserve(graph.edges());
  for (const float weight : graph.weights)
    rates.push_back(weight / largest);
  return rates;
}

}  // namespace

int default_epochs(std::size_t points) { return points <= 10'000 ? 500 : 200; }

Layout::Layout(SparseGraph graph, std::vector<Position> start, const LayoutOptions& options)
    : graph_(std::move(graph)), positions_(std::move(start)), next_(positions_.size()), options_(options), rates_(rates_of(graph_)) {}

Layout::Layout(SparseGraph graph, std::vector<Position> start, const std::vector<Position>& anchors, const LayoutOptions& options)
    : Layout(std::move(graph), std::move(start), options) {
  anchors_ = &anchors;
}

Result<void> Layout::advance(Crew& crew, const StopFlag& stop) {
  const std::vector<Position>& others = anchors_ == nullptr ? positions_ : *anchors_;
  LayoutForces forces;
  forces.others = others.data();
  forces.other_count = static_cast<std::uint32_t>(others.size());
  forces.a = static_cast<float>(options_.curve.a);
  forces.b = static_cast<float>(options_.curve.b);
  forces.repulsion = options_.repulsion_strength;
  forces.step = options_.learning_rate * (1 - static_cast<float>(epoch_) / static_cast<float>(options_.epochs));
  forces.epoch = epoch_;
  forces.pulls = anchors_ == nullptr ? 2 : 1;
  forces.pushes = static_cast<std::uint32_t>(options_.negative_sample_rate);
  forces.seed = static_cast<std::uint32_t>(mix(options_.seed, static_cast<std::uint64_t>(epoch_)));
  forces.among_themselves = anchors_ == nullptr;
  const LayoutKernel& kernel = best_layout_kernel();
  const auto body = [&](std::size_t begin, std::size_t end) {
    kernel.run(forces, graph_, rates_.data(), positions_.data(), next_.data(), begin, end);
  };
  TRY(crew.run_ranges(positions_.size(), kGrain, body, stop));
  std::swap(positions_, next_);
  ++epoch_;
  return {};
}

}  // namespace kindred::projection
