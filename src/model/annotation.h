// Annotations: what one person drew on one Asset. The drawing itself is the Annotation's shapes (model/shape.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace kindred {

enum class AnnotationStatus { pending, skipped, accepted, refused };

std::string_view to_string(AnnotationStatus status);  // "PENDING" …
std::optional<AnnotationStatus> parse_annotation_status(std::string_view text);

struct Annotation {
  AnnotationId id;
  DatasetVersionId version_id;
  AssetId asset_id;
  std::string username;  // who drew it; kept when the user is gone
  double duration = 0;   // seconds of work
  AnnotationStatus status = AnnotationStatus::pending;
  std::string attributes_json;  // an object, or empty
  Timestamp created_at;
};

}  // namespace kindred
