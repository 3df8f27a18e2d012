// For tests of this module: a database that changes by chance, and what each item in it is, read row by row.
#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "store/assets.h"
#include "store/data_sources.h"
#include "store/embeddings.h"
#include "store/tags.h"
#include "store/test_workspace.h"

namespace kindred::selection {

using store::Connection;
using store::must;

// What is known of one item, read row by row: the slow twin's view.
struct Item {
  std::string id;
  std::int64_t created_at = 0;
  std::vector<std::string> tags;
  Data data;
  std::vector<std::string> data_tags;
  std::optional<std::string> source;
  std::vector<std::pair<std::string, std::string>> datasets;  // name, version
};

// A Datalake, two versions, and changes of all kinds by chance.
class RandomWorld {
 public:
  store::TestWorkspace world;
  std::mt19937 random{5};

  int any(int most) { return std::uniform_int_distribution(0, most)(random); }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(any(static_cast<int>(from.size()) - 1))];
  }

  // Some random change of anything.
  void change_something() {
    world.write([&](Connection& c) -> Result<void> {
      switch (any(11)) {
        case 0:
        case 1: return add_data(c);
        case 2: return add_some_to_version(c);
        case 3: return toggle_tag(c, TagTarget::data, world.datalake.id.uuid, datas_, any(1) == 0);
        case 4: return toggle_tag(c, TagTarget::asset, world.version.id.uuid, assets(c), any(1) == 0);
        case 5: return make_or_drop_tag(c);
        case 6: return change_metadata(c);
        case 7: return remove_something(c);
        case 8: return change_status(c);
        case 9: return change_embedding(c);
        case 10: return rename_tag_somehow(c);
        default: return add_data(c);
      }
    });
  }

  Result<void> add_data(Connection& c) {
    if (datas_.size() > 100) return remove_something(c);
    Data data = world.new_data("o" + std::to_string(++made_) + "/" + pick(kNames) + std::to_string(any(30)) + ".PNG");
    data.width = any(3) * 320;
    data.height = any(5) * 100;
    data.bytes = static_cast<std::uint64_t>(any(1000));
    data.created_at = {1'700'000'000'000'000 + static_cast<std::int64_t>(any(20)) * 3'600'000'000};
    if (any(2) == 0)
      data.metadata_json = R"({"latitude":)" + std::to_string(any(9)) + R"(.5,"weather":"Rain )" + std::to_string(any(3)) + "\"}";
    if (any(2) == 0) data.custom_metadata_json = pick(kCustom);
    TRY(store::insert_data(c, data));
    datas_.push_back(data.id.uuid);
    return {};
  }

  Result<void> add_some_to_version(Connection& c) {
    std::vector<DataId> some;
    for (int i = 0; i < 5 && !datas_.empty(); ++i)
      some.push_back({pick(datas_)});
    TRY(store::insert_assets(c, any(2) == 0 ? other_.id : world.version.id, some, {}));
    return {};
  }

  Result<std::vector<Uuid>> assets_of(Connection& c) {
    std::vector<Uuid> ids;
    const auto page = TRY(store::list_asset_ids(c, world.version.id, {}, {}));
    for (const AssetId id : page.items)
      ids.push_back(id.uuid);
    return ids;
  }
  std::vector<Uuid> assets(Connection& c) { return must(assets_of(c)); }

  Result<void> toggle_tag(Connection& c, TagTarget target, const Uuid& scope, const std::vector<Uuid>& items, bool attach) {
    const auto tags = TRY(store::list_tags(c, target, scope, {}));
    if (tags.items.empty() || items.empty()) return {};
    std::vector<Uuid> some;
    for (int i = 0; i < 6; ++i)
      some.push_back(pick(items));
    if (attach) {
      TRY(store::attach_tag(c, pick(tags.items), some));
    } else {
      TRY(store::detach_tag(c, pick(tags.items), some));
    }
    return {};
  }

  Result<void> make_or_drop_tag(Connection& c) {
    const bool of_data = any(1) == 0;
    const TagTarget target = of_data ? TagTarget::data : TagTarget::asset;
    const Uuid scope = of_data ? world.datalake.id.uuid : world.version.id.uuid;
    const auto tags = TRY(store::list_tags(c, target, scope, {}));
    if (tags.items.size() > 3) return store::delete_tag(c, pick(tags.items).id);
    const auto made = store::create_tag(c, target, scope, pick(kTags));
    if (!made && made.error().kind != ErrorKind::conflict) return made.error();
    return {};
  }

  Result<void> rename_tag_somehow(Connection& c) {
    const auto tags = TRY(store::list_tags(c, TagTarget::data, world.datalake.id.uuid, {}));
    if (tags.items.empty()) return {};
    const auto renamed = store::rename_tag(c, pick(tags.items).id, pick(kTags));
    if (!renamed && renamed.error().kind != ErrorKind::conflict) return renamed.error();
    return {};
  }

  Result<void> change_metadata(Connection& c) {
    if (datas_.empty()) return {};
    const DataId id{pick(datas_)};
    TRY(store::set_data_source(c, id, any(1) == 0 ? std::optional(source_) : std::nullopt));
    TRY(store::set_data_metadata(c, id, any(1) == 0 ? "" : R"({"weather":"sun","latitude":3,"acquired_at":"2024-01-02"})"));
    return store::set_data_custom_metadata(c, id, any(1) == 0 ? "" : pick(kCustom));
  }

  Result<void> remove_something(Connection& c) {
    if (datas_.empty()) return {};
    if (any(1) == 0) {
      const auto there = assets(c);
      if (there.empty()) return {};
      const AssetId gone{pick(there)};
      TRY(store::delete_assets(c, world.version.id, std::span(&gone, 1)));
      return {};
    }
    // The newest now and then, so that its seq is given again.
    const auto place = any(2) == 0 ? datas_.size() - 1 : static_cast<std::size_t>(any(static_cast<int>(datas_.size()) - 1));
    const DataId gone{datas_[place]};
    datas_.erase(datas_.begin() + static_cast<std::ptrdiff_t>(place));
    TRY(store::delete_datas(c, std::span(&gone, 1)));
    return {};
  }

  Result<void> change_status(Connection& c) {
    if (datas_.empty()) return {};
    return store::set_data_upload_status(c, {pick(datas_)}, any(1) == 0 ? UploadStatus::error : UploadStatus::done, any(2) * 640, 480);
  }

  Result<void> change_embedding(Connection& c) {
    if (datas_.empty()) return {};
    const DataId id{pick(datas_)};
    if (!TRY(store::find_embedding(c, id))) return store::add_pending(c, std::span(&id, 1));
    const store::FailedItem failed{id, EmbeddingStatus::error, "torn"};
    return store::store_embedding_results(c, world.datalake.id, {}, std::span(&failed, 1), 1);
  }

  RandomWorld() {
    world.write([&](Connection& c) -> Result<void> {
      other_ = TRY(store::create_version(c, world.dataset.id, "second", "", InferenceType::not_configured));
      source_ = TRY(store::create_data_source(c, world.organization.id, "Camera 7")).id;
      TRY(store::create_tag(c, TagTarget::data, world.datalake.id.uuid, "night"));
      TRY(store::create_tag(c, TagTarget::asset, world.version.id.uuid, "train"));
      return store::set_visual_search(c, world.datalake.id, {VisualSearchState::active, "key", 4, {}});
    });
    for (int i = 0; i < 60; ++i)
      change_something();
  }

  // ---- the slow twin's view of it ----

  Result<Item> with_data(Connection& c, Data data) {
    Item item;
    item.id = to_string(data.id);
    item.created_at = data.created_at.micros;
    for (const Tag& tag : TRY(store::tags_of(c, TagTarget::data, data.id.uuid)))
      item.data_tags.push_back(tag.name);
    if (data.data_source_id) item.source = TRY(store::find_data_source(c, *data.data_source_id)).name;
    for (const DatasetVersion& version : {world.version, other_}) {
      if (store::find_asset_by_data(c, version.id, data.id)) item.datasets.emplace_back(world.dataset.name, version.version);
    }
    item.data = std::move(data);
    return item;
  }

  Result<std::vector<Item>> all_datas(Connection& c) {
    std::vector<Item> items;
    const auto page = TRY(store::list_datas(c, world.datalake.id, {}, {}));
    for (const Data& data : page.items) {
      items.push_back(TRY(with_data(c, data)));
      items.back().tags = items.back().data_tags;
    }
    return items;
  }

  Result<std::vector<Item>> all_assets(Connection& c) {
    std::vector<Item> items;
    const auto page = TRY(store::list_assets(c, world.version.id, {}, {}));
    for (const Asset& asset : page.items) {
      Item item = TRY(with_data(c, asset.data));
      item.id = to_string(asset.id);
      item.created_at = asset.created_at.micros;
      for (const Tag& tag : TRY(store::tags_of(c, TagTarget::asset, asset.id.uuid)))
        item.tags.push_back(tag.name);
      items.push_back(std::move(item));
    }
    return items;
  }

  const std::vector<std::string> kNames{"cam1_", "CAM2_", "Straße", "été"};
  const std::vector<std::string> kTags{"night", "rain", "Été", "train"};
  const std::vector<std::string> kCustom{R"({"k":"x"})",  R"({"k":7,"deep":{"n":1}})",    R"({"deep":{"n":2.5}})",
                                         R"({"k":true})", R"({"k":null,"deep":{"n":3}})", R"({"k":["x"]})"};

  std::vector<Uuid> datas_;
  DatasetVersion other_;
  DataSourceId source_;
  int made_ = 0;
};

}  // namespace kindred::selection
