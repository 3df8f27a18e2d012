#include "usecases/edit_labels.h"

#include <algorithm>
#include <array>

#include "store/shapes.h"
#include "usecases/names.h"
#include "usecases/own.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kShapesPerChunk = 5'000;
constexpr std::size_t kMaxVertices = 1'000;

Error bad_edge() { return invalid("The field 'edges' must be a list of pairs of vertices, each by its place in 'vertices', from 1 on"); }

Result<void> check_edge(const json::value& edge, std::size_t vertices) {
  if (!edge.is_array() || edge.get_array().size() != 2) return bad_edge();
  for (const json::value& end : edge.get_array()) {
    json::error_code failure;
    const auto place = end.to_number<std::int64_t>(failure);
    if (failure || place < 1 || place > static_cast<std::int64_t>(vertices)) return bad_edge();
  }
  return {};
}

const json::array* list_in(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(field);
  return value == nullptr ? nullptr : value->if_array();
}

}  // namespace

Result<Label> create_label(Workspace& workspace, DatasetVersionId version, std::string_view name) {
  TRY(check_name("label", name));
  return workspace.database().write([&](Connection& c) { return store::create_label(c, version, name); });
}

Result<Label> label_named(Workspace& workspace, DatasetVersionId version, std::string_view name) {
  return workspace.database().read([&](Connection& c) { return store::find_label_by_name(c, version, name); });
}

Result<std::vector<Label>> labels_of(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) { return store::list_labels(c, version); });
}

Result<std::vector<Label>> ensure_labels(Workspace& workspace, DatasetVersionId version, std::span<const std::string> names) {
  for (const std::string& name : names)
    TRY(check_name("label", name));
  return workspace.database().write([&](Connection& c) { return store::ensure_labels(c, version, names); });
}

Result<Label> change_label(Workspace& workspace, LabelId id, const store::LabelChange& change) {
  if (change.name) TRY(check_name("label", *change.name));
  return workspace.database().write([&](Connection& c) { return store::change_label(c, id, change); });
}

Result<void> delete_label(Workspace& workspace, const Caller& caller, const Label& label) {
  while (TRY(write_shapes(workspace, caller, label.version_id,
                          [&](Connection& c) { return store::delete_some_shapes(c, label.id, kShapesPerChunk); })) > 0) {
  }
  return write_shapes(workspace, caller, label.version_id, [&](Connection& c) { return store::delete_label(c, label.id); });
}

Result<LabelGroup> create_label_group(Workspace& workspace, DatasetVersionId version, std::string_view name,
                                      std::optional<LabelGroupId> parent) {
  TRY(check_name("label group", name));
  return workspace.database().write([&](Connection& c) { return store::create_label_group(c, version, name, parent); });
}

Result<std::vector<LabelGroup>> label_groups_of(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) { return store::list_label_groups(c, version); });
}

Result<LabelGroup> change_label_group(Workspace& workspace, LabelGroupId id, const store::LabelGroupChange& change) {
  if (change.name) TRY(check_name("label group", *change.name));
  return workspace.database().write([&](Connection& c) { return store::change_label_group(c, id, change); });
}

Result<void> delete_label_group(Workspace& workspace, LabelGroupId id) {
  return workspace.database().write([&](Connection& c) { return store::delete_label_group(c, id); });
}

Result<Label> own_label(Workspace& workspace, const Caller& caller, LabelId id) {
  Label label = TRY(workspace.database().read([&](Connection& c) { return store::find_label(c, id); }));
  if (!own_version(workspace, caller, label.version_id)) return not_found("There is no label " + to_string(id));
  return label;
}

Result<LabelGroup> own_label_group(Workspace& workspace, const Caller& caller, LabelGroupId id) {
  LabelGroup group = TRY(workspace.database().read([&](Connection& c) { return store::find_label_group(c, id); }));
  if (!own_version(workspace, caller, group.version_id)) return not_found("There is no label group " + to_string(id));
  return group;
}

Result<std::string> checked_skeleton(const json::object& skeleton) {
  const json::array* vertices = list_in(skeleton, "vertices");
  const json::array* edges = list_in(skeleton, "edges");
  const bool named = vertices != nullptr && vertices->size() <= kMaxVertices &&
                     std::ranges::all_of(*vertices, [](const json::value& name) { return name.is_string(); });
  if (!named) return invalid("The field 'vertices' must be a list of at most " + std::to_string(kMaxVertices) + " names");
  if (edges == nullptr || edges->size() > kMaxVertices * kMaxVertices) return bad_edge();
  for (const json::value& edge : *edges)
    TRY(check_edge(edge, vertices->size()));
  return json::serialize(json::object{{"vertices", *vertices}, {"edges", *edges}});
}

Result<std::string> checked_attributes(const json::value& attributes) {
  constexpr std::array<std::string_view, 4> kTypes{"STRING", "INTEGER", "FLOAT", "BOOLEAN"};
  if (attributes.is_null()) return std::string();
  if (!attributes.is_object()) return invalid("The field 'attributes' must be an object or null");
  for (const auto& [name, attribute] : attributes.get_object()) {
    const json::value* type = attribute.is_object() ? attribute.get_object().if_contains("input_type") : nullptr;
    const bool known = type != nullptr && type->is_string() && std::ranges::count(kTypes, std::string_view(type->get_string())) > 0;
    if (!known) {
      return invalid("The attribute '" + std::string(name) + "' must be an object whose 'input_type' is STRING, INTEGER, FLOAT or BOOLEAN");
    }
  }
  return json::serialize(attributes);
}

Result<std::string> annotation_attributes(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) { return store::annotation_attributes(c, version); });
}

Result<void> set_annotation_attributes(Workspace& workspace, DatasetVersionId version, std::string_view attributes_json) {
  return workspace.database().write([&](Connection& c) { return store::set_annotation_attributes(c, version, attributes_json); });
}

}  // namespace kindred::usecases
