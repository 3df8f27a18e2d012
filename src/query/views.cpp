// The field trees. A name stands once; what has two names has two rows.
#include <algorithm>
#include <array>
#include <utility>

#include "query/schema.h"

namespace kindred::query {
namespace {

constexpr std::array<std::string_view, 2> kMediaTypes{"IMAGE", "VIDEO"};
constexpr std::array<std::string_view, 4> kUploadStatuses{"PENDING", "COMPUTING", "ERROR", "DONE"};
constexpr std::array<std::string_view, 4> kEmbeddingStatuses{"PENDING", "DONE", "ERROR", "UNSUPPORTED"};

enum class Null { never, possible };

class Fields {
 public:
  explicit Fields(Subject subject) : subject_(subject) {}

  [[nodiscard]] FieldNode leaf(std::string_view name, FieldId id, Type type, Null null = Null::never,
                               std::span<const std::string_view> choices = {}, std::string_view key = {}) const {
    return {name, {subject_, id, std::string(key), type, null == Null::possible, choices}, {}, false};
  }
  [[nodiscard]] FieldNode relation(std::string_view name, FieldId id, std::vector<FieldNode> children) const {
    std::ranges::sort(children, {}, &FieldNode::name);
    return {name, {subject_, id, {}, Type::relation, true, {}}, std::move(children), false};
  }

