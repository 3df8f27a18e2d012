// Labels of a DatasetVersion, their groups, skeletons and attributes.
//
// Thread-safety: free functions, any thread. Errors: `not_found` names the id or name, `conflict` a name that is taken, `invalid` the
// field.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "store/labels.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

Result<Label> create_label(Workspace& workspace, DatasetVersionId version, std::string_view name);
Result<Label> label_named(Workspace& workspace, DatasetVersionId version, std::string_view name);
Result<std::vector<Label>> labels_of(Workspace& workspace, DatasetVersionId version);  // in the order of creation
// In the order of `names`; those that are not there are made.
Result<std::vector<Label>> ensure_labels(Workspace& workspace, DatasetVersionId version, std::span<const std::string> names);
Result<Label> change_label(Workspace& workspace, LabelId id, const store::LabelChange& change);
// With its shapes, in chunks.
Result<void> delete_label(Workspace& workspace, const Caller& caller, const Label& label);

Result<LabelGroup> create_label_group(Workspace& workspace, DatasetVersionId version, std::string_view name,
                                      std::optional<LabelGroupId> parent);
Result<std::vector<LabelGroup>> label_groups_of(Workspace& workspace, DatasetVersionId version);
Result<LabelGroup> change_label_group(Workspace& workspace, LabelGroupId id, const store::LabelGroupChange& change);
Result<void> delete_label_group(Workspace& workspace, LabelGroupId id);

Result<Label> own_label(Workspace& workspace, const Caller& caller, LabelId id);
Result<LabelGroup> own_label_group(Workspace& workspace, const Caller& caller, LabelGroupId id);

// {"vertices": [names], "edges": [[1, 2] …]}: edges name vertices by their place, from 1 on. Gives the text to be kept.
Result<std::string> checked_skeleton(const json::object& skeleton);
// An object of names to {"input_type": STRING, INTEGER, FLOAT or BOOLEAN, …}, or null for none. Gives the text to be kept.
Result<std::string> checked_attributes(const json::value& attributes);

Result<std::string> annotation_attributes(Workspace& workspace, DatasetVersionId version);
Result<void> set_annotation_attributes(Workspace& workspace, DatasetVersionId version, std::string_view attributes_json);

}  // namespace kindred::usecases
