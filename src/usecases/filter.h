// The one filter: everything that narrows a view. Its parts are ANDed, and what it finds is a set of rows, ranked by its visual part when
// it has one. docs/filter.md tells about it.
//
// The visual part ranks within the rest: it gives the k best of what the rest finds, however few of all that is. With several examples the
// query is the direction of 2 x the mean of the positive ones minus the mean of the negative ones (each a unit vector; the rule of
// Qdrant's average_vector), and of -mean when there are only negative ones. Examples are not in their own results. Ties go by id.
//
// Thread-safety: values; free functions, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bitmap.h"
#include "maps/region.h"
#include "model/ids.h"
#include "query/schema.h"
#include "selection/row_cache.h"
#include "store/assets.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct SimilarPart {
  std::vector<Uuid> positive;  // of Data in a Datalake, of Assets in a version
  std::vector<Uuid> negative;
  std::size_t k = 20;
};
struct TextPart {
  std::string prompt;
  std::size_t k = 20;
};
struct MapPart {  // what lies in a region or in clusters of a map of the view's own items
  ProjectionId projection;
  maps::Region region;
};
struct CreatedPart {  // points in time as the query language writes them
  std::optional<std::string> from;
  std::optional<std::string> before;
};

struct Filter {
  std::string q;
  std::optional<std::vector<Uuid>> ids;
  std::optional<SimilarPart> similar;
  std::optional<TextPart> text;   // not together with similar
  std::vector<std::string> tags;  // all of them
  std::vector<MapPart> maps;      // region and clusters
  CreatedPart created;
  // What the contract's lists have beside q; of a version's Assets `list.data` is about their Data.
  store::AssetFilter list;
};

inline constexpr std::size_t kMaxExamples = 100;  // positive and negative ones together

// The parts that look at rows, as one query. `invalid` says which part is wrong and why; q's messages are those of query/query.h.
Result<query::Query> query_of(const Filter& filter, query::View view);

// What the filter finds, and the scores of a visual part: one a row of `rows`, in increasing order of rows.
struct Found {
  Bitmap rows;
  std::optional<std::vector<float>> scores;
};

using UseFound = std::function<Result<void>(store::Connection&, const selection::Rows&, const Found&)>;
// Finds and gives it to `use` together with the snapshot it was found in. `more`: columns that `use` looks at. `conflict` for a visual
// part where visual search is not active; `not_found` for examples that are not there or not embedded.
Result<void> find(Workspace& workspace, DatalakeId datalake, const Filter& filter, const selection::Needs& more, const UseFound& use);
Result<void> find(Workspace& workspace, DatasetVersionId version, const Filter& filter, const selection::Needs& more, const UseFound& use);

}  // namespace kindred::usecases
