// A region out of foreign JSON, and what it selects on a small map: no input may crash, hang, or select otherwise than point by point.
#include "maps/region.h"

#include <cstdlib>
#include <string_view>

#include "maps/select.h"
#include "maps/test_maps.h"
#include "maps/test_select.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kindred;
  static const maps::MapPoints points = maps::some_map(300);
  static const maps::BoxTree boxes(points.x, points.y);
  const auto body = parse_json_object({reinterpret_cast<const char*>(data), size}, "the input");
  if (!body) return 0;
  const auto region = maps::read_region(*body);
  if (!region) return 0;
  const auto chosen = maps::select_points({points.x, points.y, points.cluster, boxes}, *region);
  if (!chosen || *chosen != maps::select_one_by_one(points, *region)) std::abort();
  return 0;
}
