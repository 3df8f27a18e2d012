#include "usecases/select_on_map.h"

#include <algorithm>
#include <charconv>

#include "maps/select.h"

namespace kindred::usecases {
namespace {

// "FILE.PLACE": items of that file from that place on.
std::string cursor_at(const MapView& view, std::size_t item) {
  return to_string(view.file()) + "." + std::to_string(view.place_in_file(item));
}

// The place where the page begins.
Result<std::uint32_t> place_of(std::string_view cursor, const MapView& view) {
  if (cursor.empty()) return 0U;
  const std::size_t dot = cursor.find('.');
  const auto file = parse_uuid(cursor.substr(0, dot));
  std::uint32_t place = 0;
  const std::string_view digits = dot == std::string_view::npos ? std::string_view{} : cursor.substr(dot + 1);
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  if (!file || failure != std::errc{} || end != digits.data() + digits.size())
    return invalid("'" + std::string(cursor) + "' is not a cursor of a selection");
  if (*file != view.file()) return conflict("The map has got new points or clusters since the first page: select again");
  return place;
}

std::int64_t count_items(const MapView& view, std::span<const std::uint32_t> points) {
  std::int64_t count = 0;
  for (const std::uint32_t point : points)
    count += view.map().multiplicity[point];
  return count;
}

}  // namespace

Result<Selected> select_on_map(Workspace& workspace, ProjectionId id, const maps::Region& region, std::size_t limit,
                               std::string_view cursor) {
  if (limit > kMaxSelectedPage) return invalid("The field 'limit' must be at most " + std::to_string(kMaxSelectedPage));
  const auto view = TRY(workspace.map_views().of(id));
  const std::uint32_t begin = TRY(place_of(cursor, *view));
  const std::vector<std::uint32_t> points = TRY(maps::select_points(view->placed(), region));
  Selected selected;
  selected.points = static_cast<std::int64_t>(points.size());
  selected.items = count_items(*view, points);
  if (limit == 0) return selected;
  for (const std::uint32_t point : points) {
    if (view->place_in_file(view->end_item(point) - 1) < begin) continue;
    for (std::size_t item = view->first_item(point); item < view->end_item(point); ++item) {
      if (view->place_in_file(item) < begin) continue;
      if (selected.ids.size() == limit) {
        selected.next_cursor = cursor_at(*view, item);
        return selected;
      }
      selected.ids.push_back(view->item_id(item));
    }
  }
  return selected;
}

Result<std::vector<std::uint32_t>> rows_in_region(Workspace& workspace, ProjectionId id, const maps::Region& region) {
  const auto view = TRY(workspace.map_views().of(id));
  std::vector<std::uint32_t> rows;
  const std::vector<std::uint32_t> points = TRY(maps::select_points(view->placed(), region));
  for (const std::uint32_t point : points) {
    for (std::size_t item = view->first_item(point); item < view->end_item(point); ++item)
      rows.push_back(view->row_number(item));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

Result<std::vector<ItemsOfPoint>> items_of_points(Workspace& workspace, ProjectionId id, std::span<const std::uint32_t> points,
                                                  std::size_t limit, const std::optional<std::string>& version) {
  if (points.size() > kMaxPointsAsked) return invalid("At most " + std::to_string(kMaxPointsAsked) + " points can be asked for at once");
  const auto view = TRY(workspace.map_views().of(id));
  if (version && *version != view->version()) return conflict("The map has changed since its points were loaded: load them again");
  std::vector<ItemsOfPoint> answers;
  for (const std::uint32_t point : points) {
    if (point >= view->points()) {
      return invalid("The map has no point " + std::to_string(point) + ": it has " + std::to_string(view->points()) + " points");
    }
    ItemsOfPoint answer{point, {}, view->map().multiplicity[point]};
    const std::size_t end = std::min(view->end_item(point), view->first_item(point) + limit);
    for (std::size_t item = view->first_item(point); item < end; ++item)
      answer.ids.push_back(view->item_id(item));
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace kindred::usecases
