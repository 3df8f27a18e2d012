// What a COCO file says beside its annotations: images and categories by id, kept while the annotations stream past.
//
// About 60 bytes and its name an image, until announce(); 48 bytes from then on. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "annotations/annotation_file.h"
#include "annotations/report.h"

namespace kindred::annotations {

// Nothing when it is missing or not a whole number of 64 bits.
std::optional<std::int64_t> whole_number(const json::object& object, std::string_view field);

// The Labels of several files: the first definition of a name counts.
class CocoLabels {
 public:
  static constexpr std::size_t kMost = 100'000;
  // False when there are too many.
  bool add(Label label);
  [[nodiscard]] std::span<const Label> list() const { return list_; }

 private:
  std::vector<Label> list_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

// Ids that were seen, as runs of ids without gap: nearly nothing for files that count up. Beyond kMostRuns it forgets nothing but learns
// nothing new, so that memory stays bounded.
class SeenIds {
 public:
  static constexpr std::size_t kMostRuns = 1'000'000;
  // False when it was there.
  bool insert(std::int64_t id);

 private:
  std::map<std::int64_t, std::int64_t> runs_;  // first → last
};

class CocoTables {
 public:
  struct Image {
    std::int64_t id = 0;
    std::uint64_t picture = 0;  // its number for the sink
    std::uint64_t name_begin = 0;
    std::uint32_t name_size = 0;
    std::uint32_t index = 0;  // in the file's list
    Size size;
    bool wanted = false;
  };

  explicit CocoTables(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  // `too_large` beyond the bounds on images and their names.
  Result<void> add_image(std::size_t index, const json::value& element, Report& report);
  void add_category(std::size_t index, const json::value& element, Report& report, CocoLabels& labels);
  // Tells the sink of all images in the file's order, beginning at `next`, which is advanced; those with an id used before go to the report.
  Result<void> announce(Sink& sink, Report& report, std::uint64_t& next);

  // After announce(). Null when there is none.
  [[nodiscard]] const Image* find_image(std::int64_t id) const;
  [[nodiscard]] const std::string* find_category(std::int64_t id) const;

 private:
  void refuse(Report& report, std::string_view list, std::size_t index, std::string_view field, std::string_view reason) const;

  std::string name_;
  std::vector<Image> images_;  // by id, after announce()
  std::string names_;          // of the images, one behind the other, until announce()
  std::unordered_map<std::int64_t, std::string> categories_;
};

}  // namespace kindred::annotations
