// The emoji that demo pictures are composed of: names, tags and groups from the npm package emojibase-data, pictures from
// @lobehub/fluent-emoji-3d.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace kindred::demo {

struct Emoji {
  std::string label;              // "slice of pizza"
  std::vector<std::string> tags;  // "cheese", "hungry" …
  std::string kind;               // its subgroup: "food-prepared", the label of its shapes
  bool may_flip = true;           // no writing, no flag: its mirror image is the same thing
  std::filesystem::path picture;  // RGBA WebP
};

// Those that have a picture, without skin tones, components and subdivision flags, by code point. `not_found` when a folder lacks
// its files, saying which package to install.
Result<std::vector<Emoji>> load_emoji(const std::filesystem::path& pictures, const std::filesystem::path& emojibase);

}  // namespace kindred::demo
