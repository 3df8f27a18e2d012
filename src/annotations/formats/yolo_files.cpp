#include "annotations/formats/yolo_files.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "annotations/text.h"
#include "annotations/utf8.h"
#include "annotations/yaml_value.h"

namespace kindred::annotations {
namespace {

constexpr std::size_t kMaxNamesFile = 8 << 20;
constexpr std::size_t kMaxLabels = 100'000;
constexpr std::size_t kMaxKeypoints = 1'000;

bool is_yaml(std::string_view name) { return has_extension(name, ".yaml") || has_extension(name, ".yml"); }
bool is_classes_file(std::string_view name) { return last_part(name) == "classes.txt" || last_part(name) == "obj.names"; }

// What stands behind the last "/folder/", or all of it.
std::string_view behind(std::string_view path, std::string_view folder) {
  const std::string within = "/" + std::string(folder) + "/";
  if (const auto at = path.rfind(within); at != std::string_view::npos) return path.substr(at + within.size());
  if (path.starts_with(within.substr(1))) return path.substr(within.size() - 1);
  return path;
}

bool is_under(std::string_view path, std::string_view folder) { return behind(path, folder).size() != path.size(); }

std::string split_of(std::string_view path) {
  for (const std::string_view split : {"train", "val", "test"}) {
    if (path.starts_with(std::string(split) + "/")) return std::string(split);
  }
  return path.starts_with("valid/") ? "val" : "";
}

// Roboflow has the split before: train/images/a.jpg and train/labels/a.txt.
std::string key_of(std::string_view path, std::string_view folder) {
  const std::string_view rest = without_extension(behind(path, folder));
  const std::string before = is_under(path, folder) && split_of(rest).empty() ? split_of(path) : "";
  return before.empty() ? std::string(rest) : before + "/" + std::string(rest);
}

Picture picture_of(const std::string& key, std::string_view extension, const std::string& split) {
  Picture picture;
  picture.split = split_of(key);
  const auto behind_split = picture.split.empty() ? 0 : key.find('/') + 1;
  picture.file_name = key.substr(behind_split) + std::string(extension);
  if (picture.split.empty()) picture.split = split;
  return picture;
}

std::optional<std::size_t> index_of(const json::value& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string_view text = value.as_string();
  std::size_t index = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), index);
  return failure == std::errc{} && end == text.data() + text.size() ? std::optional(index) : std::nullopt;
}

Result<std::vector<Label>> labels_of(const json::value& names) {
  std::vector<Label> labels;
  const auto add = [&](const json::value& name) -> Result<void> {
    if (!name.is_string() || name.as_string().empty()) return invalid("a class has no name");
    if (labels.size() >= kMaxLabels) return invalid("there are more than " + std::to_string(kMaxLabels) + " classes");
    labels.push_back({.name = std::string(name.as_string()), .group = {}, .vertices = {}});
    return {};
  };
  if (names.is_array()) {
    for (const json::value& name : names.as_array())
      TRY(add(name));
  } else if (names.is_object()) {
    std::map<std::size_t, const json::value*> by_class;
    for (const auto& [key, name] : names.as_object()) {
      const auto index = index_of(json::value(key));
      if (!index) return invalid("the class '" + std::string(key) + "' is not a number");
      by_class.emplace(*index, &name);
    }
    for (const auto& [index, name] : by_class) {
      if (index != labels.size()) return invalid("the class " + std::to_string(labels.size()) + " has no name");
      TRY(add(*name));
    }
  } else {
    return invalid("'names' must be a list or a mapping");
  }
  return labels;
}

Result<void> read_keypoint_shape(const json::object& yaml, YoloNames& names) {
  const json::value* shape = yaml.if_contains("kpt_shape");
  if (shape == nullptr) return {};
  const json::array* pair = shape->if_array();
  const auto count = pair != nullptr && pair->size() == 2 ? index_of((*pair)[0]) : std::nullopt;
  const auto numbers = pair != nullptr && pair->size() == 2 ? index_of((*pair)[1]) : std::nullopt;
  if (!count || !numbers || *count > kMaxKeypoints || (*numbers != 2 && *numbers != 3))
    return invalid("'kpt_shape' must be [count, 2 or 3]");
  names.keypoints = *count;
  std::vector<std::string> vertices;  // the file doesn't say what they are called
  for (std::size_t i = 0; i < *count; ++i)
    vertices.push_back(std::to_string(i + 1));
  for (Label& label : names.labels)
    label.vertices = vertices;
  names.keypoint_numbers = *numbers;
  return {};
}

