// Law: both 16-bit formats convert to the float they stand for, and from a float to the nearest one, ties to even.
#include "base/float16.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace kindred {
namespace {

// IEEE 754, table 3.5: the slow, obvious reading of a format with this many fraction bits.
double value_of(std::uint16_t bits, int fraction_bits) {
  const int exponent_bits = 15 - fraction_bits;
  const int bias = (1 << (exponent_bits - 1)) - 1;
  const int exponent = bits >> fraction_bits & ((1 << exponent_bits) - 1);
  const int fraction = bits & ((1 << fraction_bits) - 1);
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == (1 << exponent_bits) - 1) return fraction == 0 ? sign * HUGE_VAL : std::nan("");
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fraction_bits);
  return sign * std::ldexp((1 << fraction_bits) + fraction, exponent - bias - fraction_bits);
}

struct Format {
  const char* name;
  int fraction_bits;
  float (*to_float)(std::uint16_t);
  std::uint16_t (*from_float)(float);
};

void PrintTo(const Format& format, std::ostream* out) { *out << format.name; }

class Float16Test : public ::testing::TestWithParam<Format> {
 protected:
  Float16Test() {
    const std::uint16_t infinity = GetParam().from_float(HUGE_VALF);
    for (std::uint16_t bits = 0; bits < infinity; ++bits)
      values_.push_back(value_of(bits, GetParam().fraction_bits));
    // What would come next if the exponent went on; whatever is nearer to it than to the last rounds to infinity.
    values_.push_back(2 * values_.back() - values_[values_.size() - 2]);
  }
  // The slow twin of from_float: looks for the nearest value.
  [[nodiscard]] std::uint16_t nearest(float value) const {
    const double magnitude = std::min(std::abs(double{value}), values_.back());
    const auto sign = static_cast<std::uint16_t>(std::signbit(value) ? 0x8000 : 0);
    const auto above = std::lower_bound(values_.begin(), values_.end(), magnitude);
    auto place = static_cast<std::size_t>(above - values_.begin());
    if (place > 0) {
      const double up = values_[place] - magnitude;
      const double down = magnitude - values_[place - 1];
      if (down < up || (down == up && place % 2 == 1)) --place;
    }
    return static_cast<std::uint16_t>(sign | place);
  }
  void expect_nearest(float value) const { ASSERT_EQ(GetParam().from_float(value), nearest(value)) << value; }

  std::vector<double> values_;  // by bits, from 0 to infinity
};

TEST_P(Float16Test, All65536StandForWhatTheStandardSaysAndComeBack) {
  for (std::uint32_t i = 0; i < 65536; ++i) {
    const auto bits = static_cast<std::uint16_t>(i);
    const double expected = value_of(bits, GetParam().fraction_bits);
    const float value = GetParam().to_float(bits);
    if (std::isnan(expected)) {
      ASSERT_TRUE(std::isnan(value)) << bits;
      ASSERT_TRUE(std::isnan(GetParam().to_float(GetParam().from_float(value)))) << bits;
    } else {
      ASSERT_EQ(double{value}, expected) << bits;
      ASSERT_EQ(GetParam().from_float(value), bits);
    }
  }
}

TEST_P(Float16Test, RoundsToTheNearestAroundEveryValueAndEveryTie) {
  for (std::size_t i = 0; i + 1 < values_.size(); ++i) {
    const auto value = static_cast<float>(values_[i]);
    const auto middle = static_cast<float>(values_[i] / 2 + values_[i + 1] / 2);
    for (const float near : {value, middle}) {
      for (const float each : {std::nextafter(near, 0.0F), near, std::nextafter(near, HUGE_VALF)}) {
        expect_nearest(each);
        expect_nearest(-each);
      }
    }
  }
}

TEST_P(Float16Test, RoundsAnyFloatToTheNearest) {
  std::mt19937 random(1);
  for (int round = 0; round < 500'000; ++round) {
    const float value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
    if (!std::isnan(value)) expect_nearest(value);
  }
  for (const float value :
       {0.0F, std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::min(), std::numeric_limits<float>::max(), HUGE_VALF}) {
    expect_nearest(value);
    expect_nearest(-value);
  }
}

TEST_P(Float16Test, NaNsStayNaNs) {
  for (const std::uint32_t bits : {0x7F800001U, 0x7FC00000U, 0x7FFFFFFFU, 0xFF800001U, 0xFFFFFFFFU}) {
    EXPECT_TRUE(std::isnan(GetParam().to_float(GetParam().from_float(std::bit_cast<float>(bits))))) << bits;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Float16Test,
                         ::testing::Values(Format{"f16", 10, f16_to_float, float_to_f16}, Format{"bf16", 7, bf16_to_float, float_to_bf16}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace kindred
