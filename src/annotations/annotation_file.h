// What an annotation file says, whatever its format: Labels, pictures, and shapes on pictures, as plain values.
//
// Coordinates are pixels of the upright picture, (0, 0) its top left corner; a box is its top left corner and its size. Formats hand what
// they read to a Sink, one shape at a time, so that a file may be larger than the memory; a Writer takes it back the same way. What one
// reads from what a Writer of the same format wrote is equal to what was written (formats_laws_test.cpp), as far as the format can say it:
// a Writer counts what it can't say in its Report.
// Thread-safety: values; a Sink and a Writer belong to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace kindred::annotations {

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};
using Ring = std::vector<Point>;  // closed: the last point is joined to the first

struct Classification {  // of the whole picture
  bool operator==(const Classification&) const = default;
};
struct Box {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;
  bool operator==(const Box&) const = default;
};
struct Polygon {
  std::vector<Ring> parts;  // one object cut in pieces by what lies before it has several
  bool operator==(const Polygon&) const = default;
};
struct Line {
  std::vector<Point> points;
  bool operator==(const Line&) const = default;
};
struct Mask {
  int width = 0;
  int height = 0;
  std::string counts;  // COCO's compressed run lengths (rle.h)
  bool operator==(const Mask&) const = default;
};
using Geometry = std::variant<Classification, Box, Polygon, Line, Point, Mask>;

enum class Visibility { not_labelled = 0, hidden = 1, visible = 2 };
struct Keypoint {
  double x = 0;
  double y = 0;
  Visibility visibility = Visibility::visible;
  bool operator==(const Keypoint&) const = default;
};

struct Shape {
  std::string label;
  Geometry geometry;
  std::vector<Keypoint> keypoints;  // in the order of the Label's vertices
  std::string text;
  json::object attributes;  // "iscrowd", "difficult" and the like under the name that the file gives them
  bool operator==(const Shape&) const = default;
};

struct Label {
  std::string name;
  std::string group;                                         // COCO's supercategory
  std::vector<std::string> vertices;                         // names of the keypoints
  std::vector<std::pair<std::size_t, std::size_t>> edges{};  // between vertices, counted from 0
  bool operator==(const Label&) const = default;
};

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

struct Picture {
  std::string file_name;  // as the file has it: may be a relative path, and for YOLO may lack the extension
  Size size;              // 0 x 0 when the file does not tell
  std::string split;      // "train", "val", "test", or empty
  bool operator==(const Picture&) const = default;
};

// Where what is read goes. An Error from any of these ends the reading with that Error.
class Sink {
 public:
  virtual ~Sink() = default;
  // Once, before the first picture: what the file declares, in its order. Pascal VOC declares nothing.
  virtual Result<void> labels(std::span<const Label> labels) = 0;
  // Pictures are numbered 0, 1 … in the order of these calls. The answer is the size of the picture, which YOLO needs since its
  // coordinates are fractions; nothing when its shapes are not wanted.
  virtual Result<std::optional<Size>> picture(const Picture& picture) = 0;
  // On a picture that was announced and wanted. COCO's shapes come in any order.
  virtual Result<void> shape(std::uint64_t picture, Shape shape) = 0;
};

// Takes Labels once, then pictures each with its shapes, then finish().
class Writer {
 public:
  virtual ~Writer() = default;
  virtual Result<void> labels(std::span<const Label> labels) = 0;
  // Requires: each shape's label is one of labels(). `invalid` for a picture without a size where the format needs one.
  virtual Result<void> picture(const Picture& picture, std::span<const Shape> shapes) = 0;
  virtual Result<void> finish() = 0;
};

}  // namespace kindred::annotations
