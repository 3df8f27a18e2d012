// Rows of Datalakes and versions in memory (data_rows.h, asset_rows.h), as new as the database at each use.
//
// A use takes a snapshot of the database, reads what the log of changes has since the last one, brings the rows it needs up to that
// snapshot, and then works with both: rows and snapshot say the same. What was committed before the use began is in it. Bringing up
// is done by one thread at a time; the first use of a Datalake or version of a million rows takes a second or two, in which
// other uses wait. The least recently used ones are dropped when all together have more than kMaxRows rows.
//
// Never call read() within Database::read(): it takes a snapshot of its own. Thread-safety: all members, any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "selection/asset_rows.h"
#include "selection/data_rows.h"
#include "selection/needs.h"
#include "selection/shape_rows.h"
#include "store/database.h"

namespace kindred::selection {

// All that a query is evaluated over.
struct Rows {
  std::shared_ptr<const AssetRows> assets;             // of a version; null for a Datalake's Data
  std::vector<std::shared_ptr<const DataRows>> lakes;  // the Datalake, or those of the version as assets->lakes()

  std::shared_ptr<const ShapeRows> shapes;  // of a version, when they are needed
  bool of_shapes = false;                   // whether shapes are looked for, not Assets

  // Of each condition in Needs::datasets the Data whose versions fulfil it.
  struct InDatasets {
    query::Condition condition;
    std::map<DatalakeId, Bitmap> rows;
  };
  std::vector<InDatasets> datasets;

  [[nodiscard]] const Bitmap& live() const {
    if (of_shapes) return shapes->live();
    return assets ? assets->live() : lakes.front()->live();
  }
};

class RowCache {
 public:
  static constexpr std::size_t kMaxRows = 16'000'000;  // of about 100 bytes each, with a few columns in use

  explicit RowCache(store::Database& database) : database_(database) {}

  using Work = std::function<Result<void>(store::Connection&, const Rows&)>;
  // `not_found` as work's own business: an unknown scope has no rows.
  Result<void> read(DatalakeId datalake, const Needs& needs, const Work& work);
  Result<void> read(DatasetVersionId version, const Needs& needs, const Work& work);
  Result<void> read_shapes(DatasetVersionId version, const Needs& needs, const Work& work);

 private:
  template <typename T>
  struct Entry {
    std::shared_ptr<const T> rows;
    std::vector<store::Change> pending;  // changes that the log had and the rows have not
    std::uint64_t used = 0;
  };

  Result<void> read(const std::function<Result<Rows>(store::Connection&)>& bring_up, const Work& work);
  Result<Rows> bring_up_version(store::Connection& connection, DatasetVersionId id, const Needs& needs);
  Result<void> follow_log(store::Connection& connection);
  Result<std::shared_ptr<const DataRows>> lake(store::Connection& connection, DatalakeId id, const Needs& needs);
  Result<std::shared_ptr<const AssetRows>> version(store::Connection& connection, DatasetVersionId id, const Needs& needs);
  Result<std::shared_ptr<const ShapeRows>> shapes(store::Connection& connection, DatasetVersionId id);
  Result<std::vector<Rows::InDatasets>> in_datasets(store::Connection& connection, const Needs& needs,
                                                    const std::vector<std::shared_ptr<const DataRows>>& lakes);
  void forget();
  void drop_unused();

  store::Database& database_;
  std::mutex mutex_;  // guards what follows
  std::int64_t seen_ = 0;
  std::uint64_t uses_ = 0;
  std::map<DatalakeId, Entry<DataRows>> lakes_;
  std::map<DatasetVersionId, Entry<AssetRows>> versions_;
  std::map<DatasetVersionId, Entry<ShapeRows>> shapes_;
};

}  // namespace kindred::selection
