// What a filter finds among the shapes of a version: pages, counts, and how it divides by Label, kind and status.
//
// `q` is about single shapes (docs/query-language.md), `ids` are ids of shapes, `tags` AssetTags of what they are drawn on. Order for
// PageRequest: created_at; with a visual part and no order asked for, the best come first. `similar` names shapes, and region and clusters
// are of a map of shapes. `unsupported` for 'created', which shapes don't have.
// Thread-safety: free functions, any thread. Errors: those of filter.h.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/shape.h"
#include "usecases/filtered.h"

namespace kindred::usecases {

Result<FilteredPage<Shape>> filtered_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page);
Result<std::int64_t> count_filtered_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter);

struct ShapeFacets {
  std::int64_t count = 0;
  std::map<std::string, std::int64_t> labels;  // by name; those of no shape too
  std::map<std::string, std::int64_t> kinds;
  std::map<std::string, std::int64_t> statuses;
};
Result<ShapeFacets> shape_facets(Workspace& workspace, DatasetVersionId version, const Filter& filter);

}  // namespace kindred::usecases
