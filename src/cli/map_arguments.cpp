#include "cli/map_arguments.h"

#include <charconv>

namespace kindred::cli {

Result<double> number_of(const std::string& option, const std::string& text) {
  double value = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || rest != text.data() + text.size()) return invalid(option + " is '" + text + "', which is not a number");
  return value;
}

Result<std::int64_t> whole_number_of(const std::string& option, std::int64_t value, std::int64_t least, std::int64_t most) {
  if (value >= least && value <= most) return value;
  return invalid(option + " is " + std::to_string(value) + ", but it must be from " + std::to_string(least) + " to " +
                 std::to_string(most));
}

Result<NpyArray> read_matrix(const std::string& path) {
  NpyArray array = TRY(read_npy(path));
  if (array.shape.size() != 2) {
    return invalid("'" + path + "' is not a matrix: it has " + std::to_string(array.shape.size()) + " dimensions instead of 2");
  }
  if (array.shape[1] == 0 && array.shape[0] > 0) return invalid("'" + path + "' has rows, but they are empty");
  return array;
}

Result<NpyArray> read_plane(const std::string& path) {
  NpyArray array = TRY(read_matrix(path));
  if (array.shape[1] != 2) return invalid("'" + path + "' is no map: it has " + std::to_string(array.shape[1]) + " columns instead of 2");
  return array;
}

}  // namespace kindred::cli
