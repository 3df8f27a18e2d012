#include "demo/emoji_catalog.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/files.h"
#include "base/json.h"

namespace kindred::demo {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

Result<json::value> read_json(const fs::path& file) {
  constexpr std::uint64_t kMaxBytes = 64 << 20;
  const std::string text = TRY(read_text_file(file, kMaxBytes));
  return parse_json(text, "'" + file.string() + "'");
}

// The packages differ in whether a name has the variation selector FE0F.
std::optional<fs::path> find_picture(const fs::path& folder, const std::string& hexcode) {
  std::string bare = hexcode;
  for (auto place = bare.find("-fe0f"); place != std::string::npos; place = bare.find("-fe0f"))
    bare.erase(place, 5);
  for (const std::string& name : {hexcode, bare, hexcode + "-fe0f"}) {
    fs::path file = folder / (name + ".webp");
    if (fs::exists(file)) return file;
  }
  return std::nullopt;
}

std::string name_in(const json::object& groups, std::string_view list, const json::object& emoji, std::string_view field) {
  const json::value* key = emoji.if_contains(field);
  const json::value* names = groups.if_contains(list);
  if (key == nullptr || !key->is_int64() || names == nullptr || !names->is_object()) return "";
  const json::value* name = names->as_object().if_contains(std::to_string(key->as_int64()));
  return name != nullptr && name->is_string() ? std::string(name->as_string()) : "";
}

}  // namespace

Result<std::vector<Emoji>> load_emoji(const fs::path& pictures, const fs::path& emojibase) {
  const json::value list = TRY(read_json(emojibase / "en" / "data.json"));
  const json::value groups = TRY(read_json(emojibase / "meta" / "groups.json"));
  if (!list.is_array() || !groups.is_object()) return corrupt("The folder '" + emojibase.string() + "' does not hold emojibase-data 17");
  std::vector<std::pair<std::string, Emoji>> found;
  for (const json::value& item : list.as_array()) {
    const json::object& row = item.as_object();
    const std::string group = name_in(groups.as_object(), "groups", row, "group");
    Emoji emoji;
    emoji.kind = name_in(groups.as_object(), "subgroups", row, "subgroup");
    if (group.empty() || group == "component" || emoji.kind == "subdivision-flag") continue;
    const std::string hexcode = lower(TRY(required_string(row, "hexcode")));
    const auto picture = find_picture(pictures, hexcode);
    if (!picture) continue;
    emoji.label = lower(TRY(required_string(row, "label")));
    emoji.picture = *picture;
    emoji.may_flip = group != "symbols" && group != "flags";
    if (const json::value* tags = row.if_contains("tags"); tags != nullptr && tags->is_array()) {
      for (const json::value& tag : tags->as_array())
        emoji.tags.emplace_back(tag.as_string());
    }
    found.emplace_back(hexcode, std::move(emoji));
  }
  if (found.empty()) return not_found("The folder '" + pictures.string() + "' has none of the pictures of @lobehub/fluent-emoji-3d 1.1.0");
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Emoji> emoji;
  emoji.reserve(found.size());
  for (auto& [code, one] : found)
    emoji.push_back(std::move(one));
  return emoji;
}

}  // namespace kindred::demo
