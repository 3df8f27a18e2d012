#include "api/filter_json.h"

#include <algorithm>
#include <array>

#include "api/fields.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxListed = 10'000;
constexpr std::size_t kMaxTags = 256;

constexpr std::array<std::string_view, 8> kParts{"q", "ids", "similar", "text", "region", "clusters", "tags", "created"};
constexpr std::array<std::string_view, 4> kPageParts{"limit", "offset", "cursor", "order_by"};

Result<std::optional<json::object>> optional_object(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(field);
  if (value == nullptr || value->is_null()) return std::optional<json::object>();
  if (!value->is_object()) return invalid("The field '" + std::string(field) + "' must be an object");
  return std::optional(value->as_object());
}

Result<std::size_t> k_of(const json::object& part) {
  const std::int64_t k = TRY(optional_int(part, "k")).value_or(20);
  if (k < 1) return invalid("The field 'k' must be at least 1");
  return static_cast<std::size_t>(k);
}

Result<std::vector<Uuid>> uuids(const json::object& part, std::string_view field) {
  std::vector<Uuid> ids;
  const auto texts = TRY(string_list(part, field, kMaxListed));
  for (const std::string& text : texts.value_or(std::vector<std::string>()))
    ids.push_back(TRY(parse_uuid(text)));
  return ids;
}

Result<void> check_parts(const json::object& object, std::span<const std::string_view> more) {
  for (const auto& member : object) {
    const std::string_view key = member.key();
    if (std::ranges::find(kParts, key) != kParts.end() || std::ranges::find(more, key) != more.end()) continue;
    return invalid("A filter has no part '" + std::string(key) +
                   "': its parts are q, ids, similar, text, region, clusters, tags and created");
  }
  return {};
}

Result<usecases::Filter> parts_of(const json::object& object) {
  usecases::Filter filter;
  filter.q = TRY(optional_string(object, "q")).value_or("");
  if (TRY(string_list(object, "ids", kMaxListed))) filter.ids = TRY(uuids(object, "ids"));
  if (const auto similar = TRY(optional_object(object, "similar"))) {
    filter.similar = usecases::SimilarPart{TRY(uuids(*similar, "positive")), TRY(uuids(*similar, "negative")), TRY(k_of(*similar))};
  }
  if (const auto text = TRY(optional_object(object, "text"))) {
    filter.text = usecases::TextPart{TRY(required_string(*text, "prompt")), TRY(k_of(*text))};
  }
  filter.tags = TRY(string_list(object, "tags", kMaxTags)).value_or(std::vector<std::string>());
  if (const auto created = TRY(optional_object(object, "created"))) {
    filter.created = {TRY(optional_string(*created, "from")), TRY(optional_string(*created, "before"))};
  }
  for (const auto* part : {"region", "clusters"}) {
    const auto object_of_part = TRY(optional_object(object, part));
    if (!object_of_part) continue;
    const auto projection = TRY(ProjectionId::parse(TRY(required_string(*object_of_part, "projection"))));
    filter.maps.push_back({projection, TRY(maps::read_region(*object_of_part))});
  }
  return filter;
}

}  // namespace

Result<usecases::Filter> parse_filter(const json::object& filter) {
  TRY(check_parts(filter, {}));
  return parts_of(filter);
}

Result<FilterRequest> parse_filter_request(const json::object& body) {
  TRY(check_parts(body, kPageParts));
  FilterRequest request{TRY(parts_of(body)), {}};
  const std::int64_t limit = TRY(optional_int(body, "limit")).value_or(100);
  const std::int64_t offset = TRY(optional_int(body, "offset")).value_or(0);
  if (limit < 1) return invalid("The field 'limit' must be at least 1");
  if (offset < 0) return invalid("The field 'offset' must not be negative");
  // A larger limit is cut, not refused: the client goes on with the cursor.
  request.page.limit = std::min(static_cast<std::size_t>(limit), store::kMaxPageSize);
  request.page.offset = static_cast<std::size_t>(offset);
  request.page.cursor = TRY(optional_string(body, "cursor")).value_or("");
  request.page.order_by = TRY(string_list(body, "order_by", 10)).value_or(std::vector<std::string>());
  return request;
}

}  // namespace kindred::api
