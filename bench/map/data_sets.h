// The vectors that maps are made of in bench/map.cpp, with a label for each where there is one. Thread-safety: free functions.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "projection/points.h"

namespace kindred::bench {

struct DataSet {
  std::string name;
  std::vector<float> values;
  std::size_t dimension = 0;
  std::vector<int> labels;  // empty: unknown

  [[nodiscard]] projection::Vectors vectors() const { return {values, dimension}; }
};

// 60 groups that spread in 12 directions each.
DataSet make_groups(std::size_t rows, std::size_t dimension);
// A chain of 40 groups of unequal size and width that touch each other, and one point of fifty anywhere: harder than groups apart.
DataSet make_chain(std::size_t rows, std::size_t dimension);
// scikit-learn's digits: 1,797 handwritten ones of 8 x 8 pixels.
Result<DataSet> read_digits();
// A .npy file; labels from the file beside it that ends in .labels.npy instead, if there is one.
Result<DataSet> read_set(const std::filesystem::path& file);

// x and y of points in `groups` round heaps of unequal width, for DBSCAN.
std::vector<float> make_plane(std::size_t points, std::size_t groups);

}  // namespace kindred::bench
