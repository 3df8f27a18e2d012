// The stages before the model, each alone, on all cores. Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "embed/embedder.h"
#include "support/measure.h"

namespace kindred::bench {

// Core-seconds an image.
struct StageCosts {
  double read = 0;  // every page of the mapped file touched
  double decode = 0;
  double thumbnail = 0;  // made and written
  double preprocess = 0;
  [[nodiscard]] double sum() const { return read + decode + thumbnail + preprocess; }
};

// `scratch` is a folder for thumbnails. `fast_shorter_side` as in images::DecodeOptions. The median of `rounds`.
Result<StageCosts> measure_stages(const std::vector<std::filesystem::path>& files, const embed::Embedder& embedder, int fast_shorter_side,
                                  const std::filesystem::path& scratch, int rounds);

}  // namespace kindred::bench
