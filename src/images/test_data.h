// For this module's tests only: the pictures that tests/reference/make_image_goldens.py made, and seeded noise.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/files.h"
#include "images/image.h"

namespace kindred::images {

// A line of pictures.txt.
struct GoldenPicture {
  std::string file;
  std::string mode;  // Pillow's name
  int width = 0;
  int height = 0;
  std::string pixels_sha256;  // upright, as RGB
  std::string crop_sha256;    // open_clip's evaluation transform to 24 pixels
};

// Defined in golden_test.cpp, as only tests know where the repository lies.
std::filesystem::path golden_folder();

inline std::vector<std::uint8_t> golden_bytes(const std::string& file) { return read_file(golden_folder() / "pictures" / file).value(); }

inline std::vector<GoldenPicture> golden_pictures() {
  std::ifstream lines(golden_folder() / "pictures.txt");
  std::vector<GoldenPicture> pictures;
  for (GoldenPicture p; lines >> p.file >> p.mode >> p.width >> p.height >> p.pixels_sha256 >> p.crop_sha256;)
    pictures.push_back(p);
  return pictures;
}

inline Mode mode_named(const std::string& pillow_name) {
  if (pillow_name == "1") return Mode::one;
  if (pillow_name == "L") return Mode::grey;
  if (pillow_name == "LA") return Mode::grey_alpha;
  if (pillow_name == "P") return Mode::palette;
  if (pillow_name == "RGBA") return Mode::rgba;
  return pillow_name == "CMYK" ? Mode::cmyk : Mode::rgb;
}

// The upper bits of a linear congruential generator, the same as noise() of make_image_goldens.py.
inline std::vector<std::uint8_t> noise(std::size_t count, std::uint32_t state = 1) {
  std::vector<std::uint8_t> bytes(count);
  for (auto& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return bytes;
}

inline Image noise_image(int width, int height, Mode mode, std::uint32_t seed = 1) {
  Image image{.width = width, .height = height, .mode = mode, .pixels = {}, .palette = {}};
  image.pixels = noise(std::size_t(width) * std::size_t(height) * std::size_t(channels(mode)), seed);
  return image;
}

}  // namespace kindred::images
