#include "usecases/filtered_shapes.h"

#include <array>
#include <functional>

#include "query/build.h"
#include "query/query.h"
#include "selection/evaluate.h"
#include "selection/page_of.h"
#include "selection/row_map.h"
#include "store/shape_embeddings.h"
#include "store/shapes.h"
#include "usecases/chosen_rows.h"
#include "usecases/map_parts.h"
#include "usecases/ranked_page.h"
#include "usecases/search_shapes.h"
#include "usecases/visual_part.h"

namespace kindred::usecases {
namespace {

using selection::Rows;
using store::Connection;
using store::OrderField;

// Row numbers are given in the order of creation.
constexpr OrderField kCreated{"created_at", "a.row_number", OrderField::Type::number};
constexpr std::array kOrders{kCreated};

Result<query::Query> query_of_shapes(const Filter& filter) {
  if (filter.created.from || filter.created.before) return unsupported("Shapes can't be filtered by 'created'");
  query::Query query = TRY(query::parse(filter.q, query::View::shapes));
  for (const std::string& tag : filter.tags)
    query::narrow(query, query::condition_on("asset.tags.name", query::View::shapes, query::Operator::equal, {tag}));
  return query;
}

Result<Bitmap> rows_of_ids(Connection& connection, DatasetVersionId version, const std::vector<Uuid>& ids) {
  std::vector<ShapeId> shape_ids;
  for (const Uuid& id : ids)
    shape_ids.push_back({id});
  Bitmap rows;
  const auto shapes = TRY(store::find_shapes(connection, version, shape_ids));
  for (const Shape& shape : shapes)
    rows.add(shape.row_number);
  return rows;
}

struct Ranking {
  VisualPart part;
  std::shared_ptr<vectors::VectorIndex> index;  // opened before the snapshot: opening reads the database
};

Result<std::optional<Ranking>> ranking_of(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  auto part = TRY(visual_part_of(filter, {[&](const Uuid& id) { return vector_of_shape(workspace, version, ShapeId{id}); },
                                          [&](const std::string& text) { return vector_of_prompt_for_shapes(workspace, version, text); }}));
  if (!part) return std::optional<Ranking>();
  return std::optional(Ranking{*std::move(part), TRY(workspace.vectors().index_of_shapes(version))});
}

// Of the embedded shapes those in `rest`, by id. Ids are not among the columns in memory, so they are read, in the order of the table.
Result<selection::RowMap> embedded_among(Connection& connection, DatasetVersionId version, const Bitmap& rest) {
  constexpr std::size_t kPerPage = 10'000;
  selection::RowMap map(rest.count());
  for (std::uint32_t from = 0;;) {
    const auto page = TRY(store::list_done_shapes(connection, version, std::nullopt, from, kPerPage));
    for (const store::DoneShape& shape : page) {
      if (rest.contains(shape.row_number)) map.add(shape.id.uuid, shape.row_number);
    }
    if (page.size() < kPerPage) return map;
    from = page.back().row_number + 1;
  }
}

// The k best of `rest`.
Result<std::vector<Ranked>> best_of(Connection& connection, DatasetVersionId version, const Bitmap& rest, bool everything,
                                    const Ranking& ranking) {
  std::optional<ChosenRows> among;
  if (!everything) among.emplace(TRY(embedded_among(connection, version, rest)));
  const auto hits = TRY(ranking.index->search(
      {.vector = ranking.part.vector, .limit = ranking.part.k, .allowed = among ? &*among : nullptr, .without = ranking.part.without}));
  std::vector<ShapeId> ids;
  for (const vectors::Hit& hit : hits)
    ids.push_back({hit.id});
  // What was deleted since the snapshot's time or is newer than it is not there.
  selection::RowMap rows(ids.size());
  const auto shapes = TRY(store::find_shapes(connection, version, ids));
  for (const Shape& shape : shapes)
    rows.add(shape.id.uuid, shape.row_number);
  std::vector<Ranked> best;
  for (const vectors::Hit& hit : hits) {
    const auto row = rows.find(hit.id);
    if (row && rest.contains(*row)) best.push_back({hit.score, hit.id, *row});
  }
  return best;
}

struct FoundShapes {
  Bitmap rows;
  std::optional<std::vector<Ranked>> ranked;  // the same ones, best first, with a visual part
};
using Use = std::function<Result<void>(Connection&, const Rows&, const FoundShapes&)>;

Result<void> find_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter, const Use& use) {
  const query::Query query = TRY(query_of_shapes(filter));
  const auto maps = TRY(rows_on_maps(workspace, version, filter, EmbeddingKind::shapes));
  const auto ranking = TRY(ranking_of(workspace, version, filter));
  selection::Needs needs;
  needs.add(query);
  return workspace.rows().read_shapes(version, needs, [&](Connection& connection, const Rows& rows) -> Result<void> {
    FoundShapes found{selection::evaluate(query, rows), std::nullopt};
    if (filter.ids) found.rows &= TRY(rows_of_ids(connection, version, *filter.ids));
    for (const auto& numbers : maps)
      found.rows &= Bitmap::of(numbers);
    if (ranking) {
      const bool everything = found.rows.count() == rows.live().count();
      found.ranked = TRY(best_of(connection, version, found.rows, everything, *ranking));
      found.rows = Bitmap();
      for (const Ranked& one : *found.ranked)
        found.rows.add(one.row);
    }
    return use(connection, rows, found);
  });
}

}  // namespace

Result<FilteredPage<Shape>> filtered_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page) {
  const auto order = TRY(store::Order::parse(page.order_by, "-created_at", kOrders, kCreated));
  FilteredPage<Shape> result;
  TRY(find_shapes(workspace, version, filter, [&](Connection& connection, const Rows& rows, const FoundShapes& found) -> Result<void> {
    const bool best_first = found.ranked && page.order_by.empty();
    selection::RowPage some = best_first ? TRY(ranked_page(*found.ranked, page)) : TRY(page_of(found.rows, rows, order, page));
    result.listing.count = static_cast<std::int64_t>(found.rows.count());
    result.listing.page.items = TRY(store::shapes_by_row_number(connection, version, some.rows));
    result.listing.page.next_cursor = std::move(some.next_cursor);
    if (!found.ranked) return {};
    std::map<Bitmap::Row, float> scores;
    for (const Ranked& one : *found.ranked)
      scores[one.row] = one.score;
    for (const Shape& shape : result.listing.page.items)
      result.scores.push_back(scores.at(shape.row_number));
    return {};
  }));
  return result;
}

Result<std::int64_t> count_filtered_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  std::int64_t count = 0;
  TRY(find_shapes(workspace, version, filter, [&](Connection&, const Rows&, const FoundShapes& found) -> Result<void> {
    count = static_cast<std::int64_t>(found.rows.count());
    return {};
  }));
  return count;
}

Result<ShapeFacets> shape_facets(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  ShapeFacets facets;
  TRY(find_shapes(workspace, version, filter, [&](Connection&, const Rows& rows, const FoundShapes& found) -> Result<void> {
    selection::ShapeRows::Counts counts = rows.shapes->counts(found.rows);
    facets = {static_cast<std::int64_t>(found.rows.count()), std::move(counts.labels), std::move(counts.kinds), std::move(counts.statuses)};
    return {};
  }));
  return facets;
}

}  // namespace kindred::usecases
