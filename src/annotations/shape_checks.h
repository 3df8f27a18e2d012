// What every format asks of a shape before it's handed on, so that the same shape is good or bad in all of them.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "annotations/annotation_file.h"
#include "annotations/report.h"

namespace kindred::annotations {

// Beyond any picture that can be stored, and small enough for every arithmetic on it to be exact.
inline constexpr double kMaxCoordinate = 1e6;
// Longer outlines are not looked through for crossings.
inline constexpr std::size_t kMostPointsForCrossings = 1'000;

// Why it can't be kept: coordinates that are no numbers or huge, a box without area, an outline of less than three points, run lengths that
// don't cover the mask. Nothing when it is good.
std::optional<std::string> why_refused(const Shape& shape);
// Why somebody should look at it: it leaves its picture by more than a pixel (not told when the size is 0 x 0), or its outline crosses itself.
std::optional<std::string> why_odd(const Shape& shape, Size size);

// Whether two sides of a closed outline that aren't neighbours meet.
bool crosses_itself(const Ring& ring);
// The smallest box around its points or its mask's ones; nothing for a Classification and for an empty mask.
std::optional<Box> box_of(const Geometry& geometry);

// Hands a good shape to the sink and counts it; others go to the report with what `place()` says.
template <typename Place>
Result<void> deliver(Sink& sink, Report& report, std::uint64_t picture, Size size, Shape shape, const Place& place) {
  if (const auto reason = why_refused(shape)) {
    report.add(ProblemKind::refused, place(), *reason);
    return {};
  }
  if (const auto reason = why_odd(shape, size)) report.add(ProblemKind::odd, place(), *reason);
  ++report.shapes;
  return sink.shape(picture, std::move(shape));
}

}  // namespace kindred::annotations
