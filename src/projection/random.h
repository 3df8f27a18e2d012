// Random numbers as a function of a seed and a place, so that they don't depend on the order in which threads ask.
//
// mix() is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
// Thread-safety: pure functions.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace kindred::projection {

inline std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return mix(mix(a) ^ b); }

// In [0, count). Requires: count > 0. The bias is below count / 2^32.
inline std::uint32_t below(std::uint64_t bits, std::uint32_t count) { return static_cast<std::uint32_t>(((bits >> 32) * count) >> 32); }

// In [0, 1).
inline double uniform(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

// Standard normal (Box-Muller).
inline double normal(std::uint64_t bits) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform(bits)));
  return radius * std::cos(2 * std::numbers::pi * uniform(mix(bits)));
}

}  // namespace kindred::projection
