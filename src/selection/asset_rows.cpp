#include "selection/asset_rows.h"

#include <algorithm>
#include <set>
#include <string>

#include "store/rows.h"

namespace kindred::selection {
namespace {

using store::Change;
using store::ChangeEffect;
using store::ChangeKind;
using store::Connection;

constexpr std::string_view kColumns = "SELECT a.row_number, a.id, a.created_at, d.seq, a.datalake_id FROM asset a ";

}  // namespace

Result<AssetRows> AssetRows::load(Connection& connection, DatasetVersionId version, const Lakes& lakes) {
  AssetRows rows(version);
  TRY(rows.use(lakes));
  auto all = TRY(
      store::query(connection,
                   std::string(kColumns) +
                       "INDEXED BY asset_by_row_number CROSS JOIN data d ON d.id = a.data_id WHERE a.version_id = ? ORDER BY a.row_number",
                   version));
  while (TRY(all->step()))
    TRY(rows.take(*all));
  return rows;
}

Result<void> AssetRows::take(const store::Statement& row) {
  const auto number = static_cast<Bitmap::Row>(row.column_int(0));
  const DatalakeId datalake{row.column_uuid(4)};
  const auto lake = std::ranges::find(lakes_, datalake, [](const auto& rows) { return rows->datalake(); });
  if (lake == lakes_.end()) return internal_error("A version has an asset of a datalake that is not known to it");
  const std::int64_t seq = row.column_int(3);
  const auto data_row = (*lake)->row_of_seq(seq);
  if (!data_row) return internal_error("The data of an asset is not known within its snapshot");
  ids_.set(number, row.column_uuid(1));
  created_at_.set(number, row.column_int(2));
  places_.set(number, {static_cast<std::uint32_t>(lake - lakes_.begin()), *data_row, seq});
  live_.add(number);
  return {};
}

bool AssetRows::uses(const Lakes& lakes) const {
  return std::ranges::all_of(lakes, [&](const auto& entry) { return std::ranges::find(lakes_, entry.second) != lakes_.end(); });
}

// Datalakes keep their places; where the rows of one are others than before, they are looked up again.
Result<void> AssetRows::use(const Lakes& lakes) {
  std::vector<std::size_t> renumbered;
  for (const auto& [id, rows] : lakes) {
    const auto known = std::ranges::find(lakes_, id, [](const auto& lake) { return lake->datalake(); });
    if (known == lakes_.end()) {
      lakes_.push_back(rows);
      continue;
    }
    if ((*known)->generation() != rows->generation()) renumbered.push_back(static_cast<std::size_t>(known - lakes_.begin()));
    *known = rows;
  }
  if (renumbered.empty()) return {};
  for (const Bitmap::Row row : live_.to_vector()) {
    Place place = places_[row];
    if (!std::ranges::count(renumbered, place.lake)) continue;
    const auto data_row = lakes_[place.lake]->row_of_seq(place.seq);
    if (!data_row) {
      live_.remove(row);  // deleted: the log says so, too
      continue;
    }
    place.data_row = *data_row;
    places_.set(row, place);
  }
  return {};
}

Result<void> AssetRows::refresh(Connection& connection, std::span<const Change> changes, const Lakes& lakes) {
  TRY(use(lakes));
  std::set<std::int64_t> added;
  for (const Change& change : changes) {
    if (change.kind != ChangeKind::asset) continue;
    if (change.effect == ChangeEffect::removed) {
      live_.remove(static_cast<Bitmap::Row>(change.item));
      added.erase(change.item);
    } else {
      added.insert(change.item);
    }
  }
  static const std::string kSql =
      std::string(kColumns) +
      "INDEXED BY asset_by_row_number CROSS JOIN data d ON d.id = a.data_id WHERE a.version_id = ? AND a.row_number = ?";
  for (const std::int64_t number : added) {
    auto row = TRY(store::query(connection, kSql, version_, number));
    if (TRY(row->step())) TRY(take(*row));
  }
  if (has_tags_) TRY(refresh_tags(connection, changes));
  return {};
}

Result<void> AssetRows::provide(Connection& connection, const Needs& needs) {
  if (needs.asset_tags && !has_tags_) TRY(load_tags(connection));
  return {};
}

Result<void> AssetRows::load_tags(Connection& connection) {
  auto tags = TRY(store::query(connection, "SELECT id, name FROM tag WHERE scope = ? AND target = 'ASSET'", version_));
  while (TRY(tags->step())) {
    const TagId id{tags->column_uuid(0)};
    auto numbers = TRY(store::query(
        connection,
        "SELECT a.row_number FROM asset_tag t INDEXED BY asset_tag_by_tag CROSS JOIN asset a ON a.id = t.item_id WHERE t.tag_id = ?", id));
    std::vector<Bitmap::Row> rows;
    while (TRY(numbers->step()))
      rows.push_back(static_cast<Bitmap::Row>(numbers->column_int(0)));
    tags_.put(id, tags->column_text(1), Bitmap::of(rows));
  }
  has_tags_ = true;
  return {};
}

Result<void> AssetRows::refresh_tags(Connection& connection, std::span<const Change> changes) {
  TRY(tags_.follow_names(connection, changes, TagTarget::asset));
  TagRows::Changes tagged(tags_);
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::asset_tag) {
      tagged.set(change.tag, static_cast<Bitmap::Row>(change.item), change.effect == ChangeEffect::added);
    }
  }
  tagged.apply();
  return {};
}

Bitmap AssetRows::assets_of(std::size_t lake, const Bitmap& data_rows) const {
  if (data_rows.empty()) return {};
  const auto rows = static_cast<Bitmap::Row>(lakes_[lake]->size());
  const auto words = data_rows.to_words(rows);
  Bitmap assets;
  std::vector<Bitmap::Row> found;
  places_.for_each_block([&](std::size_t first, std::span<const Place> places) {
    found.clear();
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Place& place = places[i];
      if (place.lake == lake && place.data_row < rows && (words[place.data_row / 64] >> (place.data_row % 64) & 1) != 0) {
        found.push_back(static_cast<Bitmap::Row>(first + i));
      }
    }
    assets.add(found);
  });
  return assets &= live_;
}

Bitmap AssetRows::data_rows_of(const DataRows& lake) const {
  std::vector<Bitmap::Row> rows;
  for (const Bitmap::Row row : live_.to_vector()) {
    if (lake_of(row).datalake() == lake.datalake()) rows.push_back(data_row(row));
  }
  return Bitmap::of(rows);
}

}  // namespace kindred::selection
