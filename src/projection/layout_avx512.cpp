#include "projection/layout_avx512.h"

#include <immintrin.h>

#include <algorithm>
#include <vector>

// All that is inlined into the kernel has its instruction set, or the compiler would not inline it.
#define KINDRED_AVX512 __attribute__((always_inline, target("avx512f,avx512bw,avx512dq,avx512vl"))) inline

namespace kindred::projection {
namespace {

constexpr std::size_t kLanes = 16;
constexpr float kClip = 4;
constexpr float kLeastSquare = 1e-12F;  // below, points count as one and don't draw each other
constexpr std::uint32_t kGolden = 0x9E3779B9U;

// Division to about 27 bits: an estimate of 14, and one step of Newton.
KINDRED_AVX512 __m512 reciprocal(__m512 value) {
  const __m512 rough = _mm512_rcp14_ps(value);
  return _mm512_mul_ps(rough, _mm512_fnmadd_ps(value, rough, _mm512_set1_ps(2)));
}

// base^power for base > 0, to about five digits: 2^(power log2 base). Both polynomials are least squares at Chebyshev's points, of
// log2(1 + u) on [-1/4, 1/2] and of 2^u on [-1/2, 1/2].
KINDRED_AVX512 __m512 raise(__m512 base, __m512 power) {
  const __m512 mantissa = _mm512_getmant_ps(base, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_zero);
  const __m512 one = _mm512_set1_ps(1);
  __m512 exponent = _mm512_getexp_ps(base);
  exponent = _mm512_mask_add_ps(exponent, _mm512_cmp_ps_mask(mantissa, one, _CMP_LT_OQ), exponent, one);
  const __m512 u = _mm512_sub_ps(mantissa, one);
  __m512 log2 = _mm512_set1_ps(-0.141158629F);
  log2 = _mm512_fmadd_ps(log2, u, _mm512_set1_ps(0.290983848F));
  log2 = _mm512_fmadd_ps(log2, u, _mm512_set1_ps(-0.371879086F));
  log2 = _mm512_fmadd_ps(log2, u, _mm512_set1_ps(0.48191185F));
  log2 = _mm512_fmadd_ps(log2, u, _mm512_set1_ps(-0.721032655F));
  log2 = _mm512_fmadd_ps(log2, u, _mm512_set1_ps(1.4426728F));
  log2 = _mm512_fmadd_ps(log2, u, _mm512_add_ps(exponent, _mm512_set1_ps(-1.48335071e-6F)));
  const __m512 y = _mm512_mul_ps(power, log2);
  const __m512 whole = _mm512_roundscale_ps(y, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 f = _mm512_sub_ps(y, whole);
  __m512 part = _mm512_set1_ps(0.0096760371F);
  part = _mm512_fmadd_ps(part, f, _mm512_set1_ps(0.0559220356F));
  part = _mm512_fmadd_ps(part, f, _mm512_set1_ps(0.240221074F));
  part = _mm512_fmadd_ps(part, f, _mm512_set1_ps(0.693121034F));
  part = _mm512_fmadd_ps(part, f, one);
  return _mm512_scalef_ps(part, whole);
}

// The finaliser of MurmurHash3 (Austin Appleby).
KINDRED_AVX512 __m512i scramble(__m512i value) {
  value = _mm512_mullo_epi32(_mm512_xor_si512(value, _mm512_srli_epi32(value, 16)), _mm512_set1_epi32(static_cast<int>(0x85EBCA6BU)));
  value = _mm512_mullo_epi32(_mm512_xor_si512(value, _mm512_srli_epi32(value, 13)), _mm512_set1_epi32(static_cast<int>(0xC2B2AE35U)));
  return _mm512_xor_si512(value, _mm512_srli_epi32(value, 16));
}

struct Group {
  __m512 x;
  __m512 y;
  __m512i points;
  __m512i keys;  // of the random choices of this epoch
};

// From others to the points of the group.
struct Offsets {
  __m512 dx;
  __m512 dy;
  __m512 squares;
};

// A position is one number of 64 bits to fetch.
KINDRED_AVX512 void fetch(const Position* positions, __m512i chosen, __m512& xs, __m512& ys) {
  const __m512i low = _mm512_i32gather_epi64(_mm512_castsi512_si256(chosen), positions, sizeof(Position));
  const __m512i high = _mm512_i32gather_epi64(_mm512_extracti64x4_epi64(chosen, 1), positions, sizeof(Position));
  const __m512i evens = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i odds = _mm512_or_si512(evens, _mm512_set1_epi32(1));
  xs = _mm512_castsi512_ps(_mm512_permutex2var_epi32(low, evens, high));
  ys = _mm512_castsi512_ps(_mm512_permutex2var_epi32(low, odds, high));
}

KINDRED_AVX512 Offsets offsets_from(const Position* others, __m512i chosen, const Group& group) {
  __m512 xs;
  __m512 ys;
  fetch(others, chosen, xs, ys);
  Offsets result;
  result.dx = _mm512_sub_ps(group.x, xs);
  result.dy = _mm512_sub_ps(group.y, ys);
  result.squares = _mm512_fmadd_ps(result.dx, result.dx, _mm512_mul_ps(result.dy, result.dy));
  return result;
}

// strength x offset for the lanes that count, clipped, onto the group's places.
KINDRED_AVX512 void add_moves(__m512 strength, const Offsets& offsets, __mmask16 counts, __m512 step, Group& group) {
  const __m512 most = _mm512_set1_ps(kClip);
  const __m512 least = _mm512_set1_ps(-kClip);
  const __m512 move_x = _mm512_max_ps(least, _mm512_min_ps(most, _mm512_mul_ps(strength, offsets.dx)));
  const __m512 move_y = _mm512_max_ps(least, _mm512_min_ps(most, _mm512_mul_ps(strength, offsets.dy)));
  group.x = _mm512_mask3_fmadd_ps(move_x, step, group.x, counts);
  group.y = _mm512_mask3_fmadd_ps(move_y, step, group.y, counts);
}

KINDRED_AVX512 void pull(const LayoutForces& forces, __m512i chosen, __mmask16 active, Group& group) {
  const Offsets offsets = offsets_from(forces.others, chosen, group);
  const __mmask16 apart = _mm512_cmp_ps_mask(offsets.squares, _mm512_set1_ps(kLeastSquare), _CMP_GE_OQ);
  const __m512 squares = _mm512_mask_mov_ps(_mm512_set1_ps(1), apart, offsets.squares);
  const __m512 power = raise(squares, _mm512_set1_ps(forces.b - 1));
  const __m512 scaled = _mm512_mul_ps(power, _mm512_set1_ps(-2 * forces.a * forces.b));
  const __m512 below = _mm512_fmadd_ps(_mm512_mul_ps(power, squares), _mm512_set1_ps(forces.a), _mm512_set1_ps(1));
  add_moves(_mm512_mul_ps(scaled, reciprocal(below)), offsets, _kand_mask16(active, apart), _mm512_set1_ps(forces.step), group);
}

// Pushes away from random others, each as seen from where the last one led.
KINDRED_AVX512 void push(const LayoutForces& forces, std::uint32_t first, __mmask16 active, Group& group) {
  // 24 random bits are a float's; up to as many points, each can be chosen.
  const __m512 scale = _mm512_set1_ps(static_cast<float>(forces.other_count) * 0x1p-24F);
  const __m512i last = _mm512_set1_epi32(static_cast<int>(forces.other_count - 1));
  for (std::uint32_t i = first; i < first + forces.pushes; ++i) {
    const __m512i random = scramble(_mm512_add_epi32(group.keys, _mm512_set1_epi32(static_cast<int>(i * kGolden))));
    const __m512 places = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_srli_epi32(random, 8)), scale);
    const __m512i chosen = _mm512_min_epu32(_mm512_cvttps_epi32(places), last);
    const Offsets offsets = offsets_from(forces.others, chosen, group);
    const __m512 power = raise(_mm512_add_ps(offsets.squares, _mm512_set1_ps(kLeastSquare)), _mm512_set1_ps(forces.b));
    const __m512 below = _mm512_mul_ps(_mm512_add_ps(offsets.squares, _mm512_set1_ps(0.001F)),
                                       _mm512_fmadd_ps(power, _mm512_set1_ps(forces.a), _mm512_set1_ps(1)));
    const __m512 strength = _mm512_mul_ps(_mm512_set1_ps(2 * forces.repulsion * forces.b), reciprocal(below));
    const __mmask16 counts = forces.among_themselves ? _mm512_mask_cmpneq_epi32_mask(active, chosen, group.points) : active;
    add_moves(strength, offsets, counts, _mm512_set1_ps(forces.step), group);
  }
}

// The others to which the turns of a point in this step lead, one after another at turns[lane], turns[lane + kLanes] …; how many they are.
KINDRED_AVX512 std::uint32_t find_turns(const LayoutForces& forces, const LayoutEdges& edges, std::size_t point, std::uint32_t* turns) {
  const __m512 now = _mm512_set1_ps(static_cast<float>(forces.epoch));
  const __m512 before = _mm512_set1_ps(static_cast<float>(forces.epoch) - 1);
  const __m512i self = _mm512_set1_epi32(static_cast<int>(point));
  const __m512i golden = _mm512_set1_epi32(static_cast<int>(kGolden));
  const __m512i last_part = _mm512_set1_epi32(static_cast<int>(forces.parts - 1));
  const __m512i part = _mm512_set1_epi32(static_cast<int>(forces.part));
  std::uint32_t count = 0;
  alignas(64) std::uint32_t found[kLanes];
  for (std::uint64_t edge = edges.starts[point]; edge < edges.starts[point + 1]; edge += kLanes) {
    const auto left = std::min<std::uint64_t>(kLanes, edges.starts[point + 1] - edge);
    const auto there = static_cast<__mmask16>((1U << left) - 1);
    const __m512 rates = _mm512_maskz_loadu_ps(there, edges.rates + edge);
    const __m512i whole = _mm512_cvttps_epi32(_mm512_mul_ps(now, rates));
    const __mmask16 turn = _mm512_mask_cmpneq_epi32_mask(there, whole, _mm512_cvttps_epi32(_mm512_mul_ps(before, rates)));
    if (turn == 0) continue;
    const __m512i columns = _mm512_maskz_loadu_epi32(there, edges.columns + edge);
    const __m512i parts = _mm512_srli_epi32(_mm512_mullo_epi32(_mm512_xor_si512(columns, self), golden), 31);
    const __mmask16 chosen = _mm512_mask_cmpeq_epi32_mask(turn, _mm512_and_si512(parts, last_part), part);
    _mm512_store_si512(found, _mm512_maskz_compress_epi32(chosen, columns));
    const auto more = static_cast<std::uint32_t>(__builtin_popcount(chosen));
    for (std::uint32_t i = 0; i < more; ++i)
      turns[(count + i) * kLanes] = found[i];
    count += more;
  }
  return count;
}

KINDRED_AVX512 void move_group(const LayoutForces& forces, const LayoutEdges& edges, std::span<const std::uint32_t> points,
                               const Position* from, Position* to, std::vector<std::uint32_t>& turns) {
  alignas(64) std::uint32_t lanes[kLanes] = {};
  alignas(64) std::uint32_t counts[kLanes] = {};
  std::size_t most_edges = 0;
  for (const std::uint32_t point : points)
    most_edges = std::max<std::size_t>(most_edges, edges.starts[point + 1] - edges.starts[point]);
  if (turns.size() < most_edges * kLanes) turns.resize(most_edges * kLanes);
  std::uint32_t most = 0;
  for (std::size_t lane = 0; lane < points.size(); ++lane) {
    lanes[lane] = points[lane];
    counts[lane] = find_turns(forces, edges, points[lane], turns.data() + lane);
    most = std::max(most, counts[lane]);
  }
  Group group;
  group.points = _mm512_load_si512(lanes);
  fetch(from, group.points, group.x, group.y);
  const __m512i seeds = _mm512_set1_epi32(static_cast<int>(forces.seed));
  group.keys = scramble(_mm512_add_epi32(_mm512_mullo_epi32(group.points, _mm512_set1_epi32(static_cast<int>(kGolden))), seeds));
  const __m512i all = _mm512_load_si512(counts);
  for (std::uint32_t turn = 0; turn < most; ++turn) {
    const __mmask16 active = _mm512_cmpgt_epu32_mask(all, _mm512_set1_epi32(static_cast<int>(turn)));
    const __m512i chosen = _mm512_maskz_loadu_epi32(active, turns.data() + turn * kLanes);
    pull(forces, chosen, active, group);
    push(forces, turn * forces.pushes, active, group);
  }
  alignas(64) float xs[kLanes];
  alignas(64) float ys[kLanes];
  _mm512_store_ps(xs, group.x);
  _mm512_store_ps(ys, group.y);
  for (std::size_t lane = 0; lane < points.size(); ++lane)
    to[points[lane]] = {xs[lane], ys[lane]};
}

}  // namespace

bool has_layout_avx512() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}

__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))) void run_layout_avx512(const LayoutForces& forces, const LayoutEdges& edges,
                                                                                     std::span<const std::uint32_t> points,
                                                                                     const Position* from, Position* to) {
  std::vector<std::uint32_t> turns;
  for (std::size_t i = 0; i < points.size(); i += kLanes)
    move_group(forces, edges, points.subspan(i, std::min(kLanes, points.size() - i)), from, to, turns);
}

}  // namespace kindred::projection
