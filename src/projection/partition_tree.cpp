#include "projection/partition_tree.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "projection/random.h"
#include "projection/row_math.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kSample = 48;
constexpr int kMeanSteps = 3;
constexpr std::size_t kGrain = 1024;
constexpr std::size_t kAhead = 2;  // rows fetched before they are needed

using Row = std::vector<float>;

// Two means of a sample of the segment; the normal of the hyperplane between them.
Row choose_normal(const Points& points, std::span<const std::uint32_t> segment, std::uint64_t seed) {
  std::vector<Row> sample(std::min(kSample, segment.size()), Row(points.dimension()));
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::uint32_t chosen = segment[below(mix(seed, i), static_cast<std::uint32_t>(segment.size()))];
    points.copy_relative(chosen, points.origin(), sample[i].data());
  }
  Row normal(points.dimension());
  for (std::size_t d = 0; d < normal.size(); ++d)
    normal[d] = sample.front()[d] - sample.back()[d];
  for (int step = 0; step < kMeanSteps; ++step) {
    std::vector<std::pair<float, std::size_t>> along;
    for (std::size_t i = 0; i < sample.size(); ++i)
      along.emplace_back(dot(sample[i].data(), normal.data(), normal.size()), i);
    std::sort(along.begin(), along.end());
    std::fill(normal.begin(), normal.end(), 0.0F);
    for (std::size_t rank = 0; rank < along.size(); ++rank) {
      const float sign = 2 * rank < along.size() ? -1.0F : 1.0F;
      for (std::size_t d = 0; d < normal.size(); ++d)
        normal[d] += sign * sample[along[rank].second][d];
    }
  }
  return normal;
}

// Rows lie anywhere in memory, where the processor would not look for them by itself.
void fetch_row(const Points& points, std::uint32_t point) {
  constexpr std::size_t kLine = 64 / sizeof(float);
  const float* row = points.row(point);
  for (std::size_t d = 0; d < points.dimension(); d += kLine)
    __builtin_prefetch(row + d);
}

class Builder {
 public:
  Builder(const Points& points, std::size_t leaf_size, std::uint64_t seed) : points_(points), leaf_size_(leaf_size), seed_(seed) {
    leaves_.order.resize(points.size());
    std::iota(leaves_.order.begin(), leaves_.order.end(), 0U);
    if (points.size() > 0) leaves_.ends.push_back(points.size());
    along_.resize(points.size());
  }

  // All segments are halved at once, so that the threads have work from the first level on.
  Result<Leaves> build(Crew& crew, const StopFlag& stop) {
    for (std::uint64_t level = 0; largest() > leaf_size_; ++level)
      TRY(halve(mix(seed_, level), crew, stop));
    return std::move(leaves_);
  }

 private:
  [[nodiscard]] std::size_t largest() const {
    std::size_t most = 0;
    for (std::size_t i = 0; i < leaves_.size(); ++i)
      most = std::max(most, leaves_.leaf(i).size());
    return most;
  }

  Result<void> halve(std::uint64_t seed, Crew& crew, const StopFlag& stop) {
    std::vector<Row> normals(leaves_.size());
    TRY(crew.run(leaves_.size(), [&](std::size_t i) { normals[i] = choose_normal(points_, leaves_.leaf(i), mix(seed, i)); }, stop));
    const auto project = [&](std::size_t begin, std::size_t end) {
      std::size_t segment =
          static_cast<std::size_t>(std::upper_bound(leaves_.ends.begin(), leaves_.ends.end(), begin) - leaves_.ends.begin());
      for (std::size_t i = begin; i < end; ++i) {
        if (i == leaves_.ends[segment]) ++segment;
        if (i + kAhead < points_.size()) fetch_row(points_, leaves_.order[i + kAhead]);
        const std::uint32_t point = leaves_.order[i];
        along_[i] = {dot(points_.row(point), normals[segment].data(), points_.dimension()) * points_.scale(point), point};
      }
    };
    TRY(crew.run_ranges(points_.size(), kGrain, project, stop));
    const auto cut = [&](std::size_t segment) {
      const std::size_t end = leaves_.ends[segment];
      const std::size_t begin = end - leaves_.leaf(segment).size();
      const auto first = along_.begin() + static_cast<std::ptrdiff_t>(begin);
      std::nth_element(first, first + static_cast<std::ptrdiff_t>((end - begin) / 2), along_.begin() + static_cast<std::ptrdiff_t>(end));
      for (std::size_t i = begin; i < end; ++i)
        leaves_.order[i] = along_[i].second;
    };
    TRY(crew.run(leaves_.size(), cut, stop));
    std::vector<std::size_t> ends;
    std::size_t begin = 0;
    for (const std::size_t end : leaves_.ends) {
      ends.push_back(begin + (end - begin) / 2);
      ends.push_back(end);
      begin = end;
    }
    leaves_.ends = std::move(ends);
    return {};
  }

  const Points& points_;
  std::size_t leaf_size_;
  std::uint64_t seed_;
  Leaves leaves_;
  std::vector<std::pair<float, std::uint32_t>> along_;  // of each place in order: how far along the normal
};

}  // namespace

Result<Leaves> partition(const Points& points, std::size_t leaf_size, std::uint64_t seed, Crew& crew, const StopFlag& stop) {
  return Builder(points, leaf_size, seed).build(crew, stop);
}

}  // namespace kindred::projection
