// A map as it is sent: for the page as one compact binary body ("KPTS", docs/map-points.md), for others as .npy and CSV.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace kindred::maps {

struct PointColumns {
  std::span<const float> x;  // of each point
  std::span<const float> y;
  std::span<const std::int32_t> cluster;
  std::span<const std::uint32_t> multiplicity;
  std::span<const std::uint32_t> item_rows;  // of each item, point by point
  std::int32_t clusters = 0;
  float suggested_eps = 0;
};

std::vector<std::uint8_t> binary_body(const PointColumns& columns);

// One line for each item, point by point: id,x,y,cluster,point. Coordinates in the shortest form that reads back as the same number.
std::string csv_body(const PointColumns& columns, const std::function<std::string(std::size_t item)>& id_of);

// x and y of each item, in the order of the CSV's lines: what .npy holds.
std::vector<float> item_coordinates(const PointColumns& columns);

}  // namespace kindred::maps
