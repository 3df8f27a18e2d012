#include "images/crop.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

#include "images/convert.h"
#include "images/pillow_resize.h"

namespace kindred::images {
namespace {

// Along one axis, in pixels.
struct Interval {
  double begin = 0;
  double end = 0;
  [[nodiscard]] double length() const { return end - begin; }
};

std::string text(double number) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6g", number);
  return buffer.data();
}

std::string text(const Box& box) { return text(box.width) + " x " + text(box.height) + " at " + text(box.left) + ", " + text(box.top); }

Interval inside_image(Interval interval, int image_length) {
  return {std::clamp<double>(interval.begin, 0, image_length), std::clamp<double>(interval.end, 0, image_length)};
}

Interval widened(Interval interval, double by) { return {interval.begin - by, interval.end + by}; }

// Longer around its middle, then moved so that as much as possible lies inside the image.
Interval stretched(Interval interval, double length, int image_length) {
  const double wanted = std::min<double>(length, image_length);
  const double begin = std::floor((interval.begin + interval.end - wanted) / 2);
  const double kept = std::clamp<double>(begin, 0, image_length - wanted);
  return {kept, kept + wanted};
}

// Whole pixels around the interval, inside the image: at least one, as the interval has a length inside the image.
Interval whole_pixels(Interval interval, int image_length) {
  return inside_image({std::floor(interval.begin), std::ceil(interval.end)}, image_length);
}

Result<void> check_finite(const Box& box) {
  if (std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.width) && std::isfinite(box.height)) return {};
  return invalid("the box has a coordinate that is no finite number");
}

// Requires: the intervals have a length inside the image.
PixelBox cut(Interval x, Interval y, int image_width, int image_height, bool square) {
  x = whole_pixels(x, image_width);
  y = whole_pixels(y, image_height);
  if (square) {
    const double side = std::max(x.length(), y.length());
    if (x.length() < side) x = stretched(x, side, image_width);
    if (y.length() < side) y = stretched(y, side, image_height);
  }
  return {static_cast<int>(x.begin), static_cast<int>(y.begin), static_cast<int>(x.length()), static_cast<int>(y.length())};
}

Result<void> check_inside(const Box& box, Interval x, Interval y, int image_width, int image_height) {
  if (inside_image(x, image_width).length() > 0 && inside_image(y, image_height).length() > 0) return {};
  return invalid("the box (" + text(box) + ") lies outside the image of " + std::to_string(image_width) + " x " +
                 std::to_string(image_height) + " pixels");
}

// Pixels begin to end, counted down one column after the other of a mask of `height` rows: those columns that the box has.
void fill_run(Inside& inside, const PixelBox& box, std::uint64_t height, std::uint64_t begin, std::uint64_t end) {
  const auto left = static_cast<std::uint64_t>(box.left);
  const auto width = static_cast<std::uint64_t>(box.width);
  const std::uint64_t last = std::min((end - 1) / height, left + width - 1);
  for (std::uint64_t column = std::max(begin / height, left); column <= last; ++column) {
    const std::uint64_t top = column * height + static_cast<std::uint64_t>(box.top);
    const std::uint64_t bottom = std::min(top + static_cast<std::uint64_t>(box.height), (column + 1) * height);
    for (std::uint64_t at = std::max(begin, top); at < std::min(end, bottom); ++at)
      inside[(at - top) * width + column - left] = 1;
  }
}

}  // namespace

Result<PixelBox> crop_box(const Box& box, int image_width, int image_height, const CropOptions& options) {
  TRY(check_finite(box));
  if (box.width <= 0 || box.height <= 0) return invalid("the box is empty: " + text(box));
  const Interval x{box.left, box.left + box.width};
  const Interval y{box.top, box.top + box.height};
  TRY(check_inside(box, x, y, image_width, image_height));
  // The margin belongs to what is seen of the object, so the part outside the image does not count.
  const Interval seen_x = inside_image(x, image_width);
  const Interval seen_y = inside_image(y, image_height);
  const double margin = options.margin * std::max(seen_x.length(), seen_y.length());
  return cut(widened(seen_x, margin), widened(seen_y, margin), image_width, image_height, options.square);
}

Result<PixelBox> line_crop_box(std::span<const Point> line, int image_width, int image_height, const CropOptions& options) {
  if (line.empty()) return invalid("the line has no points");
  const Box box = bounds_of(line);
  TRY(check_finite(box));
  const double length = std::max(box.width, box.height);
  if (length <= 0) return invalid("the line is empty: all its points are at " + text(box.left) + ", " + text(box.top));
  const double margin = std::max(1.0, options.margin * length);
  const Interval x = widened({box.left, box.left + box.width}, margin);
  const Interval y = widened({box.top, box.top + box.height}, margin);
  TRY(check_inside(box, x, y, image_width, image_height));
  return cut(inside_image(x, image_width), inside_image(y, image_height), image_width, image_height, options.square);
}

Box bounds_of(std::span<const Point> points) {
  const auto [least_x, most_x] = std::ranges::minmax(points, {}, &Point::x);
  const auto [least_y, most_y] = std::ranges::minmax(points, {}, &Point::y);
  return {least_x.x, least_y.y, most_x.x - least_x.x, most_y.y - least_y.y};
}

Inside inside_polygon(std::span<const Point> ring, const PixelBox& box) {
  Inside inside(static_cast<std::size_t>(box.width) * static_cast<std::size_t>(box.height));
  std::vector<double> crossings;
  for (int row = 0; row < box.height; ++row) {
    const double y = box.top + row + 0.5;
    crossings.clear();
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point& a = ring[i];
      const Point& b = ring[(i + 1) % ring.size()];
      if ((a.y > y) != (b.y > y)) crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
      // Middles from the one crossing on, up to but without the other.
      const auto column = [&](double x) {
        return static_cast<std::ptrdiff_t>(std::clamp<double>(std::ceil(x - 0.5) - box.left, 0, box.width));
      };
      const auto first = inside.begin() + static_cast<std::ptrdiff_t>(row) * box.width;
      std::fill(first + column(crossings[i]), first + column(crossings[i + 1]), std::uint8_t{1});
    }
  }
  return inside;
}

Inside inside_runs(std::span<const std::uint32_t> runs, int mask_height, const PixelBox& box) {
  Inside inside(static_cast<std::size_t>(box.width) * static_cast<std::size_t>(box.height));
  const auto height = static_cast<std::uint64_t>(std::max(mask_height, 1));
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::uint64_t end = begin + runs[i];
    if (i % 2 == 1 && end > begin) fill_run(inside, box, height, begin, end);
    begin = end;
  }
  return inside;
}

Image crop(const Image& image, const PixelBox& box) { return crop(image, box.left, box.top, box.width, box.height); }

Image without_background(Image cropped, const Inside& inside) {
  Image image = to_rgb(std::move(cropped));
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == 0) std::copy(kBackground.begin(), kBackground.end(), image.pixels.begin() + static_cast<std::ptrdiff_t>(3 * i));
  }
  return image;
}

}  // namespace kindred::images
