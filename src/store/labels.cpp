#include "store/labels.h"

#include "store/list_query.h"
#include "store/rows.h"
#include "store/shapes.h"

namespace kindred::store {
namespace {

constexpr std::string_view kLabels =
    "SELECT l.id, v.version_id, l.name, g.id, l.skeleton, l.attributes, l.created_at FROM label l JOIN version_shapes v ON v.key = "
    "l.version LEFT JOIN label_group g ON g.number = l.label_group WHERE ";
constexpr std::string_view kGroups =
    "SELECT g.id, v.version_id, g.name, p.id FROM label_group g JOIN version_shapes v ON v.key = g.version "
    "LEFT JOIN label_group p ON p.number = g.parent WHERE ";

Result<Label> read_label(const Statement& row) {
  return Label{{row.column_uuid(0)}, {row.column_uuid(1)}, row.column_text(2), optional_id<LabelGroupId>(row, 3),
               row.column_text(4),   row.column_text(5),   {row.column_int(6)}};
}
Result<LabelGroup> read_group(const Statement& row) {
  return LabelGroup{{row.column_uuid(0)}, {row.column_uuid(1)}, row.column_text(2), optional_id<LabelGroupId>(row, 3)};
}

std::string select(std::string_view from, std::string_view condition) { return std::string(from) + std::string(condition); }
std::string no_label(LabelId id) { return "There is no label " + to_string(id); }
std::string no_group(LabelGroupId id) { return "There is no label group " + to_string(id); }
std::string label_taken(std::string_view name) { return "There is a label '" + std::string(name) + "' already"; }
std::string group_taken(std::string_view name) { return "There is a label group '" + std::string(name) + "' already"; }

Result<void> check_room(Connection& connection, std::int64_t version) {
  const auto labels = TRY(read_int(query(connection, "SELECT count(*) FROM label WHERE version = ?", version)));
  if (labels < kMaxLabels) return {};
  return Error{ErrorKind::too_large, "A dataset version can have at most " + std::to_string(kMaxLabels) + " labels", {}};
}

Result<Label> insert(Connection& connection, DatasetVersionId version, std::int64_t key, std::string_view name) {
  TRY(check_room(connection, key));
  Label label{.id = LabelId::make(),
              .version_id = version,
              .name = std::string(name),
              .group_id = {},
              .skeleton_json = {},
              .attributes_json = {},
              .created_at = now()};
  TRY(explain_conflict(
      execute(connection, "INSERT INTO label(id, version, name, created_at) VALUES (?, ?, ?, ?)", label.id, key, name, label.created_at),
      label_taken(name)));
  return label;
}

// A group may not be within itself, however many steps away.
Result<void> check_parent(Connection& connection, LabelGroupId group, LabelGroupId parent) {
  const bool inside =
      TRY(has_row(query(connection,
                        "WITH RECURSIVE above(number) AS (SELECT number FROM label_group WHERE id = ?1 UNION "
                        "SELECT g.parent FROM label_group g JOIN above a ON g.number = a.number WHERE g.parent IS NOT NULL) "
                        "SELECT 1 FROM above JOIN label_group g ON g.number = above.number WHERE g.id = ?2",
                        parent, group)));
  if (inside) return invalid("The label group " + to_string(group) + " can't be within itself");
  return {};
}

Result<void> check_same_version(Connection& connection, DatasetVersionId version, LabelGroupId group) {
  if (TRY(find_label_group(connection, group)).version_id == version) return {};
  return invalid("The label group " + to_string(group) + " is not one of the version " + to_string(version));
}

// The twin of a group in another version, made with the groups it is in when missing. As deep as groups are nested.
Result<LabelGroupId> twin_of_group(Connection& connection, LabelGroupId id, DatasetVersionId to, std::int64_t to_key) {
  const LabelGroup group = TRY(find_label_group(connection, id));
  const auto known = TRY(
      read_row(query(connection, "SELECT id FROM label_group WHERE version = ? AND name = ?", to_key, group.name), read_id<LabelGroupId>));
  if (known) return *known;
  std::optional<LabelGroupId> parent;
  if (group.parent_id) parent = TRY(twin_of_group(connection, *group.parent_id, to, to_key));
  return TRY(create_label_group(connection, to, group.name, parent)).id;
}

}  // namespace

Result<Label> create_label(Connection& connection, DatasetVersionId version, std::string_view name) {
  const ShapeRange range = TRY(shape_range(connection, version));
  return insert(connection, version, range.key, name);
}

Result<Label> find_label(Connection& connection, LabelId id) {
  return require_row(query(connection, select(kLabels, "l.id = ?"), id), read_label, no_label(id));
}

Result<Label> find_label_by_name(Connection& connection, DatasetVersionId version, std::string_view name) {
  return require_row(query(connection, select(kLabels, "v.version_id = ? AND l.name = ?"), version, name), read_label,
                     "There is no label named '" + std::string(name) + "' in the version");
}

Result<std::vector<Label>> list_labels(Connection& connection, DatasetVersionId version) {
  return read_rows(query(connection, select(kLabels, "v.version_id = ? ORDER BY l.number"), version), read_label);
}

Result<std::vector<Label>> ensure_labels(Connection& connection, DatasetVersionId version, std::span<const std::string> names) {
  TRY(check_list_size(names.size(), "label names"));
  const ShapeRange range = TRY(shape_range(connection, version));
  std::vector<Label> labels;
  labels.reserve(names.size());
  for (const std::string& name : names) {
    auto label = TRY(read_row(query(connection, select(kLabels, "l.version = ? AND l.name = ?"), range.key, name), read_label));
    if (!label) label = TRY(insert(connection, version, range.key, name));
    labels.push_back(*std::move(label));
  }
  return labels;
}

Result<Label> change_label(Connection& connection, LabelId id, const LabelChange& change) {
  const Label label = TRY(find_label(connection, id));
  if (change.name) {
    TRY(explain_conflict(execute(connection, "UPDATE label SET name = ? WHERE id = ?", *change.name, id), label_taken(*change.name)));
  }
  if (change.group_id) {
    TRY(check_same_version(connection, label.version_id, *change.group_id));
    TRY(execute(connection, "UPDATE label SET label_group = (SELECT number FROM label_group WHERE id = ?) WHERE id = ?", *change.group_id,
                id));
  }
  if (change.skeleton_json) {
    TRY(execute(connection, "UPDATE label SET skeleton = ? WHERE id = ?", null_if_empty(*change.skeleton_json), id));
  }
  if (change.attributes_json) {
    TRY(execute(connection, "UPDATE label SET attributes = ? WHERE id = ?", null_if_empty(*change.attributes_json), id));
  }
  return find_label(connection, id);
}

Result<void> delete_label(Connection& connection, LabelId id) {
  if (TRY(execute(connection, "DELETE FROM label WHERE id = ?", id)) == 0) return not_found(no_label(id));
  return {};
}

Result<std::int64_t> copy_labels(Connection& connection, DatasetVersionId from, DatasetVersionId to) {
  const ShapeRange range = TRY(shape_range(connection, to));
  const std::vector<Label> labels = TRY(list_labels(connection, from));
  std::int64_t made = 0;
  for (const Label& label : labels) {
    if (TRY(has_row(query(connection, "SELECT 1 FROM label WHERE version = ? AND name = ?", range.key, label.name)))) continue;
    const Label twin = TRY(insert(connection, to, range.key, label.name));
    LabelChange change{.name = {}, .group_id = {}, .skeleton_json = label.skeleton_json, .attributes_json = label.attributes_json};
    if (label.group_id) change.group_id = TRY(twin_of_group(connection, *label.group_id, to, range.key));
    TRY(change_label(connection, twin.id, change));
    ++made;
  }
  return made;
}

Result<LabelGroup> create_label_group(Connection& connection, DatasetVersionId version, std::string_view name,
                                      std::optional<LabelGroupId> parent) {
  const ShapeRange range = TRY(shape_range(connection, version));
  if (parent) TRY(check_same_version(connection, version, *parent));
  LabelGroup group{LabelGroupId::make(), version, std::string(name), parent};
  TRY(explain_conflict(execute(connection,
                               "INSERT INTO label_group(id, version, name, parent) VALUES (?1, ?2, ?3, "
                               "(SELECT number FROM label_group WHERE id = ?4))",
                               group.id, range.key, name, parent),
                       group_taken(name)));
  return group;
}

Result<LabelGroup> find_label_group(Connection& connection, LabelGroupId id) {
  return require_row(query(connection, select(kGroups, "g.id = ?"), id), read_group, no_group(id));
}

Result<std::vector<LabelGroup>> list_label_groups(Connection& connection, DatasetVersionId version) {
  return read_rows(query(connection, select(kGroups, "v.version_id = ? ORDER BY g.number"), version), read_group);
}

Result<LabelGroup> change_label_group(Connection& connection, LabelGroupId id, const LabelGroupChange& change) {
  const LabelGroup group = TRY(find_label_group(connection, id));
  if (change.name) {
    TRY(explain_conflict(execute(connection, "UPDATE label_group SET name = ? WHERE id = ?", *change.name, id), group_taken(*change.name)));
  }
  if (change.parent_id) {
    TRY(check_same_version(connection, group.version_id, *change.parent_id));
    TRY(check_parent(connection, id, *change.parent_id));
    TRY(execute(connection, "UPDATE label_group SET parent = (SELECT number FROM label_group WHERE id = ?) WHERE id = ?", *change.parent_id,
                id));
  }
  return find_label_group(connection, id);
}

Result<void> delete_label_group(Connection& connection, LabelGroupId id) {
  if (TRY(execute(connection, "DELETE FROM label_group WHERE id = ?", id)) == 0) return not_found(no_group(id));
  return {};
}

Result<std::string> annotation_attributes(Connection& connection, DatasetVersionId version) {
  return require_row(
      query(connection, "SELECT attributes FROM version_shapes WHERE version_id = ?", version),
      [](const Statement& row) { return Result<std::string>(row.column_text(0)); }, "There is no dataset version " + to_string(version));
}

Result<void> set_annotation_attributes(Connection& connection, DatasetVersionId version, std::string_view attributes_json) {
  if (TRY(execute(connection, "UPDATE version_shapes SET attributes = ? WHERE version_id = ?", null_if_empty(attributes_json), version)) ==
      0) {
    return not_found("There is no dataset version " + to_string(version));
  }
  return {};
}

}  // namespace kindred::store
