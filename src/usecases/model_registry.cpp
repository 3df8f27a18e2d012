#include "usecases/model_registry.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/files.h"
#include "base/json.h"
#include "embed/backends.h"
#include "usecases/demo_model.h"

namespace kindred::usecases {
namespace {

constexpr std::string_view kDescription = "kindred.json";

// A folder name that any key maps to one-to-one and that people can read.
std::string folder_name(std::string_view key) {
  std::string name;
  for (const char c : key.substr(0, 60)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    name += plain ? c : '-';
  }
  return name + "-" + hex(sha256(key)).substr(0, 8);
}

Result<RegisteredModel> read_description(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kDescription;
  const std::string text = TRY(read_text_file(file, 1 << 20));
  const json::object object = TRY(parse_json_object(text, "'" + file.string() + "'"));
  RegisteredModel model;
  model.key = TRY(required_string(object, "key"));
  model.origin = TRY(optional_string(object, "origin")).value_or("");
  model.folder = folder;
  return model;
}

Result<void> check_key(std::string_view key) {
  if (key.empty() || key.size() > 200) return invalid("A model's key must have 1 to 200 characters");
  const bool printable = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 127; });
  if (!printable) return invalid("A model's key must be printable ASCII without spaces, '" + std::string(key) + "' is not");
  return {};
}

Result<void> copy_file_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  const MappedFile file = TRY(MappedFile::open(from));
  return write_file_durably(to, file.bytes());
}

}  // namespace

ModelRegistry::ModelRegistry(std::filesystem::path models_folder, embed::EmbedderOptions options)
    : models_folder_(std::move(models_folder)), options_(std::move(options)) {}

std::filesystem::path ModelRegistry::folder_of(std::string_view key) const { return models_folder_ / folder_name(key); }

Result<std::vector<RegisteredModel>> ModelRegistry::list() const {
  std::vector<RegisteredModel> models{{std::string(kDemoModelKey), folder_of(kDemoModelKey), "bundled", true}};
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(models_folder_, failure)) {
    // A folder without a description is a copy that was cut off: `add` starts over.
    if (!std::filesystem::exists(entry.path() / kDescription)) continue;
    RegisteredModel model = TRY(read_description(entry.path()));
    if (model.key != kDemoModelKey) models.push_back(std::move(model));
  }
  std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return models;
}

Result<RegisteredModel> ModelRegistry::find(std::string_view key) const {
  const std::vector<RegisteredModel> models = TRY(list());
  std::string known;
  for (const RegisteredModel& model : models) {
    if (model.key == key) return model;
    known += (known.empty() ? "'" : ", '") + model.key + "'";
  }
  return not_found("There is no model '" + std::string(key) + "'. Registered: " + known +
                   ". Register an open_clip folder with: kindred model add FOLDER --key '" + std::string(key) + "'");
}

Result<std::string> ModelRegistry::default_key() const {
  if (find(kDefaultModelKey)) return std::string(kDefaultModelKey);
  return invalid("The default model '" + std::string(kDefaultModelKey) + "' is not registered, and no other was named",
                 "Register it with: kindred model add FOLDER --key '" + std::string(kDefaultModelKey) +
                     "', or name a registered model, for example the bundled '" + std::string(kDemoModelKey) +
                     "' (it knows emoji pictures only)");
}

Result<RegisteredModel> ModelRegistry::add(const std::filesystem::path& folder, std::string_view key) {
  TRY(check_key(key));
  const std::scoped_lock lock(mutex_);
  if (key == kDemoModelKey || std::filesystem::exists(folder_of(key) / kDescription)) {
    return conflict("A model '" + std::string(key) + "' is registered already");
  }
  TRY(embed::open_model(folder, options_));  // a broken folder is refused here, with the reason
  const std::filesystem::path target = folder_of(key);
  TRY(make_folders_durably(target));
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::filesystem::path name = entry.path().filename();
    if (!entry.is_regular_file() || name == kDescription) continue;
    TRY(copy_file_durably(entry.path(), target / name));
  }
  const std::string origin = std::filesystem::absolute(folder).string();
  const std::string text = json::serialize(json::object{{"key", key}, {"origin", origin}});
  // The description comes last: with it the model counts as registered.
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  TRY(write_file_durably(target / kDescription, bytes));
  return RegisteredModel{std::string(key), target, origin, false};
}

Result<std::shared_ptr<embed::Embedder>> ModelRegistry::open(std::string_view key) {
  const std::scoped_lock lock(mutex_);
  if (const auto place = opened_.find(key); place != opened_.end()) return place->second;
  const RegisteredModel model = TRY(find(key));
  if (model.bundled) TRY(unpack_demo_model(model.folder));
  embed::EmbedderOptions options = options_;
  options.key = model.key;
  std::shared_ptr<embed::Embedder> opened = TRY(embed::open_model(model.folder, options));
  opened_.emplace(model.key, opened);
  return opened;
}

}  // namespace kindred::usecases
