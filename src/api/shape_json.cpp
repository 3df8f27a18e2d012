#include "api/shape_json.h"

#include <array>
#include <cmath>

#include "api/fields.h"

namespace kindred::api {
namespace {

struct KindNames {
  ShapeKind kind;
  std::string_view plural;
  std::string_view field;  // that holds the geometry; of rectangles and classifications none
};
constexpr std::array<KindNames, 7> kKinds{{{ShapeKind::rectangle, "rectangles", ""},
                                           {ShapeKind::polygon, "polygons", "polygon"},
                                           {ShapeKind::line, "lines", "line"},
                                           {ShapeKind::point, "points", "point"},
                                           {ShapeKind::classification, "classifications", ""},
                                           {ShapeKind::mask, "masks", "mask"},
                                           {ShapeKind::keypoints, "keypoints", "keypoints"}}};

const KindNames& names_of(ShapeKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

json::value stored(const std::string& text) {
  if (text.empty()) return nullptr;
  auto value = parse_json(text, "a stored value");
  return value ? *std::move(value) : json::value(nullptr);
}
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array to_json(const Point& point) { return {point.x, point.y}; }
json::array to_json(const std::vector<Point>& points) {
  json::array list;
  list.reserve(points.size());
  for (const Point& point : points)
    list.emplace_back(to_json(point));
  return list;
}

struct PutGeometry {
  json::object& object;
  void operator()(const Rectangle& r) const {
    object["x"] = r.x;
    object["y"] = r.y;
    object["w"] = r.w;
    object["h"] = r.h;
  }
  void operator()(const Polygon& polygon) const { object["polygon"] = to_json(polygon.points); }
  void operator()(const Line& line) const { object["line"] = to_json(line.points); }
  void operator()(const Point& point) const { object["point"] = to_json(point); }
  void operator()(const Classification&) const {}
  void operator()(const Mask& mask) const {
    object["mask"] = mask.counts;
    object["area"] = mask.area;
    object["bbox"] = json::array{mask.box.x, mask.box.y, mask.box.w, mask.box.h};
  }
  void operator()(const Keypoints& keypoints) const {
    json::array list;
    for (const Keypoint& point : keypoints.points)
      list.emplace_back(json::array{point.at.x, point.at.y, point.visibility});
    object["keypoints"] = std::move(list);
  }
};

json::object lists_of_kinds() {
  json::object object;
  for (const KindNames& names : kKinds)
    object[names.plural] = json::array();
  return object;
}

Error refused(std::string_view field, std::string_view why) {
  return invalid("The field '" + std::string(field) + "' " + std::string(why));
}

// "annotations[3].rectangles[0]: The field 'w' must …"
Error at(std::string_view place, Error error) {
  error.message = std::string(place) + ": " + error.message;
  return error;
}

Result<std::int32_t> coordinate(const json::value& value, std::string_view field) {
  json::error_code failure;
  const double number = value.is_number() ? value.to_number<double>(failure) : std::nan("");
  if (failure || !std::isfinite(number)) return refused(field, "must be made of numbers");
  const double whole = std::round(number);
  if (std::abs(whole) > usecases::kMaxCoordinate) {
    return refused(field, "is beyond " + std::to_string(usecases::kMaxCoordinate) + ", further than any picture goes");
  }
  return static_cast<std::int32_t>(whole);
}

Result<std::int32_t> required_coordinate(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(field);
  if (value == nullptr) return refused(field, "is missing");
  return coordinate(*value, field);
}

Result<const json::array*> list_of(const json::value* value, std::string_view field, std::size_t most) {
  if (value == nullptr || value->is_null()) return refused(field, "is missing");
  if (!value->is_array()) return refused(field, "must be a list");
  if (value->get_array().size() > most) {
    return Error{ErrorKind::too_large, "The field '" + std::string(field) + "' may have at most " + std::to_string(most) + " entries", {}};
  }
  return &value->get_array();
}

Result<Point> point_of(const json::value& value, std::string_view field) {
  const json::array* pair = value.if_array();
  if (pair == nullptr || pair->size() != 2) return refused(field, "must be made of pairs [x, y]");
  return Point{TRY(coordinate((*pair)[0], field)), TRY(coordinate((*pair)[1], field))};
}

Result<std::vector<Point>> points_of(const json::value* value, std::string_view field) {
  const json::array& list = *TRY(list_of(value, field, usecases::kMaxPoints));
  std::vector<Point> points;
  points.reserve(list.size());
  for (const json::value& point : list)
    points.push_back(TRY(point_of(point, field)));
  return points;
}

Result<Keypoints> keypoints_of(const json::value* value) {
  const json::array& list = *TRY(list_of(value, "keypoints", usecases::kMaxPoints));
  Keypoints keypoints;
  for (const json::value& entry : list) {
    const json::array* triple = entry.if_array();
    if (triple == nullptr || triple->size() != 3) return refused("keypoints", "must be made of triples [x, y, visibility]");
    keypoints.points.push_back({{TRY(coordinate((*triple)[0], "keypoints")), TRY(coordinate((*triple)[1], "keypoints"))},
                                TRY(coordinate((*triple)[2], "keypoints"))});
  }
  return keypoints;
}

// From the field of the kind's name.
Result<Geometry> geometry_of(ShapeKind kind, const json::value* value) {
  const std::string_view field = names_of(kind).field;
  switch (kind) {
    case ShapeKind::polygon: return Geometry(Polygon{TRY(points_of(value, field))});
    case ShapeKind::line: return Geometry(Line{TRY(points_of(value, field))});
    case ShapeKind::point:
      if (value == nullptr) return refused(field, "is missing");
      return Geometry(TRY(point_of(*value, field)));
    case ShapeKind::mask:
      if (value == nullptr || !value->is_string()) return refused(field, "must be COCO's compressed run lengths, a string");
      return Geometry(Mask{std::string(value->get_string()), 0, {}});
    case ShapeKind::keypoints: return Geometry(TRY(keypoints_of(value)));
    case ShapeKind::rectangle:
    case ShapeKind::classification: break;
  }
  return Geometry(Classification{});
}

Result<Geometry> geometry_in(const json::object& object, ShapeKind kind) {
  if (kind != ShapeKind::rectangle) return geometry_of(kind, object.if_contains(names_of(kind).field));
  return Geometry(Rectangle{TRY(required_coordinate(object, "x")), TRY(required_coordinate(object, "y")),
                            TRY(required_coordinate(object, "w")), TRY(required_coordinate(object, "h"))});
}

Result<usecases::ShapeInput> parse_shape(const json::value& value, ShapeKind kind) {
  if (!value.is_object()) return invalid("A shape must be an object");
  const json::object& object = value.get_object();
  usecases::ShapeInput input;
  const std::string label = TRY(required_string(object, "label_id"));
  input.label_id = TRY(LabelId::parse(label));
  input.geometry = TRY(geometry_in(object, kind));
  input.text = TRY(optional_string(object, "text")).value_or("");
  input.attributes_json = TRY(object_text(object, "attributes"));
  return input;
}

Result<void> append(const json::object& object, ShapeKind kind, std::string_view place, std::vector<usecases::ShapeInput>& shapes) {
  const std::string_view plural = names_of(kind).plural;
  const json::value* list = object.if_contains(plural);
  if (list == nullptr || list->is_null()) return {};
  const json::array& entries = *TRY(list_of(list, plural, usecases::kMaxShapesPerRequest));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto shape = parse_shape(entries[i], kind);
    if (!shape) return at(std::string(place) + std::string(plural) + "[" + std::to_string(i) + "]", std::move(shape).error());
    shapes.push_back(*std::move(shape));
  }
  return {};
}

// x, y, w and h one by one, or all four as `coords`.
Result<std::optional<Geometry>> changed_rectangle(const json::object& object, Rectangle rectangle) {
  if (const json::value* coords = object.if_contains("coords")) {
    const json::array& four = *TRY(list_of(coords, "coords", 4));
    if (four.size() != 4) return refused("coords", "must be [x, y, w, h]");
    return std::optional<Geometry>(Rectangle{TRY(coordinate(four[0], "coords")), TRY(coordinate(four[1], "coords")),
                                             TRY(coordinate(four[2], "coords")), TRY(coordinate(four[3], "coords"))});
  }
  bool changed = false;
  const auto take = [&](std::string_view field, std::int32_t& member) -> Result<void> {
    const json::value* value = object.if_contains(field);
    if (value == nullptr || value->is_null()) return {};
    member = TRY(coordinate(*value, field));
    changed = true;
    return {};
  };
  TRY(take("x", rectangle.x));
  TRY(take("y", rectangle.y));
  TRY(take("w", rectangle.w));
  TRY(take("h", rectangle.h));
  if (!changed) return std::optional<Geometry>();
  return std::optional<Geometry>(rectangle);
}

Result<std::optional<Geometry>> changed_geometry(const json::object& object, const Geometry& before) {
  if (const auto* rectangle = std::get_if<Rectangle>(&before)) return changed_rectangle(object, *rectangle);
  const std::string_view field = names_of(kind_of(before)).field;
  const json::value* value = field.empty() ? nullptr : object.if_contains(field);
  if (value == nullptr && !field.empty()) value = object.if_contains("coords");
  if (value == nullptr) return std::optional<Geometry>();
  return std::optional(TRY(geometry_of(kind_of(before), value)));
}

}  // namespace

std::string_view plural_of(ShapeKind kind) { return names_of(kind).plural; }

json::object to_json(const Label& label) {
  return {{"id", to_string(label.id)},
          {"name", label.name},
          {"group_id", label.group_id ? json::value(to_string(*label.group_id)) : json::value(nullptr)},
          {"attributes", stored(label.attributes_json)},
          {"created_at", to_iso8601(label.created_at)}};
}

json::object to_json(const LabelGroup& group) {
  return {{"id", to_string(group.id)},
          {"name", group.name},
          {"parent_id", group.parent_id ? json::value(to_string(*group.parent_id)) : json::value(nullptr)}};
}

json::object to_json(const Annotation& annotation) {
  return {{"id", to_string(annotation.id)},
          {"asset_id", to_string(annotation.asset_id)},
          {"duration", annotation.duration},
          {"status", to_string(annotation.status)},
          {"attributes", stored(annotation.attributes_json)},
          {"username", annotation.username},
          {"created_at", to_iso8601(annotation.created_at)}};
}

json::object to_json(const Shape& shape) {
  json::object object{{"id", to_string(shape.id)},
                      {"type", to_string(kind_of(shape.geometry))},
                      {"label", {{"id", to_string(shape.label_id)}, {"name", shape.label_name}}},
                      {"text", text_or_null(shape.text)},
                      {"attributes", stored(shape.attributes_json)},
                      {"status", to_string(shape.status)},
                      {"annotation_id", to_string(shape.annotation_id)},
                      {"asset_id", to_string(shape.asset_id)},
                      {"revision", shape.revision},
                      {"created_at", to_iso8601(shape.created_at)}};
  std::visit(PutGeometry{object}, shape.geometry);
  return object;
}

json::object to_json(const usecases::LoadedAnnotation& loaded) {
  json::object object = to_json(loaded.annotation);
  json::object lists = lists_of_kinds();
  for (const Shape& shape : loaded.shapes) {
    json::object one{{"id", to_string(shape.id)},
                     {"label", shape.label_name},
                     {"text", text_or_null(shape.text)},
                     {"attributes", stored(shape.attributes_json)}};
    std::visit(PutGeometry{one}, shape.geometry);
    lists[names_of(kind_of(shape.geometry)).plural].as_array().emplace_back(std::move(one));
  }
  for (auto& [plural, list] : lists)
    object[plural] = std::move(list);
  return object;
}

json::object label_ids_json(const usecases::LoadedAnnotation& loaded) {
  json::object lists = lists_of_kinds();
  for (const Shape& shape : loaded.shapes)
    lists[names_of(kind_of(shape.geometry)).plural].as_array().emplace_back(json::object{{"label_id", to_string(shape.label_id)}});
  return lists;
}

Result<std::vector<usecases::ShapeInput>> parse_shapes(const json::object& object, std::string_view place) {
  std::vector<usecases::ShapeInput> shapes;
  for (const KindNames& names : kKinds)
    TRY(append(object, names.kind, place, shapes));
  return shapes;
}

Result<std::vector<usecases::ShapeInput>> parse_shapes(const json::object& object, ShapeKind kind) {
  const json::value* list = object.if_contains(names_of(kind).plural);
  if (list == nullptr || list->is_null()) return refused(names_of(kind).plural, "is missing");
  std::vector<usecases::ShapeInput> shapes;
  TRY(append(object, kind, "", shapes));
  return shapes;
}

Result<store::ShapeChange> parse_shape_change(const json::object& object, const Shape& before) {
  store::ShapeChange change;
  if (const auto label = TRY(optional_string(object, "label_id"))) change.label_id = TRY(LabelId::parse(*label));
  change.geometry = TRY(changed_geometry(object, before.geometry));
  change.text = TRY(optional_string(object, "text"));
  if (object.contains("attributes")) change.attributes_json = TRY(object_text(object, "attributes"));
  if (const auto status = TRY(optional_string(object, "status"))) change.status = TRY(word(*status, "status", parse_shape_status));
  return change;
}

}  // namespace kindred::api
