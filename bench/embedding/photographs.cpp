#include "embedding/photographs.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>

#include "images/thumbnail.h"
#include "support/measure.h"

namespace kindred::bench {
namespace {

constexpr int kQuality = 90;
constexpr std::array kOctaves{512, 256, 128, 64, 32, 16, 8, 4, 2};  // pixels between two drawn values
constexpr float kAmplitudePerPixel = 0.9F;                          // of an octave, for each pixel of its spacing, up to kMaxAmplitude
constexpr float kMaxAmplitude = 60;

// Drawn values at every `spacing` pixels, and straight lines between them.
class Octave {
 public:
  Octave(PhotographSize size, int spacing, std::mt19937& random) : spacing_(spacing), columns_(size.width / spacing + 2) {
    const auto count = static_cast<std::size_t>(columns_) * static_cast<std::size_t>(size.height / spacing + 2);
    std::uniform_real_distribution<float> draw(-1, 1);
    values_.resize(count);
    for (float& value : values_)
      value = draw(random);
  }

  void add_row(int y, float amplitude, std::vector<float>& row) const {
    const float* upper = &values_[static_cast<std::size_t>(y / spacing_) * static_cast<std::size_t>(columns_)];
    const float* lower = upper + columns_;
    const float down = static_cast<float>(y % spacing_) / static_cast<float>(spacing_);
    for (std::size_t x = 0; x < row.size(); ++x) {
      const std::size_t column = x / static_cast<std::size_t>(spacing_);
      const float right = static_cast<float>(x % static_cast<std::size_t>(spacing_)) / static_cast<float>(spacing_);
      const float above = upper[column] + (upper[column + 1] - upper[column]) * right;
      const float below = lower[column] + (lower[column + 1] - lower[column]) * right;
      row[x] += amplitude * (above + (below - above) * down);
    }
  }

 private:
  int spacing_;
  int columns_;
  std::vector<float> values_;
};

// All octaves at least `finest` pixels wide, around 0.
class Plane {
 public:
  Plane(PhotographSize size, int finest, std::mt19937& random) {
    for (const int spacing : kOctaves) {
      if (spacing >= finest)
        octaves_.push_back({Octave(size, spacing, random), std::min(kMaxAmplitude, kAmplitudePerPixel * static_cast<float>(spacing))});
    }
  }
  void fill_row(int y, std::vector<float>& row) const {
    std::ranges::fill(row, 0.0F);
    for (const auto& [octave, amplitude] : octaves_)
      octave.add_row(y, amplitude, row);
  }

 private:
  struct Weighted {
    Octave octave;
    float amplitude;
  };
  std::vector<Weighted> octaves_;
};

std::uint8_t as_byte(float value) { return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F)); }

images::Image photograph(PhotographSize size, std::uint32_t seed) {
  std::mt19937 random(seed);
  const Plane brightness(size, 2, random);
  const Plane warmth(size, 64, random);  // colours change less often than brightness does
  images::Image image{.width = size.width, .height = size.height, .mode = images::Mode::rgb, .pixels = {}, .palette = {}};
  image.pixels.reserve(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3);
  std::vector<float> light(static_cast<std::size_t>(size.width));
  std::vector<float> warm(light.size());
  for (int y = 0; y < size.height; ++y) {
    brightness.fill_row(y, light);
    warmth.fill_row(y, warm);
    for (std::size_t x = 0; x < light.size(); ++x) {
      const float grain = static_cast<float>(random() % 7) - 3;
      for (const float share : {0.5F, 0.0F, -0.5F})
        image.pixels.push_back(as_byte(128 + light[x] + share * warm[x] + grain));
    }
  }
  return image;
}

Result<void> write_one(const std::filesystem::path& path, PhotographSize size, std::uint32_t seed) {
  const std::vector<std::uint8_t> jpeg = TRY(images::encode_jpeg(photograph(size, seed), kQuality));
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
  if (!file) return unavailable("Cannot write '" + path.string() + "'");
  return {};
}

}  // namespace

Result<std::vector<std::filesystem::path>> write_photographs(const std::filesystem::path& folder, std::size_t count, PhotographSize size) {
  std::filesystem::create_directories(folder);
  std::vector<std::filesystem::path> paths;
  for (std::size_t i = 0; i < count; ++i)
    paths.push_back(folder / (std::to_string(1000 + i) + ".jpg"));
  std::vector<Result<void>> written(count);
  on_all_cores(count, [&](std::size_t i) { written[i] = write_one(paths[i], size, static_cast<std::uint32_t>(i)); });
  for (const Result<void>& one : written)
    TRY(Result<void>(one));
  return paths;
}

}  // namespace kindred::bench
