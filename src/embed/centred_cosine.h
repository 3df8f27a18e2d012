// How alike two sets of vectors are once what all vectors share is taken away. A model with random weights maps nearly all
// pictures to one vector, so that a plain cosine of 0.9999 proves little; after the set's mean is subtracted a wrong resize
// shows (0.93 to 0.99). For tests and benches. Thread-safety: free function, any thread.
#pragma once

#include <cmath>
#include <span>
#include <vector>

namespace kindred::embed {

// `golden` and `ours`: rows x columns. Gives one cosine a row, both sides with the mean of the golden rows subtracted.
inline std::vector<double> centred_cosines(std::span<const float> golden, std::span<const float> ours, std::size_t columns) {
  const std::size_t rows = golden.size() / columns;
  std::vector<double> mean(columns, 0);
  for (std::size_t at = 0; at < golden.size(); ++at)
    mean[at % columns] += static_cast<double>(golden[at]) / static_cast<double>(rows);
  std::vector<double> cosines;
  for (std::size_t row = 0; row < rows; ++row) {
    double product = 0;
    double golden_squares = 0;
    double our_squares = 0;
    for (std::size_t column = 0; column < columns; ++column) {
      const double a = golden[row * columns + column] - mean[column];
      const double b = ours[row * columns + column] - mean[column];
      product += a * b;
      golden_squares += a * a;
      our_squares += b * b;
    }
    cosines.push_back(product / std::sqrt(golden_squares * our_squares));
  }
  return cosines;
}

}  // namespace kindred::embed
