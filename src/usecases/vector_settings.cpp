#include "usecases/vector_settings.h"

#include <cstdlib>

#include "base/files.h"
#include "base/json.h"
#include "store/organizations.h"

namespace kindred::usecases {
namespace {

constexpr std::string_view kSetting = "vectors";
constexpr std::size_t kMaxKeyBytes = 4096;

std::string to_text(const VectorSettings& settings) {
  json::object object{{"backend", settings.backend}};
  if (settings.qdrant) {
    const vectors::QdrantSettings& qdrant = *settings.qdrant;
    object["qdrant"] = json::object{{"url", qdrant.url},
                                    {"key_file", settings.qdrant_key_file},
                                    {"authorities_file", qdrant.authorities_file},
                                    {"shards", qdrant.shards},
                                    {"replicas", qdrant.replicas},
                                    {"write_consistency", qdrant.write_consistency},
                                    {"quantized", qdrant.quantized},
                                    {"on_disk", qdrant.on_disk}};
  }
  return json::serialize(object);
}

Result<VectorSettings> from_text(std::string_view text) {
  const json::object object = TRY(parse_json_object(text, "the setting 'vectors'"));
  VectorSettings settings;
  settings.backend = TRY(required_string(object, "backend"));
  const json::value* found = object.if_contains("qdrant");
  if (found == nullptr || !found->is_object()) return settings;
  const json::object& qdrant = found->as_object();
  vectors::QdrantSettings read;
  read.url = TRY(required_string(qdrant, "url"));
  settings.qdrant_key_file = TRY(optional_string(qdrant, "key_file")).value_or("");
  read.authorities_file = TRY(optional_string(qdrant, "authorities_file")).value_or("");
  read.shards = static_cast<int>(TRY(optional_int(qdrant, "shards")).value_or(1));
  read.replicas = static_cast<int>(TRY(optional_int(qdrant, "replicas")).value_or(1));
  read.write_consistency = static_cast<int>(TRY(optional_int(qdrant, "write_consistency")).value_or(1));
  read.quantized = TRY(optional_bool(qdrant, "quantized")).value_or(false);
  read.on_disk = TRY(optional_bool(qdrant, "on_disk")).value_or(false);
  settings.qdrant = std::move(read);
  return settings;
}

}  // namespace

Result<VectorSettings> record_vector_settings(store::Connection& connection, VectorSettings given, std::string_view default_backend) {
  const auto recorded = TRY(store::find_setting(connection, kSetting));
  VectorSettings known;
  if (recorded) known = TRY(from_text(*recorded));
  const bool is_new = !given.backend.empty() || given.qdrant || !given.qdrant_key_file.empty();
  if (given.backend.empty()) given.backend = known.backend.empty() ? std::string(default_backend) : known.backend;
  if (given.qdrant_key_file.empty()) given.qdrant_key_file = known.qdrant_key_file;
  if (!given.qdrant) given.qdrant = known.qdrant;
  if (given.backend == "qdrant" && !given.qdrant)
    return invalid("The vectors are to be in Qdrant, but it is not said where: give --qdrant-url");
  if (is_new && (!recorded || to_text(given) != *recorded)) TRY(store::put_setting(connection, kSetting, to_text(given)));
  return given;
}

Result<void> read_qdrant_key(VectorSettings& settings) {
  if (!settings.qdrant) return {};
  if (settings.qdrant_key_file.empty()) {
    const char* key = std::getenv("KINDRED_QDRANT_API_KEY");
    if (key != nullptr) settings.qdrant->api_key = key;
    return {};
  }
  std::string key = TRY(read_text_file(settings.qdrant_key_file, kMaxKeyBytes));
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' '))
    key.pop_back();
  if (key.empty()) return invalid("The file '" + settings.qdrant_key_file + "' holds no key of Qdrant");
  settings.qdrant->api_key = std::move(key);
  return {};
}

}  // namespace kindred::usecases
