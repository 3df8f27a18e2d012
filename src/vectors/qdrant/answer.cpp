#include "vectors/qdrant/answer.h"

#include <charconv>
#include <cmath>

namespace kindred::vectors {
namespace {

constexpr std::size_t kMostQuoted = 400;

Error unexpected(std::string_view what) { return corrupt("Qdrant's answer can't be read: " + std::string(what)); }

// The text of an error, whatever form it has.
std::string reason_in(std::string_view body) {
  if (const auto envelope = parse_json_object(body, "an answer")) {
    const json::value* status = envelope->if_contains("status");
    const json::object* error = status == nullptr ? nullptr : status->if_object();
    const json::value* text = error == nullptr ? nullptr : error->if_contains("error");
    if (text != nullptr && text->is_string()) return std::string(std::string_view(text->as_string()).substr(0, kMostQuoted));
  }
  return body.empty() ? "without a reason" : std::string(body.substr(0, kMostQuoted));
}

Result<const json::value*> member(const json::value& value, std::string_view name) {
  const json::object* object = value.if_object();
  const json::value* found = object == nullptr ? nullptr : object->if_contains(name);
  if (found == nullptr) return unexpected("it has no \"" + std::string(name) + "\"");
  return found;
}

Result<const json::array*> array_in(const json::value& value, std::string_view name) {
  const json::array* array = TRY(member(value, name))->if_array();
  if (array == nullptr) return unexpected("\"" + std::string(name) + "\" is no list");
  return array;
}

Result<double> number_in(const json::value& value) {
  if (!value.is_number()) return unexpected("a number is missing");
  const double number = value.to_number<double>();
  if (!std::isfinite(number)) return unexpected("a number is out of range");
  return number;
}

Result<Uuid> id_in(const json::value& value) {
  const json::string* text = value.if_string();
  if (text == nullptr) return unexpected("it has a point whose id is no UUID: the collection is not Kindred's");
  const auto id = parse_uuid(std::string_view(*text));
  if (!id) return unexpected("it has a point whose id is no UUID: the collection is not Kindred's");
  return *id;
}

Result<std::vector<float>> vector_in(const json::value& point, std::string_view name, std::size_t dimension) {
  const json::object* vectors = nullptr;
  if (const json::value* found = point.as_object().if_contains("vector")) vectors = found->if_object();
  const json::value* named = vectors == nullptr ? nullptr : vectors->if_contains(name);
  if (named == nullptr) return std::vector<float>{};
  const json::array* numbers = named->if_array();
  if (numbers == nullptr || numbers->size() != dimension) return unexpected("a vector is not of " + std::to_string(dimension) + " numbers");
  std::vector<float> vector;
  vector.reserve(dimension);
  for (const json::value& number : *numbers)
    vector.push_back(static_cast<float>(TRY(number_in(number))));
  return vector;
}

Result<QdrantRecord> record_in(const json::value& point, std::string_view name, std::size_t dimension) {
  QdrantRecord record;
  record.id = TRY(id_in(*TRY(member(point, "id"))));
  record.vector = TRY(vector_in(point, name, dimension));
  const json::value* payload = point.as_object().if_contains("payload");
  if (payload != nullptr && payload->is_object()) record.payload = payload->as_object();
  return record;
}

Result<std::vector<QdrantRecord>> records_in(const json::array& points, std::string_view name, std::size_t dimension) {
  std::vector<QdrantRecord> records;
  records.reserve(points.size());
  for (const json::value& point : points)
    records.push_back(TRY(record_in(point, name, dimension)));
  return records;
}

}  // namespace

bool is_passing(int status) { return status == 429 || status == 408 || status >= 500; }

Result<json::value> read_qdrant_answer(int status, std::string_view body, std::string_view what) {
  if (status >= 200 && status < 300) {
    auto envelope = parse_json(body, "an answer");
    if (!envelope) return unexpected(envelope.error().message);
    TRY(member(*envelope, "result"));
    return std::move(envelope->as_object()["result"]);
  }
  const std::string text = "Qdrant refuses " + std::string(what) + " (status " + std::to_string(status) + "): " + reason_in(body);
  if (status == 401 || status == 403) return unavailable(text + ". Check the key of Qdrant and what it may do");
  if (status == 404) return not_found(text);
  if (status == 409) return conflict(text);
  if (is_passing(status)) return unavailable(text);
  return internal_error(text);
}

Result<QdrantVersion> read_qdrant_version(std::string_view body) {
  const Error other = invalid("It is no Qdrant that answers there, but something else");
  const auto object = parse_json_object(body, "an answer");
  if (!object) return other;
  const json::value* title = object->if_contains("title");
  const json::value* version = object->if_contains("version");
  if (title == nullptr || version == nullptr || !title->is_string() || !version->is_string()) return other;
  if (std::string_view(title->as_string()).find("qdrant") == std::string_view::npos) return other;
  QdrantVersion read{0, 0, std::string(std::string_view(version->as_string()).substr(0, 100))};
  const char* end = read.text.data() + read.text.size();
  const auto major = std::from_chars(read.text.data(), end, read.major);
  if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.') return other;
  const auto minor = std::from_chars(major.ptr + 1, end, read.minor);
  if (minor.ec != std::errc{}) return other;
  return read;
}

Result<bool> read_is_completed(const json::value& result) {
  const json::value* status = TRY(member(result, "status"));
  if (!status->is_string()) return unexpected("the status of a change is no text");
  return status->as_string() == "completed";
}

Result<std::vector<Hit>> read_scored_points(const json::value& result) {
  const json::array* points = TRY(array_in(result, "points"));
  std::vector<Hit> hits;
  hits.reserve(points->size());
  for (const json::value& point : *points) {
    const Uuid id = TRY(id_in(*TRY(member(point, "id"))));
    hits.push_back({id, static_cast<float>(TRY(number_in(*TRY(member(point, "score")))))});
  }
  return hits;
}

Result<std::vector<std::vector<Hit>>> read_scored_batch(const json::value& result, std::size_t expected) {
  const json::array* answers = result.if_array();
  if (answers == nullptr || answers->size() != expected) return unexpected("it has not one list for each query");
  std::vector<std::vector<Hit>> all;
  for (const json::value& answer : *answers)
    all.push_back(TRY(read_scored_points(answer)));
  return all;
}

Result<std::vector<QdrantRecord>> read_records(const json::value& result, std::string_view vector_name, std::size_t dimension) {
  if (!result.is_array()) return unexpected("it is no list of points");
  return records_in(result.as_array(), vector_name, dimension);
}

Result<QdrantPage> read_scroll_page(const json::value& result, std::string_view vector_name, std::size_t dimension) {
  QdrantPage page;
  page.records = TRY(records_in(*TRY(array_in(result, "points")), vector_name, dimension));
  const json::value* next = TRY(member(result, "next_page_offset"));
  if (!next->is_null()) page.next = TRY(id_in(*next));
  return page;
}

Result<std::uint64_t> read_count(const json::value& result) {
  const json::value* count = TRY(member(result, "count"));
  json::error_code failure;
  const auto number = count->to_number<std::uint64_t>(failure);
  if (failure) return unexpected("a count is no whole number");
  return number;
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> read_named_vectors(const json::value& result) {
  const json::value* config = TRY(member(result, "config"));
  const json::value* params = TRY(member(*config, "params"));
  std::vector<std::pair<std::string, std::uint64_t>> named;
  const json::value* vectors = params->is_object() ? params->as_object().if_contains("vectors") : nullptr;
  if (vectors == nullptr || !vectors->is_object()) return named;  // made without vectors
  for (const auto& [name, description] : vectors->as_object()) {
    json::error_code failure;
    const json::value* size = description.is_object() ? description.as_object().if_contains("size") : nullptr;
    if (size == nullptr) continue;  // one vector without a name, whose members these are
    const auto dimension = size->to_number<std::uint64_t>(failure);
    if (failure) return unexpected("a dimension is no whole number");
    named.emplace_back(name, dimension);
  }
  return named;
}

}  // namespace kindred::vectors
