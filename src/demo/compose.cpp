#include "demo/compose.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/files.h"
#include "demo/canvas.h"
#include "images/decode.h"
#include "images/pillow_resize.h"

namespace kindred::demo {
namespace {

struct Box {
  int x = 0, y = 0, side = 0;
};

double overlap(const Box& a, const Box& b) {
  const int width = std::min(a.x + a.side, b.x + b.side) - std::max(a.x, b.x);
  const int height = std::min(a.y + a.side, b.y + b.side) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return static_cast<double>(width) * height / (static_cast<double>(std::min(a.side, b.side)) * std::min(a.side, b.side));
}

Result<images::Image> sprite_of(const Emoji& emoji, int side, bool flip) {
  const std::vector<std::uint8_t> bytes = TRY(read_file(emoji.picture));
  images::Image image = TRY(images::decode(bytes));
  if (image.mode != images::Mode::rgba) return unsupported("'" + emoji.picture.string() + "' has no alpha channel");
  image = images::resize(image, side, side, images::Filter::bicubic);
  return flip ? mirrored(image) : image;
}

// The first of some random places that is mostly free, or the last one tried.
Box place(int width, int height, const std::vector<Box>& taken, Random& random) {
  constexpr int kTries = 40;
  constexpr double kMostlyFree = 0.12;
  const double smaller = std::min(width, height);
  Box box;
  for (int i = 0; i < kTries; ++i) {
    box.side = static_cast<int>(smaller * random.between(0.28, 0.52));
    box.x = random.whole(0, width - box.side);
    box.y = random.whole(0, height - box.side);
    const bool is_free = std::all_of(taken.begin(), taken.end(), [&](const Box& other) { return overlap(box, other) <= kMostlyFree; });
    if (is_free) break;
  }
  return box;
}

Box place_alone(int width, int height, Random& random) {
  Box box;
  box.side = static_cast<int>(std::min(width, height) * random.between(0.86, 0.97));
  box.x = random.whole(0, width - box.side);
  box.y = random.whole(0, height - box.side);
  return box;
}

images::Image blank(int width, int height) {
  images::Image image;
  image.width = width;
  image.height = height;
  image.mode = images::Mode::rgb;
  image.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  return image;
}

template <typename ColourAt>
images::Image paint(int width, int height, ColourAt colour_at) {
  images::Image image = blank(width, height);
  std::size_t place = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const double value : colour_at(x, y))
        image.pixels[place++] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
  }
  return image;
}

using Colour = std::array<double, 3>;

// The demo model knows single things best on a light ground; scenes are told apart by their colours.
constexpr int kAlmostWhite = 238;
constexpr int kPastel = 190;

}  // namespace

Result<Composed> compose(const std::vector<Emoji>& catalog, const std::vector<std::size_t>& members, Random& random) {
  const bool alone = members.size() == 1;
  const int width = alone ? random.whole(256, 352) : random.whole(480, 640);
  const int height = alone ? width : random.whole(400, 480);
  Canvas canvas(width, height, alone ? kAlmostWhite : kPastel, random);
  std::vector<Box> taken;
  for (const std::size_t member : members) {
    const Box box = alone ? place_alone(width, height, random) : place(width, height, taken, random);
    taken.push_back(box);
    const Emoji& emoji = catalog[member];
    const bool flip = emoji.may_flip && random.unit() < 0.3;
    canvas.paste(TRY(sprite_of(emoji, box.side, flip)), box.x, box.y);
  }
  Composed composed{canvas.picture(), {}};
  for (std::size_t i = 0; i < members.size(); ++i) {
    Outline outline = canvas.visible(i);
    if (outline.area > 0) composed.shapes.push_back({members[i], std::move(outline)});
  }
  return composed;
}

OddOne draw_odd_one(Random& random) {
  const int side = random.whole(256, 352);
  const Colour a{random.between(0, 255), random.between(0, 255), random.between(0, 255)};
  const Colour b{random.between(0, 255), random.between(0, 255), random.between(0, 255)};
  const double wave = random.between(6, 40);
  switch (random.whole(0, 4)) {
    case 0:
      return {paint(side, side, [&](int, int) { return Colour{random.between(0, 255), random.between(0, 255), random.between(0, 255)}; }),
              "noise"};
    case 1: return {paint(side, side, [&](int x, int y) { return std::sin((x + y) / wave) > 0 ? a : b; }), "stripes"};
    case 2:
      return {paint(side, side, [&](int x, int y) { return (static_cast<int>(x / wave) + static_cast<int>(y / wave)) % 2 == 0 ? a : b; }),
              "checkerboard"};
    case 3: return {paint(side, side, [&](int, int) { return Colour{2, 2, 2}; }), "black"};
    default:
      return {paint(side, side,
                    [&](int x, int y) {
                      const double ring = 0.5 + 0.5 * std::sin(std::hypot(x - side / 2.0, y - side / 2.0) / wave * 3);
                      return Colour{a[0] * ring, a[1] * ring, a[2] * ring};
                    }),
              "rings"};
  }
}

}  // namespace kindred::demo
