#include "usecases/filtered_shapes.h"

#include <array>
#include <functional>

#include "query/build.h"
#include "query/query.h"
#include "selection/evaluate.h"
#include "selection/page_of.h"
#include "store/shapes.h"

namespace kindred::usecases {
namespace {

using selection::Rows;
using store::Connection;
using store::OrderField;

// Row numbers are given in the order of creation.
constexpr OrderField kCreated{"created_at", "a.row_number", OrderField::Type::number};
constexpr std::array kOrders{kCreated};

Result<query::Query> query_of_shapes(const Filter& filter) {
  if (filter.similar || filter.text) return unsupported("Shapes have no visual part in their filter");
  if (!filter.maps.empty()) return unsupported("Shapes can't be filtered by a map");
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

using Use = std::function<Result<void>(Connection&, const Rows&, const Bitmap&)>;

Result<void> find_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter, const Use& use) {
  const query::Query query = TRY(query_of_shapes(filter));
  selection::Needs needs;
  needs.add(query);
  return workspace.rows().read_shapes(version, needs, [&](Connection& connection, const Rows& rows) -> Result<void> {
    Bitmap found = selection::evaluate(query, rows);
    if (filter.ids) found &= TRY(rows_of_ids(connection, version, *filter.ids));
    return use(connection, rows, found);
  });
}

}  // namespace

Result<Listing<Shape>> filtered_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter, const PageRequest& page) {
  const auto order = TRY(store::Order::parse(page.order_by, "-created_at", kOrders, kCreated));
  Listing<Shape> listing;
  TRY(find_shapes(workspace, version, filter, [&](Connection& connection, const Rows& rows, const Bitmap& found) -> Result<void> {
    selection::RowPage some = TRY(page_of(found, rows, order, page));
    listing.count = static_cast<std::int64_t>(found.count());
    listing.page.items = TRY(store::shapes_by_row_number(connection, version, some.rows));
    listing.page.next_cursor = std::move(some.next_cursor);
    return {};
  }));
  return listing;
}

Result<std::int64_t> count_filtered_shapes(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  std::int64_t count = 0;
  TRY(find_shapes(workspace, version, filter, [&](Connection&, const Rows&, const Bitmap& found) -> Result<void> {
    count = static_cast<std::int64_t>(found.count());
    return {};
  }));
  return count;
}

Result<ShapeFacets> shape_facets(Workspace& workspace, DatasetVersionId version, const Filter& filter) {
  ShapeFacets facets;
  TRY(find_shapes(workspace, version, filter, [&](Connection&, const Rows& rows, const Bitmap& found) -> Result<void> {
    selection::ShapeRows::Counts counts = rows.shapes->counts(found);
    facets = {static_cast<std::int64_t>(found.count()), std::move(counts.labels), std::move(counts.kinds), std::move(counts.statuses)};
    return {};
  }));
  return facets;
}

}  // namespace kindred::usecases
