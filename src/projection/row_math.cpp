#include "projection/row_math.h"

#include <cstring>

#define KINDRED_INLINE [[gnu::always_inline]] inline

namespace kindred::projection {
namespace {

constexpr std::size_t kLanes = 8;
using Floats [[gnu::vector_size(32)]] = float;

KINDRED_INLINE void load(const float* from, Floats& to) { std::memcpy(&to, from, sizeof to); }

KINDRED_INLINE float sum_of(const Floats& lanes) {
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

// Four sums side by side hide the latency of the additions.
KINDRED_INLINE float dot_of(const float* a, const float* b, std::size_t dimension) {
  Floats sums[4] = {};
  Floats left;
  Floats right;
  std::size_t d = 0;
  for (; d + 4 * kLanes <= dimension; d += 4 * kLanes) {
    for (std::size_t i = 0; i < 4; ++i) {
      load(a + d + i * kLanes, left);
      load(b + d + i * kLanes, right);
      sums[i] += left * right;
    }
  }
  float rest = 0;
  for (; d < dimension; ++d)
    rest += a[d] * b[d];
  return sum_of((sums[0] + sums[1]) + (sums[2] + sums[3])) + rest;
}

KINDRED_INLINE float squared_distance_of(const float* a, float scale_a, const float* b, float scale_b, std::size_t dimension) {
  Floats sums[4] = {};
  Floats left;
  Floats right;
  std::size_t d = 0;
  for (; d + 4 * kLanes <= dimension; d += 4 * kLanes) {
    for (std::size_t i = 0; i < 4; ++i) {
      load(a + d + i * kLanes, left);
      load(b + d + i * kLanes, right);
      const Floats difference = left * scale_a - right * scale_b;
      sums[i] += difference * difference;
    }
  }
  float rest = 0;
  for (; d < dimension; ++d) {
    const float difference = a[d] * scale_a - b[d] * scale_b;
    rest += difference * difference;
  }
  return sum_of((sums[0] + sums[1]) + (sums[2] + sums[3])) + rest;
}

using Doubles [[gnu::vector_size(32)]] = double;
using FourFloats [[gnu::vector_size(16)]] = float;

KINDRED_INLINE double squared_length_of(const float* row, std::size_t dimension) {
  Doubles sums[4] = {};
  FourFloats values;
  std::size_t d = 0;
  for (; d + 16 <= dimension; d += 16) {
    for (std::size_t i = 0; i < 4; ++i) {
      std::memcpy(&values, row + d + 4 * i, sizeof values);
      const Doubles wide = __builtin_convertvector(values, Doubles);
      sums[i] += wide * wide;
    }
  }
  const Doubles sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double rest = 0;
  for (; d < dimension; ++d)
    rest += double{row[d]} * row[d];
  return (sum[0] + sum[2]) + (sum[1] + sum[3]) + rest;
}

struct Kernels {
  double (*squared_length)(const float*, std::size_t);
  float (*dot)(const float*, const float*, std::size_t);
  float (*squared_distance)(const float*, float, const float*, float, std::size_t);
};

double squared_length_plain(const float* row, std::size_t dimension) { return squared_length_of(row, dimension); }

float dot_plain(const float* a, const float* b, std::size_t dimension) { return dot_of(a, b, dimension); }

float squared_distance_plain(const float* a, float scale_a, const float* b, float scale_b, std::size_t dimension) {
  return squared_distance_of(a, scale_a, b, scale_b, dimension);
}

__attribute__((target("avx2,fma"))) double squared_length_avx2(const float* row, std::size_t dimension) {
  return squared_length_of(row, dimension);
}

__attribute__((target("avx2,fma"))) float dot_avx2(const float* a, const float* b, std::size_t dimension) {
  return dot_of(a, b, dimension);
}

__attribute__((target("avx2,fma"))) float squared_distance_avx2(const float* a, float scale_a, const float* b, float scale_b,
                                                                std::size_t dimension) {
  return squared_distance_of(a, scale_a, b, scale_b, dimension);
}

const Kernels& best() {
  static const Kernels kernels = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0
                                     ? Kernels{squared_length_avx2, dot_avx2, squared_distance_avx2}
                                     : Kernels{squared_length_plain, dot_plain, squared_distance_plain};
  return kernels;
}

}  // namespace

double squared_length(const float* row, std::size_t dimension) { return best().squared_length(row, dimension); }

float dot(const float* a, const float* b, std::size_t dimension) { return best().dot(a, b, dimension); }

float squared_distance(const float* a, float scale_a, const float* b, float scale_b, std::size_t dimension) {
  return best().squared_distance(a, scale_a, b, scale_b, dimension);
}

}  // namespace kindred::projection
