// Tags: on Data within one Datalake, on Assets within one DatasetVersion, on Datasets and versions in an Organization.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/ids.h"

namespace kindred {

enum class TagTarget { data, asset, dataset, dataset_version };

std::string_view to_string(TagTarget target);  // "DATA" …
std::optional<TagTarget> parse_tag_target(std::string_view text);

struct Tag {
  TagId id;
  TagTarget target = TagTarget::data;
  Uuid scope;  // the Datalake, DatasetVersion or Organization in which the name is unique
  std::string name;
};

}  // namespace kindred
