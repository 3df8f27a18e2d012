// Shapes as people and files hand them in, made ready for the store: within bounds, masks measured.
//
// Coordinates are whole pixels. They may lie outside of the picture, and boxes may be empty: what can't be embedded is told by the
// embedding's status, not refused here. Refused (`invalid`, naming the field) are coordinates beyond kMaxCoordinate, negative sizes,
// polygons of fewer than three points and lines of fewer than two, and masks whose runs don't cover the picture exactly.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/data.h"
#include "model/shape.h"

namespace kindred::usecases {

inline constexpr std::int32_t kMaxCoordinate = 1'000'000'000;  // far beyond any picture, and any two of them differ by less than 2^31
inline constexpr std::size_t kMaxPoints = 100'000;             // of one shape
inline constexpr std::size_t kMaxTextBytes = 10'000;
inline constexpr std::size_t kMaxAttributesBytes = 100'000;
inline constexpr std::size_t kMaxShapesPerRequest = 100'000;

struct ShapeInput {
  LabelId label_id;
  Geometry geometry;                 // of a mask its counts alone
  std::string text = {};             // may be empty
  std::string attributes_json = {};  // an object, or empty
};

// `data` is the picture that they are on.
Result<void> prepare(Geometry& geometry, const Data& data);
Result<void> check_text(std::string_view text, std::string_view attributes_json);

// Area and box from the run lengths (mask_runs.h), as rleArea and rleToBbox of pycocotools' maskApi.c.
Result<Mask> measured_mask(std::string counts, int width, int height);

}  // namespace kindred::usecases
