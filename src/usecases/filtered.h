// What a filter finds: pages of items, ids, counts, and how it divides by tag and status.
//
// Pages as in store/page.h. With a visual part and no order asked for, the best come first. Without a visual part there are no
// scores. Thread-safety: free functions, any thread. Errors: those of filter.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usecases/browse.h"
#include "usecases/filter.h"

namespace kindred::usecases {

template <typename T>
struct FilteredPage {
  Listing<T> listing;         // its count is that of all that match
  std::vector<float> scores;  // one an item, or none
};

Result<FilteredPage<Data>> filtered_datas(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page);
Result<FilteredPage<DataId>> filtered_data_ids(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page);
Result<FilteredPage<Asset>> filtered_assets(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page);
Result<FilteredPage<AssetId>> filtered_asset_ids(Workspace& workspace, DatasetVersionId version, const Filter& filter,
                                                 const PageRequest& page);

// Lists of the contract, whose filter has no visual part: with a query as above, without one straight from the database.
Result<Listing<Data>> matching_datas(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page);
Result<Listing<DataId>> matching_data_ids(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page);
Result<Listing<Asset>> matching_assets(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page);
Result<Listing<AssetId>> matching_asset_ids(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page);

Result<std::int64_t> count_filtered(Workspace& workspace, DatalakeId datalake, const Filter& filter);
Result<std::int64_t> count_filtered(Workspace& workspace, DatasetVersionId version, const Filter& filter);

struct Facets {
  std::int64_t count = 0;
  struct Tag {
    TagId id;
    std::string name;
    std::int64_t count = 0;
  };
  std::vector<Tag> tags;       // of the view's own kind, by name; those of no item too
  std::vector<Tag> data_tags;  // of a version's Data
  EmbeddingCounts embeddings;
};
Result<Facets> facets(Workspace& workspace, DatalakeId datalake, const Filter& filter);
Result<Facets> facets(Workspace& workspace, DatasetVersionId version, const Filter& filter);

// Values that occur in a field and contain `part` in any case, by name, at most `limit`: for completion.
Result<std::vector<std::string>> values_of(Workspace& workspace, DatalakeId datalake, const query::Field& field, std::string_view part,
                                           std::size_t limit);
Result<std::vector<std::string>> values_of(Workspace& workspace, DatasetVersionId version, const query::Field& field, std::string_view part,
                                           std::size_t limit);

}  // namespace kindred::usecases
