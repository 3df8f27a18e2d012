// Annotations: of an Asset, of a version, in bulk.
#include <algorithm>

#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/links.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "api/shape_json.h"
#include "usecases/annotate.h"
#include "usecases/change_version.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxAnnotations = 10'000;  // in one request

Result<AssetId> asset_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<AssetId>(request, "asset"));
  return TRY(usecases::own_asset(context.workspace, context.caller, id)).id;
}
Result<Annotation> annotation_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<AnnotationId>(request, "annotation"));
  return usecases::own_annotation(context.workspace, context.caller, id);
}

Result<std::optional<AnnotationStatus>> status_in(const std::optional<std::string>& text) {
  if (!text) return std::optional<AnnotationStatus>();
  return std::optional(TRY(word(*text, "status", parse_annotation_status)));
}

Result<store::AnnotationFilter> filter_of(const Request& request) {
  store::AnnotationFilter filter;
  filter.status = TRY(status_in(request.query.one("status")));
  const auto assets = request.query.all("asset_ids");
  if (!assets.empty()) filter.assets = TRY(parse_ids<AssetId>(assets));
  return filter;
}

Result<usecases::AnnotationInput> parse_annotation(const json::value& value, const std::string& place) {
  if (!value.is_object()) return invalid("The field '" + place + "' must be an object");
  const json::object& object = value.get_object();
  usecases::AnnotationInput input;
  const std::string asset = TRY(required_string(object, "asset_id"));
  input.asset_id = TRY(AssetId::parse(asset));
  input.attributes_json = TRY(object_text(object, "attributes"));
  input.shapes = TRY(parse_shapes(object, place + "."));
  return input;
}

Result<std::vector<usecases::AnnotationInput>> parse_annotations(const json::object& body) {
  const json::value* list = body.if_contains("annotations");
  if (list == nullptr || !list->is_array()) return invalid("The field 'annotations' must be a list");
  const json::array& entries = list->get_array();
  if (entries.size() > kMaxAnnotations) {
    return Error{ErrorKind::too_large, "The field 'annotations' may have at most " + std::to_string(kMaxAnnotations) + " entries", {}};
  }
  std::vector<usecases::AnnotationInput> annotations;
  for (std::size_t i = 0; i < entries.size(); ++i)
    annotations.push_back(TRY(parse_annotation(entries[i], "annotations[" + std::to_string(i) + "]")));
  return annotations;
}

}  // namespace

