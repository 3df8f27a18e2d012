// COCO's JSON: https://cocodataset.org/#format-data, with the `attributes` that CVAT and others add and Picsellia's `utf8_string`.
//
// Reading takes two passes, since the lists of a file come in any order: images and categories first, then annotations, none of which are
// kept. What an annotation is: a polygon when it has a segmentation of lists, a mask when that is run lengths, a box when there is none;
// a point when all it has is one keypoint, and a classification when it has nothing.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <unordered_map>

#include "annotations/coco_tables.h"
#include "annotations/formats/all.h"
#include "annotations/json_elements.h"
#include "annotations/rle.h"
#include "annotations/shape_checks.h"
#include "annotations/spool.h"
#include "annotations/text.h"

namespace kindred::annotations {
namespace {

// The field that is wrong goes to the Error's detail.
Error bad(std::string field, std::string reason) { return invalid(std::move(reason), std::move(field)); }

const json::value* field_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Result<std::vector<double>> numbers(const json::value& list, const std::string& field) {
  if (!list.is_array()) return bad(field, "it must be a list of numbers");
  std::vector<double> values;
  values.reserve(list.as_array().size());
  for (const json::value& item : list.as_array()) {
    if (!item.is_number()) return bad(field, "it must be a list of numbers");
    values.push_back(item.to_number<double>());
  }
  return values;
}

Result<Geometry> polygon_of(const json::array& parts) {
  Polygon polygon;
  for (const json::value& part : parts) {
    const std::vector<double> flat = TRY(numbers(part, "segmentation"));
    if (flat.size() % 2 != 0) return bad("segmentation", "a polygon has an odd count of numbers");
    Ring& ring = polygon.parts.emplace_back();
    for (std::size_t i = 0; i < flat.size(); i += 2)
      ring.push_back({flat[i], flat[i + 1]});
  }
  return Geometry(std::move(polygon));
}

Result<std::string> counts_of(const json::value* counts) {
  if (counts != nullptr && counts->is_string()) return std::string(counts->as_string());
  if (counts == nullptr || !counts->is_array()) return bad("segmentation.counts", "it must be a text or a list of numbers");
  std::vector<std::uint32_t> runs;
  for (const json::value& item : counts->as_array()) {
    json::error_code failure;
    runs.push_back(item.to_number<std::uint32_t>(failure));
    if (failure) return bad("segmentation.counts", "a run length is not a whole number that fits");
  }
  return counts_of_runs(runs);
}

Result<Geometry> mask_of(const json::object& object) {
  const json::value* size = field_of(object, "size");
  const std::vector<double> sides = size == nullptr ? std::vector<double>{} : TRY(numbers(*size, "segmentation.size"));
  constexpr double kLongest = 1'000'000;
  const bool whole = sides.size() == 2 && std::all_of(sides.begin(), sides.end(), [](double side) {
                       return side >= 1 && side <= kLongest && side == std::floor(side);
                     });
  if (!whole) return bad("segmentation.size", "it must be [height, width] in whole pixels");
  return Geometry(Mask{static_cast<int>(sides[1]), static_cast<int>(sides[0]), TRY(counts_of(field_of(object, "counts")))});
}

// Nothing when the annotation has no box.
Result<std::optional<Box>> bbox_of(const json::object& annotation) {
  const json::value* value = field_of(annotation, "bbox");
  if (value == nullptr) return std::optional<Box>{};
  const std::vector<double> sides = TRY(numbers(*value, "bbox"));
  if (sides.empty()) return std::optional<Box>{};
  if (sides.size() != 4) return bad("bbox", "it must have four numbers: x, y, width, height");
  return std::optional(Box{sides[0], sides[1], sides[2], sides[3]});
}

Result<std::vector<Keypoint>> keypoints_of(const json::object& annotation) {
  const json::value* value = field_of(annotation, "keypoints");
  if (value == nullptr) return std::vector<Keypoint>{};
  const std::vector<double> flat = TRY(numbers(*value, "keypoints"));
  if (flat.size() % 3 != 0) return bad("keypoints", "each must have three numbers: x, y, visibility");
  std::vector<Keypoint> keypoints;
  for (std::size_t i = 0; i < flat.size(); i += 3) {
    if (flat[i + 2] != 0 && flat[i + 2] != 1 && flat[i + 2] != 2) return bad("keypoints", "a visibility is not 0, 1 or 2");
    keypoints.push_back({flat[i], flat[i + 1], static_cast<Visibility>(static_cast<int>(flat[i + 2]))});
  }
  return keypoints;
}

Result<void> read_geometry(const json::object& annotation, Shape& shape) {
  shape.keypoints = TRY(keypoints_of(annotation));
  const json::value* segmentation = field_of(annotation, "segmentation");
  if (segmentation != nullptr && !segmentation->is_array() && !segmentation->is_object())
    return bad("segmentation", "it must be a list of polygons or run lengths");
  if (segmentation != nullptr && segmentation->is_object() && !segmentation->as_object().empty()) {
    shape.geometry = TRY(mask_of(segmentation->as_object()));
  } else if (segmentation != nullptr && segmentation->is_array() && !segmentation->as_array().empty()) {
    shape.geometry = TRY(polygon_of(segmentation->as_array()));
  } else if (const auto box = TRY(bbox_of(annotation))) {
    shape.geometry = *box;
  } else if (shape.keypoints.size() == 1) {
    shape.geometry = Point{shape.keypoints[0].x, shape.keypoints[0].y};
    shape.keypoints.clear();
  } else if (!shape.keypoints.empty()) {
    return bad("bbox", "keypoints need a box around them");
  }
  return {};
}

// What COCO says beside the shape becomes attributes, unless it has its usual value.
Result<void> read_attributes(const json::object& annotation, Shape& shape) {
  if (const json::value* value = field_of(annotation, "attributes")) {
    if (!value->is_object()) return bad("attributes", "it must be an object");
    for (const auto& [key, attribute] : value->as_object())  // one by one: the element's own memory is soon used for the next
      shape.attributes.emplace(key, attribute);
  }
  for (const std::string_view name : {"iscrowd", "score"}) {
    const json::value* value = field_of(annotation, name);
    if (value != nullptr && !value->is_number()) return bad(std::string(name), "it must be a number");
    if (value != nullptr) shape.attributes[name] = *value;
    const json::value* kept = shape.attributes.if_contains(name);
    if (kept != nullptr && kept->is_number() && kept->to_number<double>() == 0) shape.attributes.erase(name);
  }
  if (const json::value* value = field_of(annotation, "utf8_string")) {
    if (!value->is_string()) return bad("utf8_string", "it must be a text");
    shape.text = std::string(value->as_string());
  }
  return {};
}

class Reader {
 public:
  Reader(SourceFiles& files, Sink& sink, Report& report) : files_(files), sink_(sink), report_(report) {}

