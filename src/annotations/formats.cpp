#include "annotations/formats.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "annotations/formats/all.h"

namespace kindred::annotations {
namespace {

// YOLO before COCO: its folders may hold other JSON files too.
constexpr std::array kFormats{
    Format{.name = "yolo",
           .title = "YOLO",
           .read = read_yolo,
           .make_writer = make_yolo_writer,
           .looks_like = looks_like_yolo,
           .polygons = true,
           .keypoints = true,
           .splits = true,
           .label_order = true},
    Format{.name = "coco",
           .title = "COCO",
           .read = read_coco,
           .make_writer = make_coco_writer,
           .looks_like = looks_like_coco,
           .polygons = true,
           .several_parts = true,
           .masks = true,
           .points = true,
           .classifications = true,
           .keypoints = true,
           .texts_and_attributes = true,
           .label_order = true},
    Format{.name = "pascal_voc",
           .title = "Pascal VOC",
           .read = read_pascal_voc,
           .make_writer = make_pascal_voc_writer,
           .looks_like = looks_like_pascal_voc,
           .polygons = true,
           .texts_and_attributes = true},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

Result<const Format*> find_format(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower == "voc") lower = "pascal_voc";
  std::string known;
  for (const Format& format : kFormats) {
    if (format.name == lower) return &format;
    known += (known.empty() ? "" : ", ") + std::string(format.name);
  }
  return invalid("There is no annotation format '" + std::string(name) + "': one of " + known + " is needed");
}

Result<const Format*> guess_format(const std::vector<std::string>& names) {
  for (const Format& format : kFormats) {
    if (format.looks_like(names)) return &format;
  }
  return invalid(
      "These files are of no known annotation format: COCO is a .json, YOLO has a data.yaml and .txt files, Pascal VOC has .xml files");
}

}  // namespace kindred::annotations
