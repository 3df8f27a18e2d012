#include "projection/layout_kernel.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "projection/layout_avx512.h"

// Inlined into functions for several instruction sets, so that each has it in its own instructions.
#define KINDRED_INLINE [[gnu::always_inline]] inline

namespace kindred::projection {
namespace {

// The turns of one point follow each other, so they can't be done side by side; those of eight points can. GCC and Clang have such vectors
// for every instruction set. They are handed on by reference, as the manner of passing them by value depends on the instruction set.
constexpr std::size_t kLanes = 8;
using Floats [[gnu::vector_size(32)]] = float;
using Ints [[gnu::vector_size(32)]] = std::int32_t;
using Words [[gnu::vector_size(32)]] = std::uint32_t;

constexpr float kClip = 4;
constexpr float kLeastSquare = 1e-12F;  // below, points count as one and don't draw each other
constexpr std::uint32_t kGolden = 0x9E3779B9U;

// base^power for base > 0, to about six digits: 2^(power log2 base), with the series of artanh and of the exponential function.
KINDRED_INLINE void raise(const Floats& base, float power, Floats& result) {
  const Words bits = __builtin_bit_cast(Words, base) - 0x3F3504F3U;  // relative to sqrt(1/2)
  const Floats exponent = __builtin_convertvector(__builtin_bit_cast(Ints, bits) >> 23, Floats);
  const Floats mantissa = __builtin_bit_cast(Floats, (bits & 0x7FFFFFU) + 0x3F3504F3U);
  const Floats t = (mantissa - 1) / (mantissa + 1);
  const Floats t2 = t * t;
  const Floats log2 = exponent + t * (2.885390082F + t2 * (0.961796694F + t2 * (0.577078016F + t2 * 0.412198583F)));
  const Floats y = power * log2;
  constexpr float kRound = 12582912;  // 1.5 x 2^23: adding it rounds to whole numbers
  const Floats rounded = y + kRound;
  const Floats f = y - (rounded - kRound);
  const Floats part = 1 + f * (0.693147181F + f * (0.240226507F + f * (0.055504109F + f * (0.009618129F + f * 0.001333356F))));
  const Words shift = (__builtin_bit_cast(Words, rounded) - std::bit_cast<std::uint32_t>(kRound)) << 23;
  result = __builtin_bit_cast(Floats, __builtin_bit_cast(Words, part) + shift);
}

// The finaliser of MurmurHash3 (Austin Appleby).
KINDRED_INLINE void scramble(Words& value) {
  value = (value ^ (value >> 16)) * 0x85EBCA6BU;
  value = (value ^ (value >> 13)) * 0xC2B2AE35U;
  value = value ^ (value >> 16);
}

KINDRED_INLINE void clip(Floats& value) {
  value = value > kClip ? Floats{} + kClip : value;
  value = value < -kClip ? Floats{} - kClip : value;
}

struct Group {
  Floats x{};
  Floats y{};
  Words points{};
  Words keys{};  // of the random choices of this epoch
};

// From the others to the points of the group.
struct Offsets {
  Floats dx{};
  Floats dy{};
  Floats squares{};
};

KINDRED_INLINE void offsets_from(const Position* others, const Words& chosen, const Group& group, Offsets& result) {
  const Position& p0 = others[chosen[0]];
  const Position& p1 = others[chosen[1]];
  const Position& p2 = others[chosen[2]];
  const Position& p3 = others[chosen[3]];
  const Position& p4 = others[chosen[4]];
  const Position& p5 = others[chosen[5]];
  const Position& p6 = others[chosen[6]];
  const Position& p7 = others[chosen[7]];
  result.dx = group.x - Floats{p0.x, p1.x, p2.x, p3.x, p4.x, p5.x, p6.x, p7.x};
  result.dy = group.y - Floats{p0.y, p1.y, p2.y, p3.y, p4.y, p5.y, p6.y, p7.y};
  result.squares = result.dx * result.dx + result.dy * result.dy;
}

// strength x offset for the lanes that count, clipped, onto the group's places.
KINDRED_INLINE void add_moves(const Floats& strength, const Offsets& offsets, const Ints& counts, float step, Group& group) {
  Floats move_x = strength * offsets.dx;
  Floats move_y = strength * offsets.dy;
  clip(move_x);
  clip(move_y);
  group.x += counts ? move_x * step : Floats{};
  group.y += counts ? move_y * step : Floats{};
}

KINDRED_INLINE void pull(const LayoutForces& forces, const Words& chosen, const Ints& active, Group& group) {
  Offsets offsets;
  offsets_from(forces.others, chosen, group, offsets);
  const Ints apart = offsets.squares >= kLeastSquare;
  const Floats squares = apart ? offsets.squares : Floats{} + 1;
  Floats power;
  raise(squares, forces.b - 1, power);
  const Floats strength = (-2 * forces.a * forces.b) * power / (1 + forces.a * power * squares);
  add_moves(strength, offsets, active & apart, forces.step, group);
}

// Pushes away from random others, each as seen from where the last one led.
KINDRED_INLINE void push(const LayoutForces& forces, std::uint32_t first, const Ints& active, Group& group) {
  // 24 random bits are a float's; up to as many points, each can be chosen.
  const float scale = static_cast<float>(forces.other_count) * 0x1p-24F;
  const Words last = Words{} + (forces.other_count - 1);
  for (std::uint32_t i = first; i < first + forces.pushes; ++i) {
    Words chosen = group.keys + i * kGolden;
    scramble(chosen);
    const Floats places = __builtin_convertvector(__builtin_bit_cast(Ints, chosen >> 8), Floats) * scale;
    chosen = __builtin_bit_cast(Words, __builtin_convertvector(places, Ints));
    chosen = chosen > last ? last : chosen;
    Offsets offsets;
    offsets_from(forces.others, chosen, group, offsets);
    Floats power;
    raise(offsets.squares + kLeastSquare, forces.b, power);
    const Floats strength = (2 * forces.repulsion * forces.b) / ((0.001F + offsets.squares) * (1 + forces.a * power));
    Ints counts = active;
    if (forces.among_themselves) counts &= chosen != group.points;
    add_moves(strength, offsets, counts, forces.step, group);
  }
}

// The others to which the turns of a point in this step lead, one after another at `turns`; how many they are.
KINDRED_INLINE std::uint32_t find_turns(const LayoutForces& forces, const LayoutEdges& edges, std::size_t point, std::uint32_t* turns) {
  const auto now = static_cast<float>(forces.epoch);
  const float before = now - 1;
  const auto self = static_cast<std::uint32_t>(point);
  std::uint32_t count = 0;
  for (std::uint64_t edge = edges.starts[point]; edge < edges.starts[point + 1]; ++edge) {
    turns[count] = edges.columns[edge];
    const bool is_turn = static_cast<std::int32_t>(now * edges.rates[edge]) != static_cast<std::int32_t>(before * edges.rates[edge]);
    const std::uint32_t part = (((edges.columns[edge] ^ self) * kGolden) >> 31) & (forces.parts - 1);
    count += static_cast<std::uint32_t>(is_turn && part == forces.part);
  }
  return count;
}

KINDRED_INLINE void move_group(const LayoutForces& forces, const LayoutEdges& edges, std::span<const std::uint32_t> points,
                               const Position* from, Position* to, std::vector<std::uint32_t>& scratch) {
  Group group;
  Words counts{};
  std::array<std::size_t, kLanes> starts{};
  std::size_t room = 1;
  for (std::size_t lane = 0; lane < points.size(); ++lane) {
    starts[lane] = room;
    room += edges.starts[points[lane] + 1] - edges.starts[points[lane]] + 1;
  }
  if (scratch.size() < room) scratch.resize(room);
  std::uint32_t most = 0;
  for (std::size_t lane = 0; lane < points.size(); ++lane) {
    const std::uint32_t point = points[lane];
    group.x[lane] = from[point].x;
    group.y[lane] = from[point].y;
    group.points[lane] = point;
    counts[lane] = find_turns(forces, edges, point, scratch.data() + starts[lane]);
    most = std::max(most, counts[lane]);
  }
  group.keys = group.points * kGolden + forces.seed;
  scramble(group.keys);
  for (std::uint32_t turn = 0; turn < most; ++turn) {
    const Ints active = counts > turn;
    Words chosen{};
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      chosen[lane] = active[lane] != 0 ? scratch[starts[lane] + turn] : 0;
    pull(forces, chosen, active, group);
    push(forces, turn * forces.pushes, active, group);
  }
  for (std::size_t lane = 0; lane < points.size(); ++lane)
    to[points[lane]] = {group.x[lane], group.y[lane]};
}

KINDRED_INLINE void move_points(const LayoutForces& forces, const LayoutEdges& edges, std::span<const std::uint32_t> points,
                                const Position* from, Position* to) {
  std::vector<std::uint32_t> scratch;
  for (std::size_t i = 0; i < points.size(); i += kLanes)
    move_group(forces, edges, points.subspan(i, std::min(kLanes, points.size() - i)), from, to, scratch);
}

void run_plain(const LayoutForces& forces, const LayoutEdges& edges, std::span<const std::uint32_t> points, const Position* from,
               Position* to) {
  move_points(forces, edges, points, from, to);
}

__attribute__((target("avx2,fma"))) void run_avx2(const LayoutForces& forces, const LayoutEdges& edges,
                                                  std::span<const std::uint32_t> points, const Position* from, Position* to) {
  move_points(forces, edges, points, from, to);
}

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }
bool always() { return true; }

constexpr std::array<LayoutKernel, 3> kKernels = {
    {{"avx512", has_layout_avx512, run_layout_avx512}, {"avx2", has_avx2, run_avx2}, {"plain", always, run_plain}}};

}  // namespace

std::span<const LayoutKernel> layout_kernels() { return kKernels; }

const LayoutKernel& best_layout_kernel() {
  static const LayoutKernel& best =
      *std::find_if(kKernels.begin(), kKernels.end(), [](const LayoutKernel& kernel) { return kernel.usable(); });
  return best;
}

}  // namespace kindred::projection