  Result<void> read() {
    TRY(files_.for_each(wanted_, [&](std::string_view name, ByteReader& bytes) { return read_tables(name, bytes); }));
    if (tables_.empty()) return invalid("There is no COCO file: a .json with the list 'images' is needed");
    TRY(sink_.labels(labels_.list()));
    for (auto& [name, tables] : tables_)
      TRY(tables.announce(sink_, report_, pictures_));
    return files_.for_each(wanted_, [&](std::string_view name, ByteReader& bytes) { return read_annotations(std::string(name), bytes); });
  }

 private:
  Result<void> read_tables(std::string_view name, ByteReader& bytes) {
    CocoTables tables{std::string(name)};
    bool has_images = false;
    const auto broken =
        TRY(read_json_elements(bytes, name,
                               {.wanted =
                                    [&](std::string_view key) {
                                      has_images = has_images || key == "images";
                                      return key == "images" || key == "categories";
                                    },
                                .element = [&](std::string_view key, std::size_t index, const json::value& element) -> Result<void> {
                                  if (key == "images") return tables.add_image(index, element, report_);
                                  tables.add_category(index, element, report_, labels_);
                                  return {};
                                },
                                .not_a_list = [&](std::string_view key) -> Result<void> {
                                  report_.add(ProblemKind::refused, std::string(name) + ": " + std::string(key), "it must be a list");
                                  return {};
                                }}));
    if (broken) report_.add(ProblemKind::unreadable, name, broken->message);
    if (has_images) {
      tables_.emplace(std::string(name), std::move(tables));
    } else if (!broken) {
      report_.add(ProblemKind::refused, name, "it is not a COCO file: it has no list 'images'");
    }
    return {};
  }

  Result<void> read_annotations(const std::string& name, ByteReader& bytes) {
    const auto tables = tables_.find(name);
    if (tables == tables_.end()) return {};
    ids_ = {};
    TRY(read_json_elements(bytes, name,  // what breaks the file was reported by the first pass
                           {.wanted = [](std::string_view key) { return key == "annotations"; },
                            .element = [&](std::string_view, std::size_t index,
                                           const json::value& element) { return read_annotation(tables->second, index, element); },
                            .not_a_list = [&](std::string_view key) -> Result<void> {
                              report_.add(ProblemKind::refused, name + ": " + std::string(key), "it must be a list");
                              return {};
                            }}));
    return {};
  }