 private:
  Subject subject_;
};

std::vector<FieldNode> metadata_fields(const Fields& of) {
  constexpr std::array<std::string_view, 5> kNumbers{"latitude", "longitude", "altitude", "resolution_x", "resolution_y"};
  constexpr std::array<std::string_view, 9> kTexts{"acquired_by", "weather",     "resolution_unit", "compression", "manufacturer",
                                                   "software",    "color_space", "custom_id",       "reference"};
  std::vector<FieldNode> fields;
  for (const std::string_view name : kNumbers)
    fields.push_back(of.leaf(name, FieldId::metadata, Type::number, Null::possible, {}, name));
  for (const std::string_view name : kTexts)
    fields.push_back(of.leaf(name, FieldId::metadata, Type::text, Null::possible, {}, name));
  fields.push_back(of.leaf("acquired_at", FieldId::metadata, Type::time, Null::possible, {}, "acquired_at"));
  return fields;
}

FieldNode metadata(const Fields& of) { return of.relation("metadata", FieldId::metadata, metadata_fields(of)); }

FieldNode custom_metadata(const Fields& of) {
  FieldNode node = of.relation("custom_metadata", FieldId::custom_metadata, {});
  node.any_child = true;
  return node;
}

std::vector<FieldNode> size_fields(const Fields& of) {
  return {of.leaf("width", FieldId::width, Type::whole_number, Null::possible),
          of.leaf("height", FieldId::height, Type::whole_number, Null::possible)};
}

FieldNode embedding(const Fields& of) {
  return of.relation("embedding", FieldId::embedding_status,
                     {of.leaf("status", FieldId::embedding_status, Type::text, Null::possible, kEmbeddingStatuses)});
}

FieldNode tags(const Fields& of) { return of.relation("tags", FieldId::tag, {of.leaf("name", FieldId::tag, Type::text, Null::possible)}); }

std::vector<FieldNode> data_fields() {
  const Fields of(Subject::data);
  return {
      of.leaf("id", FieldId::id, Type::text),
      of.leaf("filename", FieldId::filename, Type::text),
      of.leaf("object_name", FieldId::object_name, Type::text),
      of.leaf("content_type", FieldId::content_type, Type::text),
      of.leaf("type", FieldId::media_type, Type::text, Null::never, kMediaTypes),
      of.leaf("upload_status", FieldId::upload_status, Type::text, Null::never, kUploadStatuses),
      of.leaf("width", FieldId::width, Type::whole_number, Null::possible),
      of.leaf("height", FieldId::height, Type::whole_number, Null::possible),
      of.relation("meta", FieldId::width, size_fields(of)),
      of.leaf("file_size", FieldId::bytes, Type::whole_number),
      of.leaf("created_at", FieldId::created_at, Type::time),
      tags(of),
      of.leaf("source", FieldId::data_source, Type::text, Null::possible),
      of.relation("data_source", FieldId::data_source, {of.leaf("name", FieldId::data_source, Type::text, Null::possible)}),
      metadata(of),
      custom_metadata(of),
      of.relation("datasets", FieldId::dataset_version,
                  {of.leaf("name", FieldId::dataset_name, Type::text, Null::possible),
                   of.leaf("version", FieldId::dataset_version, Type::text, Null::possible)}),
      embedding(of),
  };
}

constexpr std::array<std::string_view, 4> kAnnotationStatuses{"PENDING", "SKIPPED", "ACCEPTED", "REFUSED"};
constexpr std::array<std::string_view, 7> kShapeKinds{"RECTANGLE", "POLYGON", "LINE", "POINT", "CLASSIFICATION", "MASK", "KEYPOINTS"};
constexpr std::array<std::string_view, 3> kShapeStatuses{"PENDING", "ACCEPTED", "REFUSED"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kKinds{{{"shapes", ""},
                                                                               {"rectangles", "RECTANGLE"},
                                                                               {"polygons", "POLYGON"},
                                                                               {"lines", "LINE"},
                                                                               {"points", "POINT"},
                                                                               {"classifications", "CLASSIFICATION"},
                                                                               {"masks", "MASK"},
                                                                               {"keypoints", "KEYPOINTS"}}};

// Of shapes of one kind, or of all when `kind` is empty.
FieldNode shapes(std::string_view name, std::string_view kind) {
  const Fields of(Subject::shape);
  const auto leaf = [&](std::string_view field, FieldId id, Type type, std::span<const std::string_view> choices = {}) {
    return of.leaf(field, id, type, Null::possible, choices, kind);
  };
  FieldNode label = of.relation("label", FieldId::label, {leaf("name", FieldId::label, Type::text)});
  label.field.key = kind;
  FieldNode node = of.relation(
      name, FieldId::shape,
      {std::move(label), leaf("status", FieldId::status, Type::text, kShapeStatuses), leaf("area", FieldId::area, Type::whole_number),
       leaf("x", FieldId::box_x, Type::whole_number), leaf("y", FieldId::box_y, Type::whole_number),
       leaf("w", FieldId::box_w, Type::whole_number), leaf("h", FieldId::box_h, Type::whole_number),
       leaf("text", FieldId::text, Type::text), of.leaf("count", FieldId::count, Type::whole_number, Null::never, {}, kind)});
  node.field.key = kind;
  return node;
}

std::vector<FieldNode> annotation_fields(const Fields& of) {
  return {of.leaf("status", FieldId::status, Type::text, Null::possible, kAnnotationStatuses),
          of.leaf("created_at", FieldId::created_at, Type::time, Null::possible),
          of.leaf("duration", FieldId::duration, Type::number, Null::possible)};
}

FieldNode annotations() {
  const Fields of(Subject::annotation);
  std::vector<FieldNode> fields = annotation_fields(of);
  fields.push_back(of.leaf("count", FieldId::count, Type::whole_number));
  for (const auto& [name, kind] : kKinds)
    fields.push_back(shapes(name, kind));
  return of.relation("annotations", FieldId::annotation, std::move(fields));
}

std::vector<FieldNode> asset_fields() {
  const Fields of(Subject::asset);
  const Fields of_data(Subject::data);
  return {
      of.leaf("id", FieldId::id, Type::text),
      of.leaf("created_at", FieldId::created_at, Type::time),
      tags(of),
      of.relation("data", FieldId::data, data_fields()),
      annotations(),
      Fields(Subject::annotation).leaf("status", FieldId::status, Type::text, Null::possible, kAnnotationStatuses),
      Fields(Subject::shape)
          .relation("labels", FieldId::label, {Fields(Subject::shape).leaf("name", FieldId::label, Type::text, Null::possible)}),
      // Of its Data, by short names.
      of_data.leaf("filename", FieldId::filename, Type::text),
      of_data.leaf("width", FieldId::width, Type::whole_number, Null::possible),
      of_data.leaf("height", FieldId::height, Type::whole_number, Null::possible),
      metadata(of_data),
      custom_metadata(of_data),
      embedding(of_data),
  };
}

}  // namespace

// Of one shape: what it is, whose Annotation it is in, and what it is drawn on.
std::vector<FieldNode> shape_fields() {
  const Fields of(Subject::shape);
  const Fields of_asset(Subject::asset);
  std::vector<FieldNode> asset{of_asset.leaf("id", FieldId::id, Type::text), of_asset.leaf("created_at", FieldId::created_at, Type::time),
                               tags(of_asset), of_asset.relation("data", FieldId::data, data_fields())};
  return {of.relation("label", FieldId::label, {of.leaf("name", FieldId::label, Type::text)}),
          of.leaf("type", FieldId::kind, Type::text, Null::never, kShapeKinds),
          of.leaf("status", FieldId::status, Type::text, Null::never, kShapeStatuses),
          of.leaf("area", FieldId::area, Type::whole_number),
          of.leaf("x", FieldId::box_x, Type::whole_number, Null::possible),
          of.leaf("y", FieldId::box_y, Type::whole_number, Null::possible),
          of.leaf("w", FieldId::box_w, Type::whole_number, Null::possible),
          of.leaf("h", FieldId::box_h, Type::whole_number, Null::possible),
          of.leaf("text", FieldId::text, Type::text, Null::possible),
          Fields(Subject::annotation).relation("annotation", FieldId::annotation, annotation_fields(Fields(Subject::annotation))),
          of_asset.relation("asset", FieldId::data, std::move(asset))};
}

const FieldNode& tree_of(View view) {
  static const FieldNode kDatas = Fields(Subject::data).relation("", FieldId::id, data_fields());
  static const FieldNode kAssets = Fields(Subject::asset).relation("", FieldId::id, asset_fields());
  static const FieldNode kShapes = Fields(Subject::shape).relation("", FieldId::shape, shape_fields());
  switch (view) {
    case View::datas: return kDatas;
    case View::assets: return kAssets;
    case View::shapes: return kShapes;
  }
  return kDatas;
}

}  // namespace kindred::query
