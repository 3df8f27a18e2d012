// The Data of one Datalake in memory, as of one change of the log (store/changes.h). A Data's row is its place in the order of seq; it keeps
// it for as long as this object and its successors live, and is dead, not gone, when the Data is deleted.
//
// refresh() makes the successor; parts that did not change are shared. Thread-safety: const members, any thread; refresh() on a copy that
// nobody else has.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>

#include "base/bitmap.h"
#include "model/ids.h"
#include "selection/blocks.h"
#include "selection/data_columns.h"
#include "selection/needs.h"
#include "selection/tag_rows.h"
#include "store/changes.h"
#include "store/database.h"

namespace kindred::selection {

class DataRows {
 public:
  static Result<DataRows> load(store::Connection& connection, DatalakeId datalake);

  // `changes`: those of this Datalake since, in order. False when they can't be followed and all is to be loaded anew.
  Result<bool> refresh(store::Connection& connection, std::span<const store::Change> changes);
  [[nodiscard]] bool has(const Needs& needs) const;
  // Loads what is needed and not there yet.
  Result<void> provide(store::Connection& connection, const Needs& needs);

  [[nodiscard]] DatalakeId datalake() const { return datalake_; }
  // Rows of another generation are other rows.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] std::size_t size() const { return seqs_.size(); }  // dead rows too
  [[nodiscard]] const Bitmap& live() const { return live_; }
  [[nodiscard]] DataId id(Bitmap::Row row) const { return {ids_[row]}; }
  [[nodiscard]] std::int64_t seq(Bitmap::Row row) const { return seqs_[row]; }
  [[nodiscard]] std::optional<Bitmap::Row> row_of_seq(std::int64_t seq) const;
  [[nodiscard]] const TagRows& tags() const { return tags_; }
  // Requires that it was provided.
  [[nodiscard]] const Column& column(const ColumnSpec& spec) const { return columns_.at(spec); }

 private:
  static constexpr std::size_t kMaxColumns = 64;  // of a Datalake: keys of metadata come from whoever asks

  explicit DataRows(DatalakeId datalake);
  Result<bool> read_row(store::Connection& connection, std::int64_t seq);
  Result<void> read_columns(store::Connection& connection, std::int64_t seq, Bitmap::Row row);
  Result<void> refresh_tags(store::Connection& connection, std::span<const store::Change> changes);
  Result<void> load_column(store::Connection& connection, const ColumnSpec& spec);
  Result<void> load_tags(store::Connection& connection);
  Result<Bitmap> rows_tagged(store::Connection& connection, TagId tag) const;

  DatalakeId datalake_;
  std::uint64_t generation_;
  Blocks<std::int64_t> seqs_;
  Blocks<Uuid> ids_;
  Bitmap live_;
  std::map<ColumnSpec, Column> columns_;
  bool has_tags_ = false;
  TagRows tags_;
};

}  // namespace kindred::selection