  Result<void> read_annotation(const CocoTables& tables, std::size_t index, const json::value& element) {
    const auto place = [&](std::string_view field = {}) {
      return tables.name() + ": annotations[" + std::to_string(index) + "]" + (field.empty() ? "" : ".") + std::string(field);
    };
    const auto refuse = [&](std::string_view field, std::string_view reason) -> Result<void> {
      report_.add(ProblemKind::refused, place(field), reason);
      return {};
    };
    if (!element.is_object()) return refuse({}, "it must be an object");
    const json::object& annotation = element.as_object();
    const auto image_id = whole_number(annotation, "image_id");
    if (!image_id) return refuse("image_id", "it must be a whole number");
    const auto* image = tables.find_image(*image_id);
    if (image == nullptr) return refuse("image_id", "there is no image " + std::to_string(*image_id));
    if (!image->wanted) return {};
    const auto category_id = whole_number(annotation, "category_id");
    if (!category_id) return refuse("category_id", "it must be a whole number");
    const std::string* label = tables.find_category(*category_id);
    if (label == nullptr) return refuse("category_id", "there is no category " + std::to_string(*category_id));
    Shape shape;
    shape.label = *label;
    if (const auto good = read_geometry(annotation, shape); !good) return refuse(good.error().detail, good.error().message);
    if (const auto good = read_attributes(annotation, shape); !good) return refuse(good.error().detail, good.error().message);
    if (const auto id = whole_number(annotation, "id"); id && !ids_.insert(*id))
      report_.add(ProblemKind::odd, place("id"), "the id " + std::to_string(*id) + " was used before");
    return deliver(sink_, report_, image->picture, image->size, std::move(shape), place);
  }

