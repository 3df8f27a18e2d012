// Shapes: of one kind and Annotation, one by one, of an Asset, of a version, in bulk.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "api/shape_json.h"
#include "usecases/annotate.h"
#include "usecases/change_version.h"
#include "usecases/edit_shapes.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

Result<AnnotationId> annotation_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<AnnotationId>(request, "annotation"));
  return TRY(usecases::own_annotation(context.workspace, context.caller, id)).id;
}
Result<Shape> shape_of(Context& context, const Request& request, ShapeKind kind) {
  const auto id = TRY(id_of<ShapeId>(request, "shape"));
  return usecases::own_shape(context.workspace, context.caller, id, kind);
}

Result<std::vector<ShapeId>> ids_in(const json::object& body) {
  auto ids = TRY(id_list<ShapeId>(body, "ids", usecases::kMaxIdsPerRequest));
  if (!ids) return invalid("The field 'ids' is missing");
  return *std::move(ids);
}

}  // namespace

Result<Response> list_shapes_of(Context& context, const Request& request, ShapeKind kind) {
  const AnnotationId annotation = TRY(annotation_of(context, request));
  return json_response({{"items", list_json(TRY(usecases::shapes_of(context.workspace, annotation, kind)))}});
}

Result<Response> add_shapes_of(Context& context, const Request& request, ShapeKind kind) {
  const AnnotationId annotation = TRY(annotation_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto shapes = TRY(parse_shapes(body, kind));
  const auto made = TRY(usecases::add_shapes(context.workspace, context.caller, annotation, shapes));
  return json_response(json::object{{plural_of(kind), list_json(made)}}, 201);
}

Result<Response> get_shape_of(Context& context, const Request& request, ShapeKind kind) {
  return json_response(to_json(TRY(shape_of(context, request, kind))));
}

Result<Response> change_shape_of(Context& context, const Request& request, ShapeKind kind) {
  const Shape shape = TRY(shape_of(context, request, kind));
  const json::object body = TRY(body_object(request.body));
  const auto change = TRY(parse_shape_change(body, shape));
  const auto expected = TRY(optional_int(body, "revision"));
  return json_response(to_json(TRY(usecases::change_shape(context.workspace, context.caller, shape.id, change, expected))));
}

Result<Response> delete_shape_of(Context& context, const Request& request, ShapeKind kind) {
  const Shape shape = TRY(shape_of(context, request, kind));
  TRY(usecases::delete_shapes(context.workspace, context.caller, shape.version_id, std::span(&shape.id, 1)));
  return no_content();
}

// Whatever its kind.
Result<Response> get_shape(Context& context, const Request& request) {
  const auto id = TRY(id_of<ShapeId>(request, "shape"));
  return json_response(to_json(TRY(usecases::own_shape(context.workspace, context.caller, id))));
}

// Of all its Annotations, the newest's first.
Result<Response> list_asset_shapes(Context& context, const Request& request) {
  const auto id = TRY(id_of<AssetId>(request, "asset"));
  TRY(usecases::own_asset(context.workspace, context.caller, id));
  const auto shapes = TRY(usecases::shapes_of(context.workspace, id));
  return json_response({{"items", list_json(shapes)}, {"count", shapes.size()}});
}

// ?label_id, ?type and ?status narrow.
Result<Response> list_version_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  store::ShapeFilter filter;
  if (const auto label = request.query.one("label_id")) filter.label = TRY(LabelId::parse(*label));
  if (const auto type = request.query.one("type")) filter.kind = TRY(word(*type, "type", parse_shape_kind));
  if (const auto status = request.query.one("status")) filter.status = TRY(word(*status, "status", parse_shape_status));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::list_shapes(context.workspace, version, filter, page));
  return json_response(listing_json(listing, [](const Shape& shape) { return to_json(shape); }));
}

// {ids, label_id?, status?}: relabelled, accepted, refused or made pending.
Result<Response> change_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto ids = TRY(ids_in(body));
  usecases::BulkShapeChange change;
  if (const auto label = TRY(optional_string(body, "label_id"))) change.label_id = TRY(LabelId::parse(*label));
  if (const auto status = TRY(optional_string(body, "status"))) change.status = TRY(word(*status, "status", parse_shape_status));
  if (!change.label_id && !change.status) return invalid("One of the fields 'label_id' and 'status' must be there");
  const auto count = TRY(usecases::change_shapes(context.workspace, context.caller, version, ids, change));
  return json_response(json::object{{"count", count}});
}

Result<Response> delete_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto ids = TRY(ids_in(body));
  const auto count = TRY(usecases::delete_shapes(context.workspace, context.caller, version, ids));
  return json_response(json::object{{"count", count}});
}

}  // namespace kindred::api
