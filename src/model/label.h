// Labels: what the shapes of a DatasetVersion can be called, and the groups they are sorted into.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "model/ids.h"

namespace kindred {

struct Label {
  LabelId id;
  DatasetVersionId version_id;
  std::string name;  // unique in its version
  std::optional<LabelGroupId> group_id;
  std::string skeleton_json;    // of keypoints: {"vertices": [name …], "edges": [[1, 2] …]}, or empty
  std::string attributes_json;  // which attributes its shapes may have: an object, or empty
  Timestamp created_at;
};

struct LabelGroup {
  LabelGroupId id;
  DatasetVersionId version_id;
  std::string name;  // unique in its version
  std::optional<LabelGroupId> parent_id;
};

}  // namespace kindred
