// Labels of a version, their groups, skeletons and attributes.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "api/shape_json.h"
#include "usecases/edit_labels.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxNames = 10'000;

Result<Label> label_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<LabelId>(request, "label"));
  return usecases::own_label(context.workspace, context.caller, id);
}
Result<LabelGroup> group_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<LabelGroupId>(request, "group"));
  return usecases::own_label_group(context.workspace, context.caller, id);
}

Result<json::value> skeleton_of(const Label& label) {
  if (label.skeleton_json.empty()) return json::value{{"vertices", json::array()}, {"edges", json::array()}};
  return parse_json(label.skeleton_json, "a stored skeleton");
}

Result<Response> attributes_response(const std::string& text) {
  const json::value attributes = text.empty() ? json::value(nullptr) : TRY(parse_json(text, "stored attributes"));
  return json_response(json::object{{"attributes", attributes}});
}

Result<std::string> attributes_in(const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const json::value* attributes = body.if_contains("attributes");
  if (attributes == nullptr) return invalid("The field 'attributes' is missing");
  return usecases::checked_attributes(*attributes);
}

template <typename Id>
Result<std::optional<Id>> optional_id(const json::object& body, std::string_view field) {
  const auto text = TRY(optional_string(body, field));
  if (!text) return std::optional<Id>();
  return std::optional<Id>(TRY(Id::parse(*text)));
}

}  // namespace

Result<Response> list_labels(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto labels = TRY(usecases::labels_of(context.workspace, version));
  return json_response({{"items", list_json(labels)}, {"count", labels.size()}});
}

Result<Response> create_label(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  return json_response(to_json(TRY(usecases::create_label(context.workspace, version, name))), 201);
}

Result<Response> find_label(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const std::string name = TRY(required(request.query, "name"));
  return json_response(to_json(TRY(usecases::label_named(context.workspace, version, name))));
}

// Gets or makes many by name; the answer is a bare array in the order of the names.
Result<Response> ensure_labels(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto names = TRY(string_list(body, "names", kMaxNames));
  if (!names) return invalid("The field 'names' is missing");
  return json_response(list_json(TRY(usecases::ensure_labels(context.workspace, version, *names))));
}

Result<Response> get_label(Context& context, const Request& request) { return json_response(to_json(TRY(label_of(context, request)))); }

Result<Response> change_label(Context& context, const Request& request) {
  const Label label = TRY(label_of(context, request));
  const json::object body = TRY(body_object(request.body));
  store::LabelChange change;
  change.name = TRY(optional_string(body, "name"));
  change.group_id = TRY(optional_id<LabelGroupId>(body, "group_id"));
  return json_response(to_json(TRY(usecases::change_label(context.workspace, label.id, change))));
}

Result<Response> delete_label(Context& context, const Request& request) {
  const Label label = TRY(label_of(context, request));
  TRY(usecases::delete_label(context.workspace, context.caller, label));
  return no_content();
}

Result<Response> list_label_groups(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  return json_response({{"items", list_json(TRY(usecases::label_groups_of(context.workspace, version)))}});
}

Result<Response> create_label_group(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  const auto parent = TRY(optional_id<LabelGroupId>(body, "parent_id"));
  return json_response(to_json(TRY(usecases::create_label_group(context.workspace, version, name, parent))), 201);
}

Result<Response> get_label_group(Context& context, const Request& request) {
  return json_response(to_json(TRY(group_of(context, request))));
}

Result<Response> change_label_group(Context& context, const Request& request) {
  const LabelGroup group = TRY(group_of(context, request));
  const json::object body = TRY(body_object(request.body));
  store::LabelGroupChange change;
  change.name = TRY(optional_string(body, "name"));
  change.parent_id = TRY(optional_id<LabelGroupId>(body, "parent_id"));
  return json_response(to_json(TRY(usecases::change_label_group(context.workspace, group.id, change))));
}

Result<Response> delete_label_group(Context& context, const Request& request) {
  const LabelGroup group = TRY(group_of(context, request));
  TRY(usecases::delete_label_group(context.workspace, group.id));
  return no_content();
}

// Of those Labels that have one, by Label id.
Result<Response> list_skeletons(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  json::object items;
  const auto labels = TRY(usecases::labels_of(context.workspace, version));
  for (const Label& label : labels) {
    if (!label.skeleton_json.empty()) items[to_string(label.id)] = TRY(skeleton_of(label));
  }
  return json_response(json::object{{"items", std::move(items)}});
}

Result<Response> get_skeleton(Context& context, const Request& request) {
  const Label label = TRY(label_of(context, request));
  return json_response(TRY(skeleton_of(label)));
}

Result<Response> set_skeleton(Context& context, const Request& request) {
  const Label label = TRY(label_of(context, request));
  const json::object body = TRY(body_object(request.body));
  store::LabelChange change;
  change.skeleton_json = TRY(usecases::checked_skeleton(body));
  return json_response(TRY(skeleton_of(TRY(usecases::change_label(context.workspace, label.id, change)))));
}

Result<Response> get_label_attributes(Context& context, const Request& request) {
  return attributes_response(TRY(label_of(context, request)).attributes_json);
}

Result<Response> set_label_attributes(Context& context, const Request& request) {
  const Label label = TRY(label_of(context, request));
  store::LabelChange change;
  change.attributes_json = TRY(attributes_in(request));
  return attributes_response(TRY(usecases::change_label(context.workspace, label.id, change)).attributes_json);
}

Result<Response> get_version_attributes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  return attributes_response(TRY(usecases::annotation_attributes(context.workspace, version)));
}

Result<Response> set_version_attributes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const std::string attributes = TRY(attributes_in(request));
  TRY(usecases::set_annotation_attributes(context.workspace, version, attributes));
  return attributes_response(attributes);
}

}  // namespace kindred::api
