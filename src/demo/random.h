// Random numbers that are the same everywhere: SplitMix64 (Steele, Lea and Flood, 2014), without the standard library's
// distributions, whose results differ between implementations. Thread-safety: one thread each.
#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace kindred::demo {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
  }
  // In [0, 1).
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  // In [low, high]. The bias of the remainder is below 2^-32 for the small ranges used here.
  int whole(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }
  template <typename T>
  const T& pick(std::span<const T> items) {
    return items[static_cast<std::size_t>(whole(0, static_cast<int>(items.size()) - 1))];
  }
  template <typename T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[static_cast<std::size_t>(whole(0, static_cast<int>(i) - 1))]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace kindred::demo
