// The visual part of a filter, `similar` or `text`, with its vector at hand: the same for images and for shapes.
// Thread-safety: a value; a free function, any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "usecases/filter.h"

namespace kindred::usecases {

struct VisualPart {
  std::vector<float> vector;
  std::size_t k = 0;
  std::vector<Uuid> without;  // the examples
};

struct VectorsOf {
  std::function<Result<std::vector<float>>(const Uuid&)> example;
  std::function<Result<std::vector<float>>(const std::string&)> prompt;
};

// Nothing when the filter has none. `invalid` for both at once, for no example and for a k out of range, `too_large` for more examples
// than kMaxExamples.
Result<std::optional<VisualPart>> visual_part_of(const Filter& filter, const VectorsOf& vectors);

}  // namespace kindred::usecases
