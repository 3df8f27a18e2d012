#include "usecases/filter.h"

#include <algorithm>

#include "selection/evaluate.h"
#include "usecases/chosen_rows.h"
#include "usecases/map_parts.h"
#include "usecases/ranked_page.h"
#include "usecases/search_images.h"
#include "usecases/visual_part.h"

namespace kindred::usecases {
namespace {

using selection::Rows;
using store::Connection;

struct Ranking {
  VisualPart part;
  Indexes indexes;  // opened before the snapshot: opening reads the database
};

template <typename ItemId, typename Scope>
Result<std::optional<Ranking>> ranking_of(Workspace& workspace, Scope scope, const Filter& filter) {
  auto part = TRY(visual_part_of(filter, {[&](const Uuid& id) { return vector_of_item(workspace, scope, ItemId{id}); },
                                          [&](const std::string& text) { return vector_of_prompt(workspace, scope, text); }}));
  if (!part) return std::optional<Ranking>();
  return std::optional(Ranking{*std::move(part), TRY(indexes_of(workspace, scope))});
}

Uuid id_of(const Rows& rows, Bitmap::Row row) { return rows.assets ? rows.assets->id(row).uuid : rows.lakes.front()->id(row).uuid; }

// Those of the rows that are of one Datalake, by the ids of their Data.
selection::RowMap map_of(const Rows& rows, const selection::DataRows& lake, const std::vector<Bitmap::Row>& chosen) {
  selection::RowMap map(chosen.size());
  for (const Bitmap::Row row : chosen) {
    if (!rows.assets) {
      map.add(lake.id(row).uuid, row);
    } else if (&rows.assets->lake_of(row) == &lake) {
      map.add(lake.id(rows.assets->data_row(row)).uuid, row);
    }
  }
  return map;
}

Result<std::vector<Ranked>> best_of(const Rows& rows, const std::vector<Bitmap::Row>& chosen, const Ranking& ranking) {
  std::vector<Ranked> hits;
  for (const auto& lake : rows.lakes) {
    const auto index = ranking.indexes.find(lake->datalake());
    if (index == ranking.indexes.end()) continue;  // came into the version since: not searchable yet
    const ChosenRows datas(map_of(rows, *lake, chosen));
    const auto found = TRY(index->second->search({.vector = ranking.part.vector, .limit = ranking.part.k, .allowed = &datas}));
    for (const vectors::Hit& hit : found) {
      const Bitmap::Row row = datas.row_of(hit.id);
      hits.push_back({hit.score, id_of(rows, row), row});
    }
  }
  std::sort(hits.begin(), hits.end());
  if (hits.size() > ranking.part.k) hits.resize(ranking.part.k);
  return hits;
}

Result<Found> ranked(const Rows& rows, Bitmap rest, const Ranking& ranking) {
  std::vector<Bitmap::Row> chosen = rest.to_vector();
  std::erase_if(chosen, [&](Bitmap::Row row) { return std::ranges::count(ranking.part.without, id_of(rows, row)) > 0; });
  std::vector<Ranked> hits;
  if (!chosen.empty()) hits = TRY(best_of(rows, chosen, ranking));
  std::ranges::sort(hits, {}, &Ranked::row);
  Found found{{}, std::vector<float>()};
  for (const Ranked& hit : hits) {
    found.rows.add(hit.row);
    found.scores->push_back(hit.score);
  }
  return found;
}

// By row numbers of a version's Assets, or by seqs of a Datalake's Data, as maps know them.
Bitmap rows_of(const Rows& rows, const std::vector<std::uint32_t>& numbers) {
  if (rows.assets) return Bitmap::of(numbers);
  std::vector<Bitmap::Row> known;
  for (const std::uint32_t seq : numbers) {
    if (const auto row = rows.lakes.front()->row_of_seq(seq)) known.push_back(*row);
  }
  return Bitmap::of(known);
}

template <typename ItemId, typename Scope>
Result<void> find_in(Workspace& workspace, Scope scope, const Filter& filter, const selection::Needs& more, const UseFound& use,
                     query::View view) {
  const query::Query query = TRY(query_of(filter, view));
  const auto on_map = TRY(rows_on_maps(workspace, scope, filter, EmbeddingKind::images));
  const auto ranking = TRY(ranking_of<ItemId>(workspace, scope, filter));
  selection::Needs needs = more;
  needs.add(query);
  return workspace.rows().read(scope, needs, [&](Connection& connection, const Rows& rows) -> Result<void> {
    Found found{selection::evaluate(query, rows), std::nullopt};
    for (const auto& numbers : on_map)
      found.rows &= rows_of(rows, numbers);
    if (ranking) found = TRY(ranked(rows, std::move(found.rows), *ranking));
    return use(connection, rows, found);
  });
}

}  // namespace

Result<void> find(Workspace& workspace, DatalakeId datalake, const Filter& filter, const selection::Needs& more, const UseFound& use) {
  return find_in<DataId>(workspace, datalake, filter, more, use, query::View::datas);
}

Result<void> find(Workspace& workspace, DatasetVersionId version, const Filter& filter, const selection::Needs& more, const UseFound& use) {
  return find_in<AssetId>(workspace, version, filter, more, use, query::View::assets);
}

}  // namespace kindred::usecases
