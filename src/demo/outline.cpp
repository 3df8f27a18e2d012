#include "demo/outline.h"

#include <algorithm>
#include <array>

namespace kindred::demo {
namespace {

class Tracer {
 public:
  Tracer(std::span<const std::uint8_t> mask, int width, int height) : mask_(mask), width_(width), height_(height), part_(mask.size(), 0) {}

  Outline trace() {
    Outline outline;
    int right = -1;
    int bottom = -1;
    outline.x = width_;
    outline.y = height_;
    for (int y = 0; y < height_; ++y) {
      for (int x = 0; x < width_; ++x) {
        if (mask_[at(x, y)] == 0) continue;
        ++outline.area;
        outline.x = std::min(outline.x, x);
        outline.y = std::min(outline.y, y);
        right = std::max(right, x);
        bottom = std::max(bottom, y);
        if (part_[at(x, y)] != 0) continue;
        flood({x, y}, ++parts_);
        outline.polygons.push_back(walk({x, y}, parts_));
      }
    }
    if (outline.area == 0) return {};
    outline.width = right - outline.x + 1;
    outline.height = bottom - outline.y + 1;
    return outline;
  }

 private:
  [[nodiscard]] std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
  }
  [[nodiscard]] bool in_part(int x, int y, int part) const {
    return x >= 0 && y >= 0 && x < width_ && y < height_ && part_[at(x, y)] == part;
  }

  // Numbers the pixels that are connected with `start` over their sides.
  void flood(Point start, int part) {
    std::vector<Point> open{start};
    part_[at(start.x, start.y)] = part;
    while (!open.empty()) {
      const Point p = open.back();
      open.pop_back();
      for (const Point next : {Point{p.x + 1, p.y}, Point{p.x - 1, p.y}, Point{p.x, p.y + 1}, Point{p.x, p.y - 1}}) {
        if (next.x < 0 || next.y < 0 || next.x >= width_ || next.y >= height_) continue;
        const std::size_t place = at(next.x, next.y);
        if (mask_[place] == 0 || part_[place] != 0) continue;
        part_[place] = part;
        open.push_back(next);
      }
    }
  }

  // Walks from the top left corner of the part's first pixel along its edges, the part on the right hand.
  [[nodiscard]] Polygon walk(Point first, int part) const {
    struct Step {
      Point move;         // to the next corner
      Point left, right;  // the pixels before that corner's far side, relative to the corner it leads to
    };
    constexpr std::array<Step, 4> kSteps{{{{1, 0}, {0, -1}, {0, 0}},       // east
                                          {{0, 1}, {0, 0}, {-1, 0}},       // south
                                          {{-1, 0}, {-1, 0}, {-1, -1}},    // west
                                          {{0, -1}, {-1, -1}, {0, -1}}}};  // north
    Polygon polygon;
    Point corner = first;
    std::size_t direction = 0;
    do {
      const Step& step = kSteps[direction];
      corner = {corner.x + step.move.x, corner.y + step.move.y};
      const bool right_inside = in_part(corner.x + step.right.x, corner.y + step.right.y, part);
      const bool left_inside = in_part(corner.x + step.left.x, corner.y + step.left.y, part);
      const std::size_t before = direction;
      if (!right_inside)
        direction = (direction + 1) % 4;  // round the pixel's corner
      else if (left_inside)
        direction = (direction + 3) % 4;  // into an inner corner
      if (direction != before) polygon.push_back(corner);
    } while (corner != first || direction != 0);
    return polygon;
  }

  std::span<const std::uint8_t> mask_;
  int width_;
  int height_;
  std::vector<int> part_;
  int parts_ = 0;
};

}  // namespace

Outline outline_of(std::span<const std::uint8_t> mask, int width, int height) { return Tracer(mask, width, height).trace(); }

}  // namespace kindred::demo