Result<Response> create_annotation(Context& context, const Request& request) {
  const AssetId asset = TRY(asset_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const double duration = TRY(optional_number(body, "duration")).value_or(0);
  return json_response(to_json(TRY(usecases::create_annotation(context.workspace, context.caller, asset, duration))), 201);
}

Result<Response> list_asset_annotations(Context& context, const Request& request) {
  const AssetId asset = TRY(asset_of(context, request));
  const auto annotations = TRY(usecases::annotations_of(context.workspace, asset));
  return json_response({{"items", list_json(annotations)}, {"count", annotations.size()}});
}

Result<Response> find_asset_annotation(Context& context, const Request& request) {
  const AssetId asset = TRY(asset_of(context, request));
  return json_response(to_json(TRY(usecases::last_annotation_of(context.workspace, asset))));
}

Result<Response> get_annotation(Context& context, const Request& request) {
  return json_response(to_json(TRY(annotation_of(context, request))));
}

Result<Response> change_annotation(Context& context, const Request& request) {
  const Annotation annotation = TRY(annotation_of(context, request));
  const json::object body = TRY(body_object(request.body));
  store::AnnotationChange change;
  change.duration = TRY(optional_number(body, "duration"));
  change.status = TRY(status_in(TRY(optional_string(body, "status"))));
  if (body.contains("attributes")) change.attributes_json = TRY(object_text(body, "attributes"));
  return json_response(to_json(TRY(usecases::change_annotation(context.workspace, context.caller, annotation.id, change))));
}

Result<Response> delete_annotation(Context& context, const Request& request) {
  const Annotation annotation = TRY(annotation_of(context, request));
  TRY(usecases::delete_annotations(context.workspace, context.caller, annotation.version_id, std::span(&annotation.id, 1)));
  return no_content();
}

Result<Response> save_annotation(Context& context, const Request& request) {
  const Annotation annotation = TRY(annotation_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const double duration = TRY(optional_number(body, "duration")).value_or(0);
  const auto shapes = TRY(parse_shapes(body, ""));
  return json_response(to_json(TRY(usecases::save_annotation(context.workspace, context.caller, annotation.id, duration, shapes))));
}

// {annotation id: number of shapes}
Result<Response> import_annotations(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string mode_word = TRY(required_string(body, "import_type"));
  const auto mode = TRY(word(mode_word, "import_type", usecases::parse_import_mode));
  const auto status = TRY(status_in(TRY(optional_string(body, "status"))));
  const auto annotations = TRY(parse_annotations(body));
  json::object counts;
  const auto imported = TRY(usecases::import_annotations(context.workspace, context.caller, version, mode, status, annotations));
  for (const usecases::ImportedAnnotation& annotation : imported) {
    json::value& count = counts[to_string(annotation.id)];
    count = (count.is_int64() ? count.get_int64() : 0) + annotation.shapes;
  }
  return json_response(counts);
}

Result<Response> list_annotations(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto filter = TRY(filter_of(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::list_annotations(context.workspace, version, filter, page));
  return json_response(listing_json(listing, [](const Annotation& annotation) { return to_json(annotation); }));
}

Result<Response> list_annotation_ids(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto filter = TRY(filter_of(request));
  json::array list;
  const auto ids = TRY(usecases::all_annotation_ids(context.workspace, version, filter));
  list.reserve(ids.size());
  for (const AnnotationId id : ids)
    list.emplace_back(to_string(id));
  return json_response(list);
}

// The body is a bare array of ids, the answer a bare array of Annotations with their shapes.
Result<Response> load_annotations(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::value body = TRY(parse_json(request.body, "the request's body"));
  const auto texts = TRY(string_list(body, "The request's body", kMaxAnnotations));
  const auto ids = TRY(parse_ids<AnnotationId>(texts));
  return json_response(list_json(TRY(usecases::load_annotations(context.workspace, version, ids))));
}

// Of the named Assets ("__all__" for every one); named Annotations narrow it.
Result<Response> delete_annotations(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto assets = TRY(string_list(body, "asset_ids", usecases::kMaxIdsPerRequest));
  const auto ids = TRY(id_list<AnnotationId>(body, "annotation_ids", usecases::kMaxIdsPerRequest));
  const bool all = assets && std::ranges::find(*assets, "__all__") != assets->end();
  if (!assets && !ids) return invalid("The field 'asset_ids' is missing");
  if (ids && (all || !assets)) {
    TRY(usecases::delete_annotations(context.workspace, context.caller, version, *ids));
  } else if (all) {
    TRY(usecases::delete_all_annotations(context.workspace, context.caller, version));
  } else {
    store::AnnotationFilter filter{.status = {}, .assets = TRY(parse_ids<AssetId>(*assets)), .ids = ids};
    const auto chosen = TRY(usecases::all_annotation_ids(context.workspace, version, filter));
    TRY(usecases::delete_annotations(context.workspace, context.caller, version, chosen));
  }
  return no_content();
}

Result<Response> show_version_stats(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto stats = TRY(usecases::annotation_stats(context.workspace, version));
  json::object labels;
  json::object kinds;
  json::object statuses;
  std::int64_t objects = 0;
  const auto add = [](json::object& to, std::string_view name, std::int64_t items) {
    json::value& sum = to[name];
    sum = (sum.is_int64() ? sum.get_int64() : 0) + items;
  };
  for (const store::ShapeCount& count : stats.shapes) {
    add(labels, count.label_name, count.items);
    add(kinds, to_string(count.kind), count.items);
    add(statuses, to_string(count.status), count.items);
    objects += count.items;
  }
  const store::AnnotationCounts& annotations = stats.annotations;
  return json_response({{"label_repartition", labels},
                        {"nb_objects", objects},
                        {"nb_annotations", annotations.total()},
                        {"shapes_by_type", kinds},
                        {"shapes_by_status", statuses},
                        {"annotations_by_status",
                         {{"PENDING", annotations.pending},
                          {"SKIPPED", annotations.skipped},
                          {"ACCEPTED", annotations.accepted},
                          {"REFUSED", annotations.refused}}}});
}

// Assets with the Labels of their shapes: what the SDK splits a version by.
Result<Response> list_extended_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::list_assets(context.workspace, version, {}, page));
  std::vector<AssetId> ids;
  for (const Asset& asset : listing.page.items)
    ids.push_back(asset.id);
  const auto annotations = TRY(usecases::load_annotations_of(context.workspace, ids));
  std::size_t next = 0;
  return json_response(listing_json(listing, [&](const Asset& asset) {
    json::object object = asset_json(context, asset);
    json::array list;
    for (const usecases::LoadedAnnotation& loaded : annotations[next++])
      list.emplace_back(label_ids_json(loaded));
    object["annotations"] = std::move(list);
    return object;
  }));
}

}  // namespace kindred::api
