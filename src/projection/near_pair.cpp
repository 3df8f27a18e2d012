#include "projection/near_pair.h"

#include <span>

namespace kindred::projection {
namespace {

constexpr std::size_t kFewPairs = 256;

struct Place {
  float x;
  float y;
};

PlaneBox box_of(std::span<const Place> places) {
  PlaneBox box;
  for (const Place& place : places)
    box.add(place.x, place.y);
  return box;
}

bool among_all_pairs(const PlaneSet& a, const PlaneSet& b, double squared) {
  for (std::size_t i = 0; i < a.size; ++i) {
    int any = 0;
    for (std::size_t j = 0; j < b.size; ++j) {
      const double dx = double{a.xs[i]} - b.xs[j];
      const double dy = double{a.ys[i]} - b.ys[j];
      any |= static_cast<int>(dx * dx + dy * dy <= squared);
    }
    if (any != 0) return true;
  }
  return false;
}

bool among_all_pairs(std::span<const Place> a, std::span<const Place> b, double squared) {
  for (const Place& one : a) {
    for (const Place& other : b) {
      const double dx = double{one.x} - other.x;
      const double dy = double{one.y} - other.y;
      if (dx * dx + dy * dy <= squared) return true;
    }
  }
  return false;
}

// Reorders what it looks at.
bool halving(std::span<Place> a, std::span<Place> b, double squared) {
  const PlaneBox box_a = box_of(a);
  const PlaneBox box_b = box_of(b);
  if (least_squared(box_a, box_b) > squared) return false;
  if (most_squared(box_a, box_b) <= squared) return true;
  if (a.size() * b.size() <= kFewPairs) return among_all_pairs(a, b, squared);
  const bool first = a.size() >= b.size();
  const std::span<Place> larger = first ? a : b;
  const std::span<Place> smaller = first ? b : a;
  const PlaneBox& box = first ? box_a : box_b;
  const auto middle = larger.begin() + static_cast<std::ptrdiff_t>(larger.size() / 2);
  if (double{box.right} - box.left >= double{box.bottom} - box.top)
    std::nth_element(larger.begin(), middle, larger.end(), [](const Place& one, const Place& other) { return one.x < other.x; });
  else
    std::nth_element(larger.begin(), middle, larger.end(), [](const Place& one, const Place& other) { return one.y < other.y; });
  return halving(larger.first(larger.size() / 2), smaller, squared) || halving(larger.subspan(larger.size() / 2), smaller, squared);
}

std::vector<Place> places_near(const PlaneSet& set, const PlaneBox& other, double squared) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < set.size; ++i) {
    PlaneBox place;
    place.add(set.xs[i], set.ys[i]);
    if (least_squared(place, other) <= squared) places.push_back({set.xs[i], set.ys[i]});
  }
  return places;
}

}  // namespace

double least_squared(const PlaneBox& a, const PlaneBox& b) {
  const double dx = std::max({double{a.left} - b.right, double{b.left} - a.right, 0.0});
  const double dy = std::max({double{a.top} - b.bottom, double{b.top} - a.bottom, 0.0});
  return dx * dx + dy * dy;
}

double most_squared(const PlaneBox& a, const PlaneBox& b) {
  const double dx = std::max(double{a.right} - b.left, double{b.right} - a.left);
  const double dy = std::max(double{a.bottom} - b.top, double{b.bottom} - a.top);
  return dx * dx + dy * dy;
}

bool any_near(const PlaneSet& a, const PlaneSet& b, double squared) {
  if (least_squared(a.box, b.box) > squared) return false;
  if (most_squared(a.box, b.box) <= squared) return true;
  if (a.size * b.size <= kFewPairs) return among_all_pairs(a, b, squared);
  std::vector<Place> reaching_a = places_near(a, b.box, squared);
  std::vector<Place> reaching_b = places_near(b, a.box, squared);
  return !reaching_a.empty() && !reaching_b.empty() && halving(reaching_a, reaching_b, squared);
}

}  // namespace kindred::projection
