#include "usecases/filtered.h"

#include <algorithm>

#include "selection/page_of.h"
#include "store/assets.h"
#include "store/datas.h"
#include "usecases/ranked_page.h"

namespace kindred::usecases {
namespace {

using selection::Needs;
using selection::RowPage;
using selection::Rows;
using store::Connection;
using store::Order;

Uuid id_of(const Rows& rows, Bitmap::Row row) { return rows.assets ? rows.assets->id(row).uuid : rows.lakes.front()->id(row).uuid; }

float score_of(const Found& found, Bitmap::Row row) { return (*found.scores)[found.rows.rank(row) - 1]; }

Result<RowPage> best_page(const Found& found, const Rows& rows, const PageRequest& page) {
  std::vector<Ranked> all;
  const std::vector<Bitmap::Row> numbers = found.rows.to_vector();
  for (std::size_t i = 0; i < numbers.size(); ++i)
    all.push_back({(*found.scores)[i], id_of(rows, numbers[i]), numbers[i]});
  return ranked_page(std::move(all), page);
}

// A page of `T`, made of the row by `make`.
template <typename T, typename Scope, typename Make>
Result<FilteredPage<T>> page_in(Workspace& workspace, Scope scope, const Filter& filter, const PageRequest& page, const Order& order,
                                Make make) {
  FilteredPage<T> result;
  Needs needs;
  add_needs(order, needs);
  TRY(find(workspace, scope, filter, needs, [&](Connection& c, const Rows& rows, const Found& found) -> Result<void> {
    const bool best_first = found.scores && page.order_by.empty();
    RowPage some = best_first ? TRY(best_page(found, rows, page)) : TRY(page_of(found.rows, rows, order, page));
    result.listing.count = static_cast<std::int64_t>(found.rows.count());
    result.listing.page.next_cursor = std::move(some.next_cursor);
    for (const Bitmap::Row row : some.rows) {
      result.listing.page.items.push_back(TRY(make(c, rows, row)));
      if (found.scores) result.scores.push_back(score_of(found, row));
    }
    return {};
  }));
  return result;
}

template <typename Scope>
Result<std::int64_t> count_in(Workspace& workspace, Scope scope, const Filter& filter) {
  std::int64_t count = 0;
  TRY(find(workspace, scope, filter, {}, [&](Connection&, const Rows&, const Found& found) -> Result<void> {
    count = static_cast<std::int64_t>(found.rows.count());
    return {};
  }));
  return count;
}

std::vector<Facets::Tag> tag_counts(const selection::TagRows& tags, const Bitmap& rows) {
  std::vector<Facets::Tag> counts;
  for (const auto& [id, tag] : tags.all())
    counts.push_back({id, tag.name, static_cast<std::int64_t>(tag.rows->count_common(rows))});
  std::ranges::sort(counts, {}, &Facets::Tag::name);
  return counts;
}

const selection::ColumnSpec kEmbedding{query::FieldId::embedding_status, {}, query::Type::text};

void count_embeddings(const selection::DataRows& lake, const std::vector<Bitmap::Row>& rows, EmbeddingCounts& counts) {
  const auto& statuses = std::get<selection::TextColumn>(lake.column(kEmbedding));
  for (const Bitmap::Row row : rows) {
    const auto status = parse_embedding_status(statuses.at(row).value_or(""));
    if (!status) continue;
    switch (*status) {
      case EmbeddingStatus::pending: ++counts.pending; break;
      case EmbeddingStatus::done: ++counts.done; break;
      case EmbeddingStatus::error: ++counts.error; break;
      case EmbeddingStatus::unsupported: ++counts.unsupported; break;
    }
  }
}

void add_data_tags(std::vector<Facets::Tag>& to, std::vector<Facets::Tag> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Of a version's rows those of one Datalake, as its rows.
std::vector<Bitmap::Row> data_rows(const Rows& rows, const selection::DataRows& lake, const std::vector<Bitmap::Row>& assets) {
  std::vector<Bitmap::Row> found;
  for (const Bitmap::Row row : assets) {
    if (&rows.assets->lake_of(row) == &lake) found.push_back(rows.assets->data_row(row));
  }
  return found;
}

Facets facets_of(const Rows& rows, const Found& found) {
  Facets facets;
  facets.count = static_cast<std::int64_t>(found.rows.count());
  const std::vector<Bitmap::Row> all = found.rows.to_vector();
  facets.tags = tag_counts(rows.assets ? rows.assets->tags() : rows.lakes.front()->tags(), found.rows);
  if (!rows.assets) count_embeddings(*rows.lakes.front(), all, facets.embeddings);
  if (!rows.assets) return facets;
  for (const auto& lake : rows.lakes) {
    const std::vector<Bitmap::Row> of_lake = data_rows(rows, *lake, all);
    count_embeddings(*lake, of_lake, facets.embeddings);
    add_data_tags(facets.data_tags, tag_counts(lake->tags(), Bitmap::of(of_lake)));
  }
  std::ranges::sort(facets.data_tags, {}, &Facets::Tag::name);
  return facets;
}

template <typename Scope>
Result<Facets> facets_in(Workspace& workspace, Scope scope, const Filter& filter) {
  Needs needs;
  needs.data_tags = true;
  needs.asset_tags = true;
  needs.add(kEmbedding);
  Facets facets;
  TRY(find(workspace, scope, filter, needs, [&](Connection&, const Rows& rows, const Found& found) -> Result<void> {
    facets = facets_of(rows, found);
    return {};
  }));
  return facets;
}

}  // namespace

Result<FilteredPage<Data>> filtered_datas(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page) {
  return page_in<Data>(workspace, datalake, filter, page, TRY(store::data_order(page.order_by)),
                       [](Connection& c, const Rows& rows, Bitmap::Row row) { return store::find_data(c, {id_of(rows, row)}); });
}

Result<FilteredPage<DataId>> filtered_data_ids(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page) {
  return page_in<DataId>(workspace, datalake, filter, page, TRY(store::data_order(page.order_by)),
                         [](Connection&, const Rows& rows, Bitmap::Row row) { return Result<DataId>(DataId{id_of(rows, row)}); });
}

Result<FilteredPage<Asset>> filtered_assets(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page) {
  return page_in<Asset>(workspace, version, filter, page, TRY(store::asset_order(page.order_by)),
                        [](Connection& c, const Rows& rows, Bitmap::Row row) { return store::find_asset(c, {id_of(rows, row)}); });
}

Result<FilteredPage<AssetId>> filtered_asset_ids(Workspace& workspace, DatasetVersionId version, const Filter& filter,
                                                 const PageRequest& page) {
  return page_in<AssetId>(workspace, version, filter, page, TRY(store::asset_order(page.order_by)),
                          [](Connection&, const Rows& rows, Bitmap::Row row) { return Result<AssetId>(AssetId{id_of(rows, row)}); });
}

Result<Listing<Data>> matching_datas(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page) {
  if (filter.q.empty()) return list_datas(workspace, datalake, filter.list.data, page);
  return TRY(filtered_datas(workspace, datalake, filter, page)).listing;
}
Result<Listing<DataId>> matching_data_ids(Workspace& workspace, DatalakeId datalake, const Filter& filter, const PageRequest& page) {
  if (filter.q.empty()) return list_data_ids(workspace, datalake, filter.list.data, page);
  return TRY(filtered_data_ids(workspace, datalake, filter, page)).listing;
}
Result<Listing<Asset>> matching_assets(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page) {
  if (filter.q.empty()) return list_assets(workspace, version, filter.list, page);
  return TRY(filtered_assets(workspace, version, filter, page)).listing;
}
Result<Listing<AssetId>> matching_asset_ids(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page) {
  if (filter.q.empty()) return list_asset_ids(workspace, version, filter.list, page);
  return TRY(filtered_asset_ids(workspace, version, filter, page)).listing;
}

Result<std::int64_t> count_filtered(Workspace& workspace, DatalakeId datalake, const Filter& filter) {
  return count_in(workspace, datalake, filter);
}
Result<std::int64_t> count_filtered(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  return count_in(workspace, version, filter);
}
Result<Facets> facets(Workspace& workspace, DatalakeId datalake, const Filter& filter) { return facets_in(workspace, datalake, filter); }
Result<Facets> facets(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  return facets_in(workspace, version, filter);
}

}  // namespace kindred::usecases
