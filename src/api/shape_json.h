// Shapes and Annotations as JSON of the wire contract, and back.
//
// A kind's shapes come in lists under its plural ("rectangles"), and one shape has the fields of its kind: x, y, w and h of a rectangle,
// polygon, line, point, mask and keypoints by their names, nothing of a classification. Coordinates that are not whole are rounded to
// the nearest pixel. Errors: `invalid`, naming the place in the body ("annotations[3].rectangles[0]") and the field.
// Thread-safety: free functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/annotation.h"
#include "model/label.h"
#include "model/shape.h"
#include "usecases/annotate.h"
#include "usecases/shape_input.h"

namespace kindred::api {

std::string_view plural_of(ShapeKind kind);  // "rectangles"

json::object to_json(const Label& label);
json::object to_json(const LabelGroup& group);
json::object to_json(const Annotation& annotation);
// With what the contract wants and all else that is known.
json::object to_json(const Shape& shape);
// Of an Annotation that is loaded with its shapes, which are sorted by kind; `label` is the Label's name there.
json::object to_json(const usecases::LoadedAnnotation& loaded);
// The same with no more of a shape than its Label's id.
json::object label_ids_json(const usecases::LoadedAnnotation& loaded);

// All kinds' lists of an object, in the order of ShapeKind; `place` stands in front of what an error names.
Result<std::vector<usecases::ShapeInput>> parse_shapes(const json::object& object, std::string_view place);
// One kind's list, which must be there.
Result<std::vector<usecases::ShapeInput>> parse_shapes(const json::object& object, ShapeKind kind);
// What a PATCH of a shape gives: fields that are absent stay as they are in `before`.
Result<store::ShapeChange> parse_shape_change(const json::object& object, const Shape& before);

template <typename T>
json::array list_json(const std::vector<T>& items) {
  json::array list;
  list.reserve(items.size());
  for (const T& item : items)
    list.emplace_back(to_json(item));
  return list;
}

}  // namespace kindred::api
