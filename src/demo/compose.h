// How single pictures, scenes and odd ones out are drawn.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "demo/emoji_catalog.h"
#include "demo/outline.h"
#include "demo/random.h"
#include "images/image.h"

namespace kindred::demo {

struct PlacedShape {
  std::size_t emoji = 0;  // its number in the catalogue
  Outline outline;
};

struct Composed {
  images::Image picture;            // RGB
  std::vector<PlacedShape> shapes;  // of what can be seen
};

// `members` are numbers in the catalogue; one makes a single picture, more a scene.
Result<Composed> compose(const std::vector<Emoji>& catalog, const std::vector<std::size_t>& members, Random& random);

struct OddOne {
  images::Image picture;
  std::string why;  // "noise", "stripes" …
};
OddOne draw_odd_one(Random& random);

}  // namespace kindred::demo
