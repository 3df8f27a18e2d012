#include "usecases/asset_names.h"

#include <algorithm>

#include "annotations/text.h"
#include "base/crypto.h"
#include "store/assets.h"

namespace kindred::usecases {
namespace {

using annotations::last_part;
using annotations::without_extension;

std::string_view last_two_parts(std::string_view name) {
  const auto slash = name.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return name;
  const auto before = name.rfind('/', slash - 1);
  return before == std::string_view::npos ? name : name.substr(before + 1);
}

}  // namespace

AssetNames::Key AssetNames::key_of(Part part, std::string_view name) {
  Sha256 hash;
  const auto kind = static_cast<std::uint8_t>(part);
  hash.update({&kind, 1});
  hash.update({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
  const Digest digest = hash.finish();
  Key key{};
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

void AssetNames::add(const Asset& asset) {
  const auto index = static_cast<std::uint32_t>(assets_.size());
  assets_.push_back({asset.id, asset.data.width, asset.data.height});
  entries_.push_back({key_of(Part::object_name, asset.data.object_name), index});
  entries_.push_back({key_of(Part::last_two, last_two_parts(asset.data.object_name)), index});
  entries_.push_back({key_of(Part::filename, last_part(asset.data.filename)), index});
  entries_.push_back({key_of(Part::stem, without_extension(last_part(asset.data.filename))), index});
}

Result<AssetNames> AssetNames::load(Workspace& workspace, DatasetVersionId version, const StopFlag& stop) {
  AssetNames names;
  store::PageRequest page;
  do {
    TRY(stop.check());
    const auto assets = TRY(workspace.database().read([&](store::Connection& c) { return store::list_assets(c, version, {}, page); }));
    for (const Asset& asset : assets.items)
      names.add(asset);
    page.cursor = assets.next_cursor.value_or("");
  } while (!page.cursor.empty());
  std::sort(names.entries_.begin(), names.entries_.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  return names;
}

const AssetNames::Match* AssetNames::find(std::string_view name, Miss& miss) const {
  miss = Miss::none_of_that_name;
  const auto look = [&](Part part, std::string_view text) -> const Match* {
    const auto [begin, end] = std::equal_range(entries_.begin(), entries_.end(), Entry{key_of(part, text), 0},
                                               [](const Entry& a, const Entry& b) { return a.key < b.key; });
    if (end - begin > 1) miss = Miss::several_of_that_name;
    return end - begin == 1 ? &assets_[begin->asset] : nullptr;
  };
  if (const Match* match = look(Part::object_name, name)) return match;
  if (name.find('/') != std::string_view::npos) {
    if (const Match* match = look(Part::last_two, last_two_parts(name))) return match;
  }
  if (const Match* match = look(Part::filename, last_part(name))) return match;
  return annotations::is_picture_name(name) ? nullptr : look(Part::stem, last_part(name));
}

}  // namespace kindred::usecases
