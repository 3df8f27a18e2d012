// Datasets, their versions, and Assets: the membership of one Data in one version.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/data.h"
#include "model/ids.h"

namespace kindred {

// What a version's annotations are for; the words of the wire contract.
enum class InferenceType { not_configured, classification, object_detection, segmentation, point, keypoint, line, mask, multi };

std::string_view to_string(InferenceType type);  // "NOT_CONFIGURED" …
std::optional<InferenceType> parse_inference_type(std::string_view text);

struct Dataset {
  DatasetId id;
  OrganizationId organization_id;
  std::string name;
  std::string description;
  Timestamp created_at;
};

struct DatasetVersion {
  DatasetVersionId id;
  DatasetId dataset_id;
  std::string dataset_name;
  std::string version;  // its name, unique in the Dataset
  std::string description;
  InferenceType type = InferenceType::not_configured;
  Timestamp created_at;
};

struct Asset {
  AssetId id;
  DatasetVersionId version_id;
  Data data;
  Timestamp created_at;
};

}  // namespace kindred
