// Pictures that somebody searches with and that are not among the workspace's: uploaded, pasted, or a region drawn on one of its images.
//
// They are no Data: kept in memory for an hour, and less long when many come (the oldest leave first) or when the server ends. Their ids
// stand among the examples of `similar` (filter.h), for images and for shapes. Of a region the same square is cut out as for a shape's box
// (images/crop.h), so that both are comparable. Thread-safety: all members and free functions, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/data.h"
#include "model/ids.h"
#include "model/shape.h"
#include "usecases/caller.h"

namespace kindred::usecases {

class Workspace;

struct QueryImage {
  OrganizationId organization;
  std::shared_ptr<const void> owner;  // of the bytes
  std::span<const std::uint8_t> file;
  std::optional<Rectangle> region;  // in pixels of the picture as shown
};

class QueryImages {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kKept = std::chrono::hours(1);
  static constexpr std::size_t kMaxCount = 1000;
  static constexpr std::uint64_t kMaxFile = 32ULL << 20;    // bytes of one
  static constexpr std::uint64_t kMaxBytes = 8 * kMaxFile;  // of all together

  explicit QueryImages(std::function<Clock::time_point()> now = &Clock::now) : now_(std::move(now)) {}

  QueryImageId add(QueryImage image);
  [[nodiscard]] std::optional<QueryImage> find(QueryImageId id);

  // What a model made of it, remembered: a list asks for each of its pages.
  [[nodiscard]] std::optional<std::vector<float>> vector(QueryImageId id, const std::string& model_key);
  void remember(QueryImageId id, const std::string& model_key, std::vector<float> vector);

 private:
  struct Kept {
    QueryImageId id;
    QueryImage image;
    Clock::time_point until;
    std::map<std::string, std::vector<float>> vectors;  // by model key
  };
  void drop_old();
  Kept* kept(QueryImageId id);

  std::function<Clock::time_point()> now_;
  std::mutex mutex_;
  std::deque<Kept> kept_;  // in the order they came
  std::uint64_t bytes_ = 0;
};

// `invalid`, `unsupported` or `too_large` with the reason for what is no picture, `invalid` for a region outside of it too.
Result<QueryImageId> add_query_image(Workspace& workspace, const Caller& caller, std::string file, std::optional<Rectangle> region);
// A region of an image of the workspace, or all of it.
Result<QueryImageId> add_query_image(Workspace& workspace, const Caller& caller, const Data& data, std::optional<Rectangle> region);

// What a search in a place asks with. Nothing when `id` is of no query image of the place's organization.
Result<std::optional<std::vector<float>>> vector_of_query_image(Workspace& workspace, DatalakeId place, const std::string& model_key,
                                                                const Uuid& id);
Result<std::optional<std::vector<float>>> vector_of_query_image(Workspace& workspace, DatasetVersionId place, const std::string& model_key,
                                                                const Uuid& id);
// A JPEG of what is searched with; `not_found` for another organization's.
Result<std::vector<std::uint8_t>> query_image_thumbnail(Workspace& workspace, const Caller& caller, QueryImageId id, int size);

}  // namespace kindred::usecases