  SourceFiles& files_;
  Sink& sink_;
  Report& report_;
  const SourceFiles::Wanted wanted_ = [](std::string_view name) { return has_extension(name, ".json"); };
  std::map<std::string, CocoTables> tables_;
  CocoLabels labels_;
  std::uint64_t pictures_ = 0;
  SeenIds ids_;
};

void append_text(std::string& out, std::string_view text) { out += json::serialize(json::string(text)); }

void append_list(std::string& out, std::initializer_list<double> numbers) {
  out += '[';
  for (const double number : numbers) {
    if (out.back() != '[') out += ',';
    append_number(out, number);
  }
  out += ']';
}

double area_of(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[(i + 1) % ring.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return std::abs(twice) / 2;
}

double area_of(const Geometry& geometry) {
  if (const auto* box = std::get_if<Box>(&geometry)) return box->w * box->h;
  double area = 0;
  if (const auto* polygon = std::get_if<Polygon>(&geometry)) {
    for (const Ring& ring : polygon->parts)
      area += area_of(ring);
  } else if (const auto* mask = std::get_if<Mask>(&geometry)) {
    const auto runs = runs_of(*mask);
    if (runs) area = static_cast<double>(area_of_runs(*runs));
  }
  return area;
}

void append_segmentation(std::string& out, const Geometry& geometry) {
  if (const auto* mask = std::get_if<Mask>(&geometry)) {
    out += R"({"size":)";
    append_list(out, {static_cast<double>(mask->height), static_cast<double>(mask->width)});
    out += R"(,"counts":)";
    append_text(out, mask->counts);
    out += '}';
    return;
  }
  out += '[';
  if (const auto* polygon = std::get_if<Polygon>(&geometry)) {
    for (const Ring& ring : polygon->parts) {
      if (out.back() != '[') out += ',';
      out += '[';
      for (const Point& point : ring) {
        if (out.back() != '[') out += ',';
        append_number(out, point.x);
        out += ',';
        append_number(out, point.y);
      }
      out += ']';
    }
  }
  out += ']';
}

void append_keypoints(std::string& out, const std::vector<Keypoint>& keypoints) {
  out += R"(,"keypoints":[)";
  for (const Keypoint& keypoint : keypoints) {
    if (out.back() != '[') out += ',';
    append_number(out, keypoint.x);
    out += ',';
    append_number(out, keypoint.y);
    out += ',' + std::to_string(static_cast<int>(keypoint.visibility));
  }
  const auto labelled =
      std::count_if(keypoints.begin(), keypoints.end(), [](const Keypoint& k) { return k.visibility != Visibility::not_labelled; });
  out += R"(],"num_keypoints":)" + std::to_string(labelled);
}

// Annotations go straight to the file, images wait in a spool: a list can't be begun before the one before it has ended.
class CocoWriter : public Writer {
 public:
  CocoWriter(TargetFiles& files, Report& report, const WriteOptions& options) : files_(files), report_(report), options_(options) {}

  Result<void> labels(std::span<const Label> labels) override {
    TRY(files_.begin("annotations.json"));
    std::string out = "{\"info\":{\"description\":\"Exported by Kindred\"},\n\"licenses\":[],\n\"categories\":[";
    for (const Label& label : labels) {
      const std::int64_t id = static_cast<std::int64_t>(ids_.size()) + 1;
      ids_.emplace(label.name, id);
      out += id == 1 ? "\n" : ",\n";
      append_label(out, label, id);
    }
    return files_.write(out + "],\n\"annotations\":[");
  }

  Result<void> picture(const Picture& picture, std::span<const Shape> shapes) override {
    ++images_;
    ++report_.pictures;
    if (!picture.split.empty()) report_.add(ProblemKind::lost, picture.file_name, "COCO can't say which split a picture is in");
    std::string image = (images_ == 1 ? "\n{\"id\":" : ",\n{\"id\":") + std::to_string(images_) + ",\"file_name\":";
    append_text(image, picture.file_name);
    if (picture.size != Size{})
      image += ",\"width\":" + std::to_string(picture.size.width) + ",\"height\":" + std::to_string(picture.size.height);
    TRY(image_spool_.append(image + "}"));
    std::string out;
    for (const Shape& shape : shapes)
      append_shape(out, picture, shape);
    return files_.write(out);
  }

  Result<void> finish() override {
    TRY(files_.write("],\n\"images\":["));
    TRY(image_spool_.copy_to(files_));
    TRY(files_.write("]}\n"));
    return files_.end();
  }

 private:
  static void append_label(std::string& out, const Label& label, std::int64_t id) {
    out += "{\"id\":" + std::to_string(id) + ",\"name\":";
    append_text(out, label.name);
    if (!label.group.empty()) {
      out += ",\"supercategory\":";
      append_text(out, label.group);
    }
    if (!label.vertices.empty()) {
      json::array edges;
      for (const auto& [from, to] : label.edges)
        edges.push_back({from + 1, to + 1});  // COCO counts from 1
      out += ",\"keypoints\":" + json::serialize(json::value_from(label.vertices)) + ",\"skeleton\":" + json::serialize(edges);
    }
    out += '}';
  }

  void append_shape(std::string& out, const Picture& picture, const Shape& shape) {
    if (std::holds_alternative<Line>(shape.geometry)) {
      report_.add(ProblemKind::lost, picture.file_name, "COCO has no lines");
      return;
    }
    ++annotations_;
    ++report_.shapes;
    Geometry geometry = shape.geometry;
    const auto box = box_of(geometry);
    const bool has_area = !std::holds_alternative<Point>(geometry);
    if (options_.boxes_only && box && has_area) geometry = *box;
    out += annotations_ == 1 ? "\n{\"id\":" : ",\n{\"id\":";
    out += std::to_string(annotations_) + ",\"image_id\":" + std::to_string(images_) +
           ",\"category_id\":" + std::to_string(ids_.at(shape.label));
    out += ",\"bbox\":";
    if (box && has_area) {
      append_list(out, {box->x, box->y, box->w, box->h});
    } else {
      out += "[]";
    }
    out += ",\"segmentation\":";
    append_segmentation(out, geometry);
    out += ",\"area\":";
    append_number(out, area_of(geometry));
    append_attributes(out, shape.attributes);
    if (const auto* point = std::get_if<Point>(&geometry)) {
      append_keypoints(out, {{point->x, point->y, Visibility::visible}});
    } else if (!shape.keypoints.empty()) {
      append_keypoints(out, shape.keypoints);
    }
    if (!shape.text.empty()) {
      out += ",\"utf8_string\":";
      append_text(out, shape.text);
    }
    out += '}';
  }

  static void append_attributes(std::string& out, const json::object& attributes) {
    json::object others = attributes;
    const json::value* crowd = attributes.if_contains("iscrowd");
    const bool own_field = crowd == nullptr || crowd->is_number();
    out += ",\"iscrowd\":" + (crowd != nullptr && own_field ? json::serialize(*crowd) : "0");
    if (own_field) others.erase("iscrowd");
    const json::value* score = attributes.if_contains("score");
    if (score != nullptr && score->is_number()) {
      out += ",\"score\":" + json::serialize(*score);
      others.erase("score");
    }
    if (!others.empty()) out += ",\"attributes\":" + json::serialize(others);
  }

  TargetFiles& files_;
  Report& report_;
  WriteOptions options_;
  std::unordered_map<std::string, std::int64_t> ids_;
  Spool image_spool_;
  std::int64_t images_ = 0;
  std::int64_t annotations_ = 0;
};

}  // namespace

Result<void> read_coco(SourceFiles& files, Sink& sink, Report& report) { return Reader(files, sink, report).read(); }

std::unique_ptr<Writer> make_coco_writer(TargetFiles& files, Report& report, const WriteOptions& options) {
  return std::make_unique<CocoWriter>(files, report, options);
}

bool looks_like_coco(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) { return has_extension(name, ".json"); });
}

}  // namespace kindred::annotations
