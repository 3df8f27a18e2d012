// Shapes: one labelled thing on a picture each.
//
// Coordinates are whole pixels of the upright picture, (0, 0) its top left corner. They may lie outside of it: an object that is cut
// by the edge is still the object. The geometry decides the kind, and a shape keeps its kind for life.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/ids.h"

namespace kindred {

struct Point {
  std::int32_t x = 0;
  std::int32_t y = 0;
  bool operator==(const Point&) const = default;
};
struct Rectangle {  // its top left corner and its size
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t w = 0;
  std::int32_t h = 0;
  bool operator==(const Rectangle&) const = default;
};
struct Polygon {  // closed: the last point is joined to the first
  std::vector<Point> points;
  bool operator==(const Polygon&) const = default;
};
struct Line {
  std::vector<Point> points;
  bool operator==(const Line&) const = default;
};
struct Classification {  // of the whole picture
  bool operator==(const Classification&) const = default;
};
struct Mask {
  std::string counts;  // COCO's compressed run lengths, down the columns of a picture of the Data's size
  std::int64_t area = 0;
  Rectangle box;  // the smallest around its pixels
  bool operator==(const Mask&) const = default;
};
struct Keypoint {
  Point at;
  std::int32_t visibility = 2;  // COCO: 0 not labelled, 1 hidden, 2 visible
  bool operator==(const Keypoint&) const = default;
};
struct Keypoints {  // in the order of the Label's skeleton
  std::vector<Keypoint> points;
  bool operator==(const Keypoints&) const = default;
};

// In the order of the variant's alternatives below.
enum class ShapeKind { rectangle, polygon, line, point, classification, mask, keypoints };

std::string_view to_string(ShapeKind kind);  // "RECTANGLE" …
std::optional<ShapeKind> parse_shape_kind(std::string_view text);

using Geometry = std::variant<Rectangle, Polygon, Line, Point, Classification, Mask, Keypoints>;

inline ShapeKind kind_of(const Geometry& geometry) { return static_cast<ShapeKind>(geometry.index()); }
// The smallest box with all of its points; of keypoints those that are labelled. Nothing for a classification, and when there is
// no point.
std::optional<Rectangle> box_of(const Geometry& geometry);
// In square pixels; 0 for what has none. Self-crossing polygons count by the sign of their turns.
std::int64_t area_of(const Geometry& geometry);

// What a person who looked at it said; an edit of its Label or geometry makes it pending again.
enum class ShapeStatus { pending, accepted, refused };

std::string_view to_string(ShapeStatus status);  // "PENDING" …
std::optional<ShapeStatus> parse_shape_status(std::string_view text);

struct Shape {
  ShapeId id;
  DatasetVersionId version_id;
  AssetId asset_id;
  AnnotationId annotation_id;
  LabelId label_id;
  std::string label_name;
  Geometry geometry;
  std::string text;             // what is written there, for reading tasks; may be empty
  std::string attributes_json;  // an object, or empty
  ShapeStatus status = ShapeStatus::pending;
  std::uint32_t row_number = 0;  // dense in its version, in the order of creation, never given again
  std::int64_t revision = 1;     // another number after each edit of the geometry
  Timestamp created_at;
};

}  // namespace kindred
