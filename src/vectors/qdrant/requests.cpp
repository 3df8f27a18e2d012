#include "vectors/qdrant/requests.h"

#include <charconv>

#include "base/float16.h"
#include "base/json.h"
#include "vectors/crc32c.h"

namespace kindred::vectors {
namespace {

// Beyond it the graph's answers are as good as exact ones (the recall of 0.99 that the laws ask for), for a few times the work of the default.
constexpr std::size_t kSearchWidth = 256;

std::string quoted(std::string_view text) { return json::serialize(json::value(json::string(text))); }

void append_number(std::string& text, float number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  text.append(digits, end);
}

void append_ids(std::string& text, std::span<const Uuid> ids) {
  text += '[';
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) text += ',';
    text += '"' + to_string(ids[i]) + '"';
  }
  text += ']';
}

template <typename Number, typename ToFloat>
void append_vector(std::string& text, std::span<const Number> vector, ToFloat to_float) {
  text += '[';
  for (std::size_t i = 0; i < vector.size(); ++i) {
    if (i > 0) text += ',';
    append_number(text, to_float(vector[i]));
  }
  text += ']';
}

}  // namespace

Uuid mark_id() {
  Uuid id;
  id.bytes.fill(0xFF);
  return id;
}

// The distance is Dot: it keeps vectors as they are, and of unit vectors it is the cosine.
std::string collection_body(const QdrantSettings& settings, std::string_view vector_name, std::size_t dimension) {
  json::object vector{{"size", dimension}, {"distance", "Dot"}, {"on_disk", settings.on_disk}};
  if (settings.half_precision) vector["datatype"] = "float16";
  json::object body{{"vectors", json::object{{vector_name, std::move(vector)}}},
                    {"hnsw_config", json::object{{"on_disk", settings.on_disk}}},
                    {"shard_number", settings.shards},
                    {"replication_factor", settings.replicas},
                    {"write_consistency_factor", settings.write_consistency},
                    {"on_disk_payload", true}};
  if (settings.quantized)
    body["quantization_config"] = json::object{{"scalar", json::object{{"type", "int8"}, {"quantile", 0.99}, {"always_ram", true}}}};
  return json::serialize(body);
}

std::string upsert_body(std::string_view vector_name, std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) {
  const std::size_t dimension = ids.empty() ? 0 : vectors.size() / ids.size();
  const std::string name = quoted(vector_name);
  std::string text = R"({"points":[)";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto vector = vectors.subspan(i * dimension, dimension);
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(vector.data()), vector.size_bytes());
    text += (i > 0 ? R"(,{"id":")" : R"({"id":")") + to_string(ids[i]) + R"(","vector":{)" + name + ':';
    append_vector(text, vector, f16_to_float);
    text += R"(},"payload":{"checksum":)" + std::to_string(crc32c(bytes)) + "}}";
  }
  return text += "]}";
}

std::string mark_body(std::uint64_t mark) {
  return R"({"points":[{"id":")" + to_string(mark_id()) + R"(","vector":{},"payload":{"mark":)" + std::to_string(mark) + "}}]}";
}

std::string points_body(std::span<const Uuid> ids) {
  std::string text = R"({"points":)";
  append_ids(text, ids);
  return text += '}';
}

std::string retrieve_body(std::string_view vector_name, std::span<const Uuid> ids) {
  std::string text = R"({"ids":)";
  append_ids(text, ids);
  return text += R"(,"with_payload":true,"with_vector":[)" + quoted(vector_name) + "]}";
}

std::string scroll_body(std::string_view vector_name, std::optional<Uuid> from, std::size_t limit) {
  std::string text = R"({"limit":)" + std::to_string(limit) + R"(,"with_payload":false,"with_vector":[)" + quoted(vector_name) + "]";
  text += R"(,"filter":{"must_not":[{"has_id":[")" + to_string(mark_id()) + R"("]}]})";
  if (from) text += R"(,"offset":")" + to_string(*from) + '"';
  return text += '}';
}

std::string count_body(bool exact) {
  return R"({"filter":{"must_not":[{"has_id":[")" + to_string(mark_id()) + R"("]}]},"exact":)" + (exact ? "true}" : "false}");
}

// What may be returned is told as a filter. Among few ids an exact search is both complete and cheap.
std::string question_body(const QdrantSettings& settings, std::string_view vector_name, std::span<const float> vector,
                          const Question& question) {
  std::string text = R"({"query":)";
  append_vector(text, vector, [](float number) { return number; });
  text += R"(,"using":)" + quoted(vector_name) + R"(,"limit":)" + std::to_string(question.limit) + R"(,"params":{)";
  text += question.among.empty() ? R"("hnsw_ef":)" + std::to_string(std::max(kSearchWidth, question.limit)) : R"("exact":true)";
  if (settings.quantized) text += R"(,"quantization":{"rescore":true,"oversampling":2.0})";
  text += '}';
  if (!question.among.empty() || !question.without.empty()) {
    text += question.among.empty() ? R"(,"filter":{"must_not":[{"has_id":)" : R"(,"filter":{"must":[{"has_id":)";
    append_ids(text, question.among.empty() ? question.without : question.among);
    text += "}]}";
  }
  return text += '}';
}

}  // namespace kindred::vectors
