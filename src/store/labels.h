// Rows of Labels and their groups, of one DatasetVersion each. Names are unique in their version, and compared as bytes.
//
// Thread-safety: as the Connection. Errors: `not_found` names the id or name, `conflict` a name that is taken, `invalid` a group of
// another version or in itself, `too_large` a version with more than kMaxLabels.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/label.h"
#include "store/database.h"

namespace kindred::store {

// Of a version: lists of Labels have no pages.
inline constexpr std::int64_t kMaxLabels = 20'000;

Result<Label> create_label(Connection& connection, DatasetVersionId version, std::string_view name);
Result<Label> find_label(Connection& connection, LabelId id);
Result<Label> find_label_by_name(Connection& connection, DatasetVersionId version, std::string_view name);
// In the order of creation.
Result<std::vector<Label>> list_labels(Connection& connection, DatasetVersionId version);
// In the order of `names`; those that are not there are made. At most kMaxListSize.
Result<std::vector<Label>> ensure_labels(Connection& connection, DatasetVersionId version, std::span<const std::string> names);

struct LabelChange {
  std::optional<std::string> name;
  std::optional<LabelGroupId> group_id;
  std::optional<std::string> skeleton_json;    // empty: none
  std::optional<std::string> attributes_json;  // empty: none
};
Result<Label> change_label(Connection& connection, LabelId id, const LabelChange& change);
// With its shapes. When they are many, delete_some_shapes() (store/shapes.h) first, chunk by chunk.
Result<void> delete_label(Connection& connection, LabelId id);
// Labels of `from` that `to` has not by name, with their groups, skeletons and attributes. Gives how many were made.
Result<std::int64_t> copy_labels(Connection& connection, DatasetVersionId from, DatasetVersionId to);

Result<LabelGroup> create_label_group(Connection& connection, DatasetVersionId version, std::string_view name,
                                      std::optional<LabelGroupId> parent);
Result<LabelGroup> find_label_group(Connection& connection, LabelGroupId id);
// In the order of creation.
Result<std::vector<LabelGroup>> list_label_groups(Connection& connection, DatasetVersionId version);
struct LabelGroupChange {
  std::optional<std::string> name;
  std::optional<LabelGroupId> parent_id;
};
Result<LabelGroup> change_label_group(Connection& connection, LabelGroupId id, const LabelGroupChange& change);
// Its Labels and groups stay, without it.
Result<void> delete_label_group(Connection& connection, LabelGroupId id);

// Which attributes the version's Annotations may have: a JSON object, or empty.
Result<std::string> annotation_attributes(Connection& connection, DatasetVersionId version);
Result<void> set_annotation_attributes(Connection& connection, DatasetVersionId version, std::string_view attributes_json);

}  // namespace kindred::store
