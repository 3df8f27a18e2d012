#include "annotations/coco_tables.h"

#include <algorithm>

#include "annotations/files.h"

namespace kindred::annotations {
namespace {

constexpr std::size_t kMaxNameBytes = 512 << 20;  // of all images of a file together
constexpr std::int64_t kLongestSide = 1'000'000;

std::string text_of(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(field);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

Size size_of(const json::object& image) {
  const std::int64_t width = whole_number(image, "width").value_or(0);
  const std::int64_t height = whole_number(image, "height").value_or(0);
  const bool told = width > 0 && height > 0 && width <= kLongestSide && height <= kLongestSide;
  return told ? Size{static_cast<int>(width), static_cast<int>(height)} : Size{};
}

// Nothing when a skeleton is malformed.
std::optional<std::vector<std::pair<std::size_t, std::size_t>>> edges_of(const json::object& category, std::size_t vertices) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  const json::value* value = category.if_contains("skeleton");
  if (value == nullptr || value->is_null()) return edges;
  if (!value->is_array()) return std::nullopt;
  for (const json::value& item : value->as_array()) {
    const json::array* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2) return std::nullopt;
    json::error_code failure;
    json::error_code other_failure;
    const auto from = (*pair)[0].to_number<std::size_t>(failure);
    const auto to = (*pair)[1].to_number<std::size_t>(other_failure);
    if (failure || other_failure || from < 1 || to < 1 || from > vertices || to > vertices) return std::nullopt;
    edges.emplace_back(from - 1, to - 1);
  }
  return edges;
}

// Nothing when a name is no text.
std::optional<std::vector<std::string>> vertices_of(const json::object& category) {
  std::vector<std::string> names;
  const json::value* value = category.if_contains("keypoints");
  if (value == nullptr || value->is_null()) return names;
  if (!value->is_array()) return std::nullopt;
  for (const json::value& name : value->as_array()) {
    if (!name.is_string()) return std::nullopt;
    names.emplace_back(name.as_string());
  }
  return names;
}

}  // namespace

std::optional<std::int64_t> whole_number(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(field);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  json::error_code failure;
  const auto number = value->to_number<std::int64_t>(failure);
  return failure ? std::nullopt : std::optional(number);
}

bool CocoLabels::add(Label label) {
  if (list_.size() >= kMost) return false;
  if (by_name_.emplace(label.name, list_.size()).second) list_.push_back(std::move(label));
  return true;
}

bool SeenIds::insert(std::int64_t id) {
  auto after = runs_.upper_bound(id);
  auto before = after == runs_.begin() ? runs_.end() : std::prev(after);
  if (before != runs_.end() && before->second >= id) return false;
  const bool joins_before = before != runs_.end() && before->second + 1 == id;
  const bool joins_after = after != runs_.end() && after->first - 1 == id;
  if (joins_before && joins_after) {
    before->second = after->second;
    runs_.erase(after);
  } else if (joins_before) {
    before->second = id;
  } else if (joins_after) {
    const std::int64_t last = after->second;
    runs_.emplace_hint(runs_.erase(after), id, last);
  } else if (runs_.size() < kMostRuns) {
    runs_.emplace_hint(after, id, id);
  }
  return true;
}

void CocoTables::refuse(Report& report, std::string_view list, std::size_t index, std::string_view field, std::string_view reason) const {
  report.add(ProblemKind::refused,
             name_ + ": " + std::string(list) + "[" + std::to_string(index) + "]" + (field.empty() ? "" : ".") + std::string(field),
             reason);
}

Result<void> CocoTables::add_image(std::size_t index, const json::value& element, Report& report) {
  if (images_.size() >= kMaxFiles)
    return Error{ErrorKind::too_large, "'" + name_ + "' has more than " + std::to_string(kMaxFiles) + " images", {}};
  const json::object* object = element.if_object();
  if (object == nullptr) return refuse(report, "images", index, {}, "it must be an object"), Result<void>();
  const auto id = whole_number(*object, "id");
  if (!id) return refuse(report, "images", index, "id", "it must be a whole number"), Result<void>();
  const std::string name = text_of(*object, "file_name");
  if (name.empty() || name.size() > kMaxFileNameBytes)
    return refuse(report, "images", index, "file_name", "it must be a text of 1 to 1024 bytes"), Result<void>();
  if (names_.size() + name.size() > kMaxNameBytes)
    return Error{ErrorKind::too_large, "The file names of '" + name_ + "' are too long together", {}};
  images_.push_back({.id = *id,
                     .name_begin = names_.size(),
                     .name_size = static_cast<std::uint32_t>(name.size()),
                     .index = static_cast<std::uint32_t>(index),
                     .size = size_of(*object)});
  names_ += name;
  return {};
}

void CocoTables::add_category(std::size_t index, const json::value& element, Report& report, CocoLabels& labels) {
  const auto refused = [&](std::string_view field, std::string_view reason) { refuse(report, "categories", index, field, reason); };
  const json::object* object = element.if_object();
  if (object == nullptr) return refused({}, "it must be an object");
  const auto id = whole_number(*object, "id");
  if (!id) return refused("id", "it must be a whole number");
  Label label{.name = text_of(*object, "name"), .group = text_of(*object, "supercategory"), .vertices = {}};
  if (label.name.empty()) return refused("name", "it must be a text that is not empty");
  auto vertices = vertices_of(*object);
  if (!vertices) return refused("keypoints", "it must be a list of names");
  auto edges = edges_of(*object, vertices->size());
  if (!edges) return refused("skeleton", "it must be a list of pairs of keypoints, counted from 1");
  label.vertices = *std::move(vertices);
  label.edges = *std::move(edges);
  if (categories_.contains(*id)) return refused("id", "the id " + std::to_string(*id) + " was used before");
  std::string name = label.name;
  if (!labels.add(std::move(label))) return refused({}, "there are more than " + std::to_string(CocoLabels::kMost) + " categories");
  categories_.emplace(*id, std::move(name));
}

Result<void> CocoTables::announce(Sink& sink, Report& report, std::uint64_t& next) {
  const auto by_id = [](const Image& a, const Image& b) { return a.id != b.id ? a.id < b.id : a.index < b.index; };
  const auto by_index = [](const Image& a, const Image& b) { return a.index < b.index; };
  std::sort(images_.begin(), images_.end(), by_id);
  const auto second = std::unique(images_.begin(), images_.end(), [&](const Image& a, const Image& b) {
    if (a.id == b.id) refuse(report, "images", b.index, "id", "the id " + std::to_string(b.id) + " was used before");
    return a.id == b.id;
  });
  images_.erase(second, images_.end());
  std::sort(images_.begin(), images_.end(), by_index);
  for (Image& image : images_) {
    const auto size = TRY(sink.picture({names_.substr(image.name_begin, image.name_size), image.size, {}}));
    image.picture = next++;
    image.wanted = size.has_value();
    if (image.wanted) ++report.pictures;
    if (image.wanted && *size != Size{}) image.size = *size;
  }
  names_ = {};
  std::sort(images_.begin(), images_.end(), by_id);
  return {};
}

const CocoTables::Image* CocoTables::find_image(std::int64_t id) const {
  const auto found =
      std::lower_bound(images_.begin(), images_.end(), id, [](const Image& image, std::int64_t wanted) { return image.id < wanted; });
  return found == images_.end() || found->id != id ? nullptr : &*found;
}

const std::string* CocoTables::find_category(std::int64_t id) const {
  const auto found = categories_.find(id);
  return found == categories_.end() ? nullptr : &found->second;
}

}  // namespace kindred::annotations
