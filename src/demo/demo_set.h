// The demo data: single pictures and scenes composed of emoji with a fixed seed, annotations with exact boxes and polygons, and
// the truth about what was planted in them.
//
// Written into `folder`: pictures/*.jpg and *.png; annotations.json (COCO, with the planted wrong labels); truth.json, which names
// every planted duplicate, odd one out, corrupt file and wrong label, and what each single picture shows. The same seed and
// options give the same bytes. Thread-safety: one call a folder at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::demo {

struct DemoSetOptions {
  std::filesystem::path emoji_pictures;  // assets/ of @lobehub/fluent-emoji-3d
  std::filesystem::path emojibase;       // the folder of emojibase-data
  std::filesystem::path folder;
  std::uint64_t seed = 20'261'124;
  int singles = 100'000;  // at most one for each emoji
  int scenes = 300;
  int duplicates = 60;
  int odd_ones = 24;
  int wrong_labels = 60;
};

// Does nothing when a complete set with the same options is there.
Result<void> make_demo_set(const DemoSetOptions& options, const StopFlag& stop,
                           const std::function<void(std::int64_t done, std::int64_t total)>& progress);

}  // namespace kindred::demo
