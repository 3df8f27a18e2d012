#include "usecases/filter.h"

#include <algorithm>

#include "selection/evaluate.h"
#include "selection/row_map.h"
#include "usecases/projections.h"
#include "usecases/search_images.h"
#include "usecases/select_on_map.h"
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

struct RowHit {
  Bitmap::Row row = 0;
  Uuid id;
  float score = 0;
};

Uuid id_of(const Rows& rows, Bitmap::Row row) { return rows.assets ? rows.assets->id(row).uuid : rows.lakes.front()->id(row).uuid; }

// Those of the rows that are of one Datalake, by the ids of their Data.
class ChosenDatas final : public vectors::Predicate {
 public:
  ChosenDatas(const Rows& rows, const selection::DataRows& lake, const std::vector<Bitmap::Row>& chosen) : rows_(chosen.size()) {
    for (const Bitmap::Row row : chosen) {
      if (!rows.assets) {
        rows_.add(lake.id(row).uuid, row);
      } else if (&rows.assets->lake_of(row) == &lake) {
        rows_.add(lake.id(rows.assets->data_row(row)).uuid, row);
      }
    }
  }
  [[nodiscard]] Bitmap::Row row_of(const Uuid& data) const { return *rows_.find(data); }

  [[nodiscard]] std::size_t count() const override { return rows_.size(); }
  [[nodiscard]] bool contains(const Uuid& data) const override { return rows_.contains(data); }
  void for_each(const std::function<void(const Uuid&)>& visit) const override { rows_.for_each(visit); }

 private:
  selection::RowMap rows_;
};

Result<std::vector<RowHit>> best_of(const Rows& rows, const std::vector<Bitmap::Row>& chosen, const Ranking& ranking) {
  std::vector<RowHit> hits;
  for (const auto& lake : rows.lakes) {
    const auto index = ranking.indexes.find(lake->datalake());
    if (index == ranking.indexes.end()) continue;  // came into the version since: not searchable yet
    const ChosenDatas datas(rows, *lake, chosen);
    const auto found = TRY(index->second->search({.vector = ranking.part.vector, .limit = ranking.part.k, .allowed = &datas}));
    for (const vectors::Hit& hit : found) {
      const Bitmap::Row row = datas.row_of(hit.id);
      hits.push_back({row, id_of(rows, row), hit.score});
    }
  }
  std::ranges::sort(hits, [](const RowHit& a, const RowHit& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; });
  if (hits.size() > ranking.part.k) hits.resize(ranking.part.k);
  return hits;
}

Result<Found> ranked(const Rows& rows, Bitmap rest, const Ranking& ranking) {
  std::vector<Bitmap::Row> chosen = rest.to_vector();
  std::erase_if(chosen, [&](Bitmap::Row row) { return std::ranges::count(ranking.part.without, id_of(rows, row)) > 0; });
  std::vector<RowHit> hits;
  if (!chosen.empty()) hits = TRY(best_of(rows, chosen, ranking));
  std::ranges::sort(hits, {}, &RowHit::row);
  Found found{{}, std::vector<float>()};
  for (const RowHit& hit : hits) {
    found.rows.add(hit.row);
    found.scores->push_back(hit.score);
  }
  return found;
}

// By row numbers of a version's Assets, or by seqs of a Datalake's Data, as maps know them. `not_found` for a map of another place,
// `invalid` for one of shapes.
template <typename Scope>
Result<std::vector<std::vector<std::uint32_t>>> on_maps(Workspace& workspace, Scope scope, const Filter& filter) {
  std::vector<std::vector<std::uint32_t>> all;
  for (const MapPart& part : filter.maps) {
    const ProjectionStatus status = TRY(projection_in(workspace, scope, part.projection));
    if (status.projection.scope.kind != EmbeddingKind::images)
      return invalid("The map " + to_string(part.projection) + " shows shapes, not images");
    all.push_back(TRY(rows_in_region(workspace, part.projection, part.region)));
  }
  return all;
}

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
  const auto on_map = TRY(on_maps(workspace, scope, filter));
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
