#include "projection/spectral_init.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "projection/components.h"
#include "projection/principal_coordinates.h"
#include "projection/random.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kFewestPoints = 6;  // that laplacian_vectors() takes
constexpr double kExtent = 10;
constexpr double kNoise = 1e-4;

// The start of a layout of many points need not be exact: it's the start, and each further digit costs as much as the first.
double tolerance_for(std::size_t points) { return points <= 10'000 ? 1e-5 : 0.1; }

double largest(const Coordinates& coordinates) {
  double most = 0;
  for (const auto& point : coordinates)
    most = std::max({most, std::abs(point[0]), std::abs(point[1])});
  return most;
}

// The mean of each part, one after another.
std::vector<float> centers_of(const Components& parts, const Points& points) {
  std::vector<float> centers;
  const std::vector<float> zero(points.dimension());
  std::vector<float> row(points.dimension());
  for (const std::vector<std::uint32_t>& members : parts.members) {
    std::vector<double> sum(points.dimension());
    for (const std::uint32_t member : members) {
      points.copy_relative(member, zero, row.data());
      for (std::size_t d = 0; d < row.size(); ++d)
        sum[d] += row[d];
    }
    for (const double value : sum)
      centers.push_back(static_cast<float>(value / static_cast<double>(members.size())));
  }
  return centers;
}

SparseGraph affinities(const Points& centers) {
  SparseGraph graph;
  for (std::size_t i = 0; i < centers.size(); ++i) {
    for (std::size_t j = 0; j < centers.size(); ++j) {
      if (i == j) continue;
      const double length = distance(centers, i, centers, j);
      graph.columns.push_back(static_cast<std::uint32_t>(j));
      graph.weights.push_back(static_cast<float>(std::max(std::exp(-length * length), 1e-30)));
    }
    graph.starts.push_back(graph.columns.size());
  }
  return graph;
}

Coordinates on_axes(std::size_t parts) {
  const std::size_t positive = (parts + 1) / 2;
  Coordinates places(parts);
  for (std::size_t i = 0; i < parts; ++i)
    places[i][i % positive] = i < positive ? 1 : -1;
  return places;
}

Coordinates on_circle(std::size_t parts) {
  Coordinates places;
  for (std::size_t i = 0; i < parts; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(parts);
    places.push_back({std::cos(angle), std::sin(angle)});
  }
  return places;
}

// Where the parts go: within [-1, 1] on each axis.
Result<Coordinates> place_parts(const Components& parts, const Points& points, std::uint64_t seed, Crew& crew, const StopFlag& stop) {
  const std::size_t count = parts.members.size();
  if (count <= 4) return on_axes(count);
  if (count < kFewestPoints) return on_circle(count);
  const std::vector<float> values = centers_of(parts, points);
  std::vector<std::uint32_t> rows(count);
  for (std::size_t i = 0; i < count; ++i)
    rows[i] = static_cast<std::uint32_t>(i);
  const Vectors vectors{values, points.dimension()};
  // Centres of opposite vectors may be zero, which have no cosine.
  const Metric metric = check_vectors(vectors, points.metric()) ? points.metric() : Metric::euclidean;
  const Points centers(vectors, metric, rows);
  Coordinates places;
  if (count <= kMaxSpectralParts) {
    LaplacianVectors found = TRY(laplacian_vectors(affinities(centers), 1e-3, seed, crew, stop));
    places = std::move(found.vectors);
    for (std::size_t i = 0; i < count; ++i) {
      for (double& value : places[i])
        value /= std::sqrt(found.degrees[i]);
    }
  } else {
    places = TRY(principal_coordinates(centers, seed, crew, stop));
  }
  const double most = largest(places);
  for (auto& place : places) {
    for (double& value : place)
      value = most > 0 ? value / most : 0;
  }
  return places;
}

// Half the way from a part to the nearest other that isn't in the same place: the room it has.
double room_of(const Coordinates& places, std::size_t part) {
  double nearest = std::numeric_limits<double>::infinity();
  for (const auto& other : places) {
    const double length = std::hypot(other[0] - places[part][0], other[1] - places[part][1]);
    if (length > 0) nearest = std::min(nearest, length);
  }
  return std::isfinite(nearest) ? nearest / 2 : 0.5;
}

Coordinates scatter(std::size_t points, double room, std::uint64_t seed) {
  Coordinates coordinates(points);
  for (std::size_t i = 0; i < points; ++i) {
    for (std::size_t j = 0; j < 2; ++j)
      coordinates[i][j] = room * (2 * uniform(mix(seed, 2 * i + j)) - 1);
  }
  return coordinates;
}

Result<Coordinates> layout_of_part(const SparseGraph& graph, double room, std::uint64_t seed, Crew& crew, const StopFlag& stop) {
  if (graph.size() < kFewestPoints) return scatter(graph.size(), room, seed);
  Coordinates coordinates = TRY(laplacian_vectors(graph, tolerance_for(graph.size()), seed, crew, stop)).vectors;
  const double scale = room / largest(coordinates);
  for (auto& point : coordinates) {
    for (double& value : point)
      value *= scale;
  }
  return coordinates;
}

}  // namespace

Result<Coordinates> spectral_layout(const SparseGraph& graph, const Points& points, std::uint64_t seed, Crew& crew, const StopFlag& stop) {
  const Components parts = TRY(connected_components(graph, stop));
  if (parts.members.size() <= 1) return layout_of_part(graph, kExtent, seed, crew, stop);
  const Coordinates places = TRY(place_parts(parts, points, seed, crew, stop));
  Coordinates coordinates(graph.size());
  for (std::size_t part = 0; part < places.size(); ++part) {
    TRY(stop.check());
    const std::vector<std::uint32_t>& members = parts.members[part];
    const SparseGraph part_graph = TRY(component_graph(graph, parts, part, stop));
    const Coordinates inner = TRY(layout_of_part(part_graph, room_of(places, part), mix(seed, part), crew, stop));
    for (std::size_t i = 0; i < members.size(); ++i)
      coordinates[members[i]] = {places[part][0] + inner[i][0], places[part][1] + inner[i][1]};
  }
  return coordinates;
}

Coordinates random_layout(std::size_t points, std::uint64_t seed) { return scatter(points, kExtent, seed); }

std::vector<Position> start_positions(const Coordinates& coordinates, std::uint64_t seed) {
  const double most = largest(coordinates);
  Coordinates noisy(coordinates.size());
  std::array<double, 2> low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  std::array<double, 2> high{-low[0], -low[1]};
  for (std::size_t i = 0; i < noisy.size(); ++i) {
    for (std::size_t j = 0; j < 2; ++j) {
      noisy[i][j] = (most > 0 ? coordinates[i][j] * kExtent / most : 0) + kNoise * normal(mix(seed, 2 * i + j));
      low[j] = std::min(low[j], noisy[i][j]);
      high[j] = std::max(high[j], noisy[i][j]);
    }
  }
  std::vector<Position> positions;
  for (const auto& point : noisy) {
    const auto scaled = [&](std::size_t j) {
      return static_cast<float>(high[j] > low[j] ? kExtent * (point[j] - low[j]) / (high[j] - low[j]) : 0);
    };
    positions.push_back({scaled(0), scaled(1)});
  }
  return positions;
}

}  // namespace kindred::projection
