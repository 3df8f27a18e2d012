#include "usecases/vector_settings.h"

#include <cstdlib>

#include "base/files.h"
#include "base/json.h"
#include "store/organizations.h"
#include "vectors/backends.h"

namespace kindred::usecases {
namespace {

constexpr std::string_view kSetting = "vectors";
constexpr std::size_t kMaxKeyBytes = 4096;

std::string to_text(const VectorSettings& settings) {
  json::object object{{"backend", settings.backend}};
  if (settings.qdrant) {
    const vectors::QdrantSettings& qdrant = *settings.qdrant;
    object["qdrant"] = json::object{{"url", qdrant.url},
                                    {"prefix", qdrant.prefix},
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
  read.prefix = TRY(optional_string(qdrant, "prefix")).value_or(read.prefix);
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

Result<void> check_backend(const VectorSettings& settings) {
  TRY(vectors::check_backend_name(settings.backend));
  if (settings.backend == kQdrantBackend && !settings.qdrant)
    return invalid("The vectors are to be in Qdrant, but it is not said where: give --qdrant-url");
  return {};
}

std::string place_of(const VectorSettings& settings) {
  if (settings.backend != kQdrantBackend || !settings.qdrant) return settings.backend;
  return settings.backend + ' ' + settings.qdrant->url + ' ' + settings.qdrant->prefix;
}

}  // namespace

Result<ChosenVectors> choose_vectors(store::Connection& connection, VectorSettings given, std::string_view default_backend) {
  const bool is_given = !given.backend.empty() || given.qdrant || !given.qdrant_key_file.empty();
  const auto recorded = TRY(store::find_setting(connection, kSetting));
  VectorSettings known;
  if (recorded) known = TRY(from_text(*recorded));
  if (known.backend.empty()) known.backend = default_backend;
  if (given.backend.empty()) given.backend = known.backend;
  if (given.qdrant_key_file.empty()) given.qdrant_key_file = known.qdrant_key_file;
  if (!given.qdrant) given.qdrant = known.qdrant;
  TRY(check_backend(given));
  ChosenVectors chosen{.settings = std::move(given)};
  chosen.is_new = is_given && (!recorded || to_text(chosen.settings) != *recorded);
  chosen.is_new_place = place_of(chosen.settings) != place_of(known);
  return chosen;
}

Result<void> record_vectors(store::Connection& connection, const VectorSettings& settings) {
  return store::put_setting(connection, kSetting, to_text(settings));
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
