// The fast loops give the same bytes as the plain ones, whatever the sizes; and the plain ones those of a sum in 64 bits.
#include "images/resample.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "images/pillow_resize.h"
#include "images/resample_kernels.h"
#include "images/test_data.h"

namespace kindred::images {
namespace {

std::vector<Kernel> fast_kernels() {
  std::vector<Kernel> kernels{Kernel::sse4};
  if (best_kernel() != Kernel::sse4) kernels.push_back(best_kernel());
  return kernels;
}

class Resample : public testing::Test {
 protected:
  int random(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  // Mostly small, so that the ends of registers are met, sometimes large.
  int random_size() { return random(0, 9) == 0 ? random(200, 3000) : random(1, 70); }

 private:
  std::mt19937 random_{7};  // NOLINT(cert-msc51-cpp): the same cases each time
};

TEST_F(Resample, FastRowsEqualPlainRows) {
  for (int round = 0; round < 600; ++round) {
    const int width = random_size();
    const int height = random(1, 9);
    const int channels = random(1, 4);
    const Taps taps = make_taps(width, random_size(), round % 3 == 0 ? Filter::bilinear : Filter::bicubic);
    const auto in = noise(std::size_t(width) * std::size_t(height) * std::size_t(channels), static_cast<std::uint32_t>(round));
    std::vector<std::uint8_t> expected(taps.first.size() * std::size_t(height) * std::size_t(channels));
    resample_rows(in, width, height, channels, taps, expected.data(), Kernel::plain);
    for (const Kernel kernel : fast_kernels()) {
      std::vector<std::uint8_t> got(expected.size());
      resample_rows(in, width, height, channels, taps, got.data(), kernel);
      ASSERT_EQ(got, expected) << width << " wide, " << channels << " channels, to " << taps.first.size();
    }
  }
}

TEST_F(Resample, FastColumnsEqualPlainColumns) {
  for (int round = 0; round < 600; ++round) {
    const int height = random_size();
    const auto stride = static_cast<std::size_t>(random(1, 150));
    const Taps taps = make_taps(height, random_size(), round % 3 == 0 ? Filter::bilinear : Filter::bicubic);
    const auto in = noise(stride * std::size_t(height), static_cast<std::uint32_t>(round));
    std::vector<std::uint8_t> expected(taps.first.size() * stride);
    resample_columns(in, stride, taps, expected.data(), Kernel::plain);
    for (const Kernel kernel : fast_kernels()) {
      std::vector<std::uint8_t> got(expected.size());
      resample_columns(in, stride, taps, got.data(), kernel);
      ASSERT_EQ(got, expected) << height << " high, rows of " << stride << " bytes, to " << taps.first.size();
    }
  }
}

TEST_F(Resample, PlainRowsAreRoundedSums) {
  const Taps taps = make_taps(50, 13, Filter::bicubic);
  const auto in = noise(50);
  std::vector<std::uint8_t> out(13);
  resample_rows(in, 50, 1, 1, taps, out.data(), Kernel::plain);
  for (std::size_t i = 0; i < out.size(); ++i) {
    double sum = 0;
    for (int k = 0; k < taps.count[i]; ++k) {
      sum += in[static_cast<std::size_t>(taps.first[i] + k)] * double(taps.exact[i * std::size_t(taps.size) + std::size_t(k)]) /
             (1 << kPrecisionBits);
    }
    EXPECT_EQ(out[i], static_cast<int>(std::clamp(std::floor(sum + 0.5), 0.0, 255.0)));
  }
}

TEST_F(Resample, TapsSplitExactlyAndAddUpToOne) {
  const Taps taps = make_taps(1000, 37, Filter::bicubic);
  for (std::size_t i = 0; i < taps.first.size(); ++i) {
    std::int64_t sum = 0;
    for (std::size_t k = i * std::size_t(taps.size); k < (i + 1) * std::size_t(taps.size); ++k) {
      EXPECT_EQ(taps.high[k] * (1 << kLowBits) + taps.low[k], taps.exact[k]);
      sum += taps.exact[k];
    }
    EXPECT_NEAR(static_cast<double>(sum), 1 << kPrecisionBits, taps.size);
  }
}

}  // namespace
}  // namespace kindred::images