void read_lists(const json::object& yaml, const std::string& yaml_name, YoloNames& names) {
  const std::string folder(yaml_name.substr(0, yaml_name.size() - last_part(yaml_name).size()));
  std::map<std::string, int> uses;
  for (const std::string split : {"train", "val", "test"}) {
    const json::value* value = yaml.if_contains(split);
    if (value == nullptr || !value->is_string()) continue;
    std::string_view path = value->as_string();
    if (path.starts_with("./")) path.remove_prefix(2);
    if (!has_extension(path, ".txt")) continue;
    const std::string file = folder + std::string(path);
    names.lists[file] = ++uses[file] == 1 ? split : "";
  }
}

Result<YoloNames> names_of_yaml(std::string_view text, const std::string& name) {
  const json::value yaml = TRY(parse_yaml(text));
  if (!yaml.is_object() || !yaml.as_object().contains("names")) return invalid("it has no 'names'");
  YoloNames names;
  names.labels = TRY(labels_of(yaml.as_object().at("names")));
  TRY(read_keypoint_shape(yaml.as_object(), names));
  read_lists(yaml.as_object(), name, names);
  return names;
}

Result<YoloNames> names_of_classes(std::string_view text) {
  if (!is_utf8(text)) return invalid("it is not UTF-8");
  YoloNames names;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
      line.remove_suffix(1);
    if (!line.empty()) names.labels.push_back({.name = std::string(line), .group = {}, .vertices = {}});
    if (names.labels.size() > kMaxLabels) return invalid("there are more than " + std::to_string(kMaxLabels) + " classes");
  }
  return names;
}

}  // namespace

YoloLayout::YoloLayout(const std::vector<std::string>& names) {
  bool has_text_files = false;
  for (const std::string& name : names) {
    if (is_yaml(name) || is_classes_file(name)) names_files_.push_back(name);
    if (is_picture_name(name)) add_picture(name, "");
    const bool text = has_extension(name, ".txt");
    has_labels_folder_ = has_labels_folder_ || (text && is_under(name, "labels"));
    has_text_files = has_text_files || text;
  }
  if (!has_text_files) names_files_.clear();
  // data.yaml, then other YAML, then lists of classes; those nearer to the top first.
  const auto rank = [](const std::string& name) {
    const int kind = last_part(name) == "data.yaml" ? 0 : is_yaml(name) ? 1 : 2;
    return std::pair(kind, std::count(name.begin(), name.end(), '/'));
  };
  std::stable_sort(names_files_.begin(), names_files_.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

bool YoloLayout::is_label_file(std::string_view name) const {
  if (!has_extension(name, ".txt")) return false;
  if (has_labels_folder_) return is_under(name, "labels");
  constexpr std::array<std::string_view, 6> kOthers{"classes.txt", "train.txt", "val.txt", "valid.txt", "test.txt", "pictures.txt"};
  return std::find(kOthers.begin(), kOthers.end(), last_part(name)) == kOthers.end();
}

void YoloLayout::add_list(std::string_view text, const std::string& split) {
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("./")) line.remove_prefix(2);
    if (is_utf8(line) && !line.empty() && line.size() <= kMaxFileNameBytes && pictures_.size() < kMaxFiles) add_picture(line, split);
  }
}

void YoloLayout::add_picture(std::string_view path, const std::string& split) {
  const std::string key = key_of(path, "images");
  const std::string_view extension = path.substr(without_extension(path).size());
  pictures_.insert_or_assign(key, picture_of(key, extension, split));
}

Picture YoloLayout::take_picture(std::string_view label_file) {
  const std::string key = key_of(label_file, "labels");
  const auto found = pictures_.find(key);
  if (found == pictures_.end()) return picture_of(key, "", "");
  Picture picture = std::move(found->second);
  pictures_.erase(found);
  return picture;
}

Result<YoloNames> read_names(SourceFiles& files, const YoloLayout& layout, Report& report) {
  for (const std::string& candidate : layout.names_files()) {
    std::optional<Result<YoloNames>> names;
    TRY(files.for_each([&](std::string_view name) { return name == candidate; },
                       [&](std::string_view name, ByteReader& bytes) -> Result<void> {
                         const auto text = read_all(bytes, kMaxNamesFile, name);
                         if (!text && !is_of_one_file(text.error())) return text.error();
                         if (!text) {
                           names = text.error();
                         } else {
                           names = is_yaml(name) ? names_of_yaml(*text, candidate) : names_of_classes(*text);
                         }
                         return {};
                       }));
    if (names && *names) return *std::move(*names);
    if (names) report.add(ProblemKind::unreadable, candidate, names->error().message);
  }
  return invalid("There is no file with the names of the classes: a data.yaml with 'names', or a classes.txt, is needed");
}

}  // namespace kindred::annotations
