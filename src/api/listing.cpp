#include "api/listing.h"

#include "api/fields.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxListed = 1000;  // entries of a list in one request: the SDK sends chunks of it
constexpr std::int64_t kMaxOffset = 1LL << 40;

template <typename T, typename Parse>
Result<std::vector<T>> words(const std::vector<std::string>& texts, std::string_view field, Parse parse) {
  std::vector<T> values;
  for (const std::string& text : texts)
    values.push_back(TRY(word(text, field, parse)));
  return values;
}

// What may stand in the query string or in an XGET's body.
struct Shared {
  std::string q;
  std::vector<std::string> upload_statuses;
  std::vector<std::string> types;
  std::string custom_metadata;
};

Result<Shared> shared_of(const Request& request, const json::object& body) {
  Shared shared;
  shared.q = request.query.one("q").value_or("");
  shared.upload_statuses = request.query.all("upload_statuses");
  shared.types = request.query.all("types");
  shared.custom_metadata = request.query.one("custom_metadata").value_or("");
  if (const auto q = TRY(optional_string(body, "q"))) shared.q = *q;
  if (const auto statuses = TRY(string_list(body, "upload_statuses", kMaxListed))) shared.upload_statuses = *statuses;
  if (const auto types = TRY(string_list(body, "types", kMaxListed))) shared.types = *types;
  if (!shared.custom_metadata.empty()) {
    const auto object = TRY(parse_json_object(shared.custom_metadata, "the parameter custom_metadata"));
    shared.custom_metadata = object.empty() ? std::string() : json::serialize(object);
  }
  return shared;
}

Result<json::object> body_of(const Request& request) {
  if (request.method != "XGET" || request.body.empty()) return json::object();
  return parse_json_object(request.body, "the request's body");
}

Result<void> fill(usecases::DataFilter& filter, const Shared& shared, const json::object& body) {
  filter.upload_statuses = TRY(words<UploadStatus>(shared.upload_statuses, "upload_statuses", parse_upload_status));
  filter.types = TRY(words<DataType>(shared.types, "types", parse_data_type));
  filter.custom_metadata_json = shared.custom_metadata;
  filter.filenames = TRY(string_list(body, "filenames", kMaxListed));
  filter.object_names = TRY(string_list(body, "object_names", kMaxListed));
  return {};
}

}  // namespace

Result<usecases::PageRequest> parse_page(const Query& query) {
  constexpr auto kMost = static_cast<std::int64_t>(store::kMaxPageSize);
  usecases::PageRequest page;
  // A larger limit is cut, not refused: the client goes on with the cursor.
  page.limit = static_cast<std::size_t>(std::min(TRY(whole_number(query, "limit", kMost, 1, INT64_MAX)), kMost));
  page.offset = static_cast<std::size_t>(TRY(whole_number(query, "offset", 0, 0, kMaxOffset)));
  page.cursor = query.one("cursor").value_or("");
  page.order_by = query.all("order_by");
  if (!page.cursor.empty() && page.offset > 0) return invalid("'cursor' and 'offset' can't be used together");
  return page;
}

Result<usecases::Filter> data_filter(const Request& request) {
  const json::object body = TRY(body_of(request));
  Shared shared = TRY(shared_of(request, body));
  usecases::Filter filter;
  filter.q = std::move(shared.q);
  TRY(fill(filter.list.data, shared, body));
  filter.list.data.ids = TRY(id_list<DataId>(body, "ids", kMaxListed));
  return filter;
}

Result<usecases::Filter> asset_filter(const Request& request) {
  const json::object body = TRY(body_of(request));
  Shared shared = TRY(shared_of(request, body));
  usecases::Filter filter;
  filter.q = std::move(shared.q);
  TRY(fill(filter.list.data, shared, body));
  filter.list.ids = TRY(id_list<AssetId>(body, "ids", kMaxListed));
  filter.list.data_ids = TRY(id_list<DataId>(body, "data_ids", kMaxListed));
  return filter;
}

Result<std::optional<std::vector<std::string>>> filename_prefixes(const Request& request) {
  const json::object body = TRY(body_of(request));
  return string_list(body, "filename_startswith", kMaxListed);
}

}  // namespace kindred::api
