#include "store/shape_geometry.h"

#include <limits>

namespace kindred::store {
namespace {

class Packer {
 public:
  void put(std::int64_t number) {
    auto rest = (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
    for (; rest >= 0x80; rest >>= 7)
      bytes_.push_back(static_cast<std::uint8_t>(rest | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(rest));
  }
  void put(const Point& point) {
    put(std::int64_t{point.x} - last_.x);
    put(std::int64_t{point.y} - last_.y);
    last_ = point;
  }
  void put(const std::vector<Point>& points) {
    for (const Point& point : points)
      put(point);
  }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
  Point last_;
};

Error broken() { return corrupt("Database: a shape's geometry is damaged"); }

class Unpacker {
 public:
  explicit Unpacker(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  Result<std::int64_t> number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 63 && !rest_.empty(); shift += 7) {
      const std::uint8_t byte = rest_.front();
      rest_ = rest_.subspan(1);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80) == 0) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    return broken();
  }
  Result<std::int32_t> number_after(std::int64_t before) {
    const std::int64_t difference = TRY(number());
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    if (difference < -kMost || difference > kMost) return broken();
    const std::int64_t value = before + difference;
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) return broken();
    return static_cast<std::int32_t>(value);
  }
  Result<Point> point() {
    last_.x = TRY(number_after(last_.x));
    last_.y = TRY(number_after(last_.y));
    return last_;
  }
  Result<std::vector<Point>> points() {
    std::vector<Point> all;
    while (!at_end())
      all.push_back(TRY(point()));
    return all;
  }

 private:
  std::span<const std::uint8_t> rest_;
  Point last_;
};

Result<Keypoints> unpack_keypoints(std::span<const std::uint8_t> bytes) {
  Unpacker unpacker(bytes);
  Keypoints keypoints;
  while (!unpacker.at_end()) {
    const Point at = TRY(unpacker.point());
    keypoints.points.push_back({at, TRY(unpacker.number_after(0))});
  }
  return keypoints;
}

struct Pack {
  std::vector<std::uint8_t> operator()(const Polygon& polygon) const { return packed(polygon.points); }
  std::vector<std::uint8_t> operator()(const Line& line) const { return packed(line.points); }
  std::vector<std::uint8_t> operator()(const Mask& mask) const { return {mask.counts.begin(), mask.counts.end()}; }
  std::vector<std::uint8_t> operator()(const Keypoints& keypoints) const {
    Packer packer;
    for (const Keypoint& point : keypoints.points) {
      packer.put(point.at);
      packer.put(point.visibility);
    }
    return packer.take();
  }
  template <typename BoxSaysAll>
  std::vector<std::uint8_t> operator()(const BoxSaysAll&) const {
    return {};
  }

 private:
  static std::vector<std::uint8_t> packed(const std::vector<Point>& points) {
    Packer packer;
    packer.put(points);
    return packer.take();
  }
};

}  // namespace

std::vector<std::uint8_t> pack_geometry(const Geometry& geometry) { return std::visit(Pack{}, geometry); }

Result<Geometry> unpack_geometry(ShapeKind kind, const std::optional<Rectangle>& box, std::int64_t area,
                                 std::span<const std::uint8_t> bytes) {
  const auto boxed = [&]() -> Result<Rectangle> {
    if (!box) return broken();
    return *box;
  };
  switch (kind) {
    case ShapeKind::rectangle: return Geometry(TRY(boxed()));
    case ShapeKind::polygon: return Geometry(Polygon{TRY(Unpacker(bytes).points())});
    case ShapeKind::line: return Geometry(Line{TRY(Unpacker(bytes).points())});
    case ShapeKind::point: {
      const Rectangle at = TRY(boxed());
      return Geometry(Point{at.x, at.y});
    }
    case ShapeKind::classification: return Geometry(Classification{});
    case ShapeKind::mask: return Geometry(Mask{std::string(bytes.begin(), bytes.end()), area, TRY(boxed())});
    case ShapeKind::keypoints: return Geometry(TRY(unpack_keypoints(bytes)));
  }
  return broken();
}

}  // namespace kindred::store
