#include "selection/row_cache.h"

#include <algorithm>
#include <string>
#include <utility>

#include "selection/match.h"
#include "store/assets.h"
#include "store/rows.h"

namespace kindred::selection {

namespace {

constexpr std::size_t kMaxPending = 300'000;  // changes that wait for their rows' next use

}  // namespace

using store::Connection;

Result<void> RowCache::read(const std::function<Result<Rows>(Connection&)>& bring_up, const Work& work) {
  // Locked before the snapshot is taken: so no snapshot is older than the rows.
  std::unique_lock lock(mutex_);
  return database_.read([&](Connection& connection) -> Result<void> {
    Rows rows;
    {
      const std::unique_lock held = std::move(lock);
      auto brought_up = [&]() -> Result<Rows> {
        TRY(follow_log(connection));
        return bring_up(connection);
      }();
      if (!brought_up) {
        forget();  // something may be half done
        return brought_up.error();
      }
      rows = *std::move(brought_up);
      drop_unused();
    }
    return work(connection, rows);
  });
}

Result<void> RowCache::read(DatalakeId datalake, const Needs& needs, const Work& work) {
  return read(
      [&](Connection& connection) -> Result<Rows> {
        Rows rows;
        rows.lakes.push_back(TRY(lake(connection, datalake, needs)));
        rows.datasets = TRY(in_datasets(connection, needs, rows.lakes));
        return rows;
      },
      work);
}

Result<Rows> RowCache::bring_up_version(Connection& connection, DatasetVersionId id, const Needs& needs) {
  Rows rows;
  rows.assets = TRY(version(connection, id, needs));
  rows.lakes = rows.assets->lakes();
  if (needs.shapes) rows.shapes = TRY(shapes(connection, id));
  rows.datasets = TRY(in_datasets(connection, needs, rows.lakes));
  return rows;
}

Result<void> RowCache::read(DatasetVersionId id, const Needs& needs, const Work& work) {
  return read([&](Connection& connection) { return bring_up_version(connection, id, needs); }, work);
}

Result<void> RowCache::read_shapes(DatasetVersionId id, const Needs& needs, const Work& work) {
  Needs with_shapes = needs;
  with_shapes.shapes = true;
  return read(
      [&](Connection& connection) -> Result<Rows> {
        Rows rows = TRY(bring_up_version(connection, id, with_shapes));
        rows.of_shapes = true;
        return rows;
      },
      work);
}

Result<void> RowCache::follow_log(Connection& connection) {
  ++uses_;
  const std::int64_t last = TRY(store::last_change(connection));
  if (last == seen_) return {};
  if (!TRY(store::keeps_changes_after(connection, seen_))) {
    forget();
  } else if (!lakes_.empty() || !versions_.empty()) {
    const auto hand_out = [](auto& entries, const store::Change& change) {
      if (const auto entry = entries.find({change.scope}); entry != entries.end()) entry->second.pending.push_back(change);
    };
    TRY(store::for_each_change(connection, seen_, [&](const store::Change& change) {
      if (change.kind == store::ChangeKind::shape || change.kind == store::ChangeKind::annotation) {
        hand_out(shapes_, change);
      } else {
        hand_out(lakes_, change);
        hand_out(versions_, change);
      }
    }));
  }
  seen_ = last;
  // What nobody asks for any more must not gather changes for ever.
  std::erase_if(lakes_, [](const auto& entry) { return entry.second.pending.size() > kMaxPending; });
  std::erase_if(versions_, [](const auto& entry) { return entry.second.pending.size() > kMaxPending; });
  std::erase_if(shapes_, [](const auto& entry) { return entry.second.pending.size() > kMaxPending; });
  return {};
}

Result<std::shared_ptr<const DataRows>> RowCache::lake(Connection& connection, DatalakeId id, const Needs& needs) {
  Entry<DataRows>& entry = lakes_[id];
  entry.used = uses_;
  if (entry.rows && entry.pending.empty() && entry.rows->has(needs)) return entry.rows;
  std::shared_ptr<DataRows> next;
  if (entry.rows) {
    next = std::make_shared<DataRows>(*entry.rows);
    if (!entry.pending.empty() && !TRY(next->refresh(connection, entry.pending))) next = nullptr;
  }
  if (!next) next = std::make_shared<DataRows>(TRY(DataRows::load(connection, id)));
  entry.pending.clear();
  TRY(next->provide(connection, needs));
  entry.rows = next;
  return entry.rows;
}

Result<std::shared_ptr<const AssetRows>> RowCache::version(Connection& connection, DatasetVersionId id, const Needs& needs) {
  AssetRows::Lakes lakes;
  for (const DatalakeId datalake : TRY(store::datalakes_of_version(connection, id)))
    lakes.emplace(datalake, TRY(lake(connection, datalake, needs)));
  Entry<AssetRows>& entry = versions_[id];
  entry.used = uses_;
  if (entry.rows && entry.pending.empty() && entry.rows->uses(lakes) && entry.rows->has(needs)) return entry.rows;
  std::shared_ptr<AssetRows> next;
  if (entry.rows) {
    next = std::make_shared<AssetRows>(*entry.rows);
    TRY(next->refresh(connection, entry.pending, lakes));
  } else {
    next = std::make_shared<AssetRows>(TRY(AssetRows::load(connection, id, lakes)));
  }
  entry.pending.clear();
  TRY(next->provide(connection, needs));
  entry.rows = next;
  return entry.rows;
}

Result<std::shared_ptr<const ShapeRows>> RowCache::shapes(Connection& connection, DatasetVersionId id) {
  Entry<ShapeRows>& entry = shapes_[id];
  entry.used = uses_;
  std::shared_ptr<ShapeRows> next;
  if (entry.rows && entry.pending.empty()) {
    auto labels = TRY(entry.rows->read_labels(connection));
    if (labels == entry.rows->labels()) return entry.rows;
  }
  if (entry.rows) {
    next = std::make_shared<ShapeRows>(*entry.rows);
    if (!entry.pending.empty() && !TRY(next->refresh(connection, entry.pending))) next = nullptr;
  }
  if (!next) next = std::make_shared<ShapeRows>(TRY(ShapeRows::load(connection, id)));
  entry.pending.clear();
  next->set_labels(TRY(next->read_labels(connection)));
  entry.rows = next;
  return entry.rows;
}

Result<std::vector<Rows::InDatasets>> RowCache::in_datasets(Connection& connection, const Needs& needs,
                                                            const std::vector<std::shared_ptr<const DataRows>>& lakes) {
  std::vector<Rows::InDatasets> all;
  for (const query::Condition& condition : needs.datasets) {
    const bool is_any = condition.field.type == query::Type::relation || std::holds_alternative<std::monostate>(condition.values.front());
    const TextMatcher matches(condition);
    Rows::InDatasets one{condition, {}};
    for (const auto& lake : lakes) {
      auto versions = TRY(store::query(connection,
                                       "SELECT v.id, v.version, s.name FROM dataset_version v JOIN dataset s ON s.id = v.dataset_id "
                                       "WHERE v.id IN (SELECT version_id FROM asset_count WHERE datalake_id = ? AND items > 0)",
                                       lake->datalake()));
      while (TRY(versions->step())) {
        const std::string name = versions->column_text(condition.field.id == query::FieldId::dataset_name ? 2 : 1);
        if (!is_any && !matches(name)) continue;
        const DatasetVersionId id{versions->column_uuid(0)};
        one.rows[lake->datalake()] |= TRY(version(connection, id, {}))->data_rows_of(*lake);
      }
    }
    all.push_back(std::move(one));
  }
  return all;
}

void RowCache::forget() {
  lakes_.clear();
  versions_.clear();
  shapes_.clear();
}

void RowCache::drop_unused() {
  const auto total = [](const auto& entries) {
    std::size_t rows = 0;
    for (const auto& [id, entry] : entries)
      rows += entry.rows ? entry.rows->size() : 0;
    return rows;
  };
  const auto oldest = [](auto& entries) { return std::ranges::min_element(entries, {}, [](const auto& e) { return e.second.used; }); };
  while (total(lakes_) + total(versions_) + total(shapes_) > kMaxRows) {
    const auto lake = oldest(lakes_);
    const auto version = oldest(versions_);
    const auto shapes = oldest(shapes_);
    // Datalakes last: versions can't do without them.
    if (shapes != shapes_.end() && shapes->second.used < uses_) {
      shapes_.erase(shapes);
    } else if (version != versions_.end() && version->second.used < uses_) {
      versions_.erase(version);
    } else if (lake != lakes_.end() && lake->second.used < uses_) {
      lakes_.erase(lake);
    } else {
      return;  // all in use now
    }
  }
}

}  // namespace kindred::selection
