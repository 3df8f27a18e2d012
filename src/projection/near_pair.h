// Whether any point of one set lies within a distance of any point of another, without looking at all pairs.
//
// Boxes decide where they can: too far apart, or so near that any pair will do. Otherwise the larger set is halved along its wider side, until
// few pairs are left. Bounds are computed like distances, and rounding keeps the order of numbers, so they are never wrong.
// Thread-safety: pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace kindred::projection {

struct PlaneBox {
  float left = std::numeric_limits<float>::infinity();
  float right = -std::numeric_limits<float>::infinity();
  float top = std::numeric_limits<float>::infinity();
  float bottom = -std::numeric_limits<float>::infinity();

  void add(float x, float y) {
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
};

// Squared distances between points of two boxes that are not empty: at least, and at most.
double least_squared(const PlaneBox& a, const PlaneBox& b);
double most_squared(const PlaneBox& a, const PlaneBox& b);

// Points by their two coordinates, in arrays of `size`.
struct PlaneSet {
  const float* xs = nullptr;
  const float* ys = nullptr;
  std::size_t size = 0;
  PlaneBox box;  // around them
};

// `squared` is the square of the distance. Requires: neither set is empty.
bool any_near(const PlaneSet& a, const PlaneSet& b, double squared);

}  // namespace kindred::projection
