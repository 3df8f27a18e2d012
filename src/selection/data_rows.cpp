#include "selection/data_rows.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <string>

#include "store/rows.h"

namespace kindred::selection {
namespace {

using store::Change;
using store::ChangeEffect;
using store::ChangeKind;
using store::Connection;

std::uint64_t next_generation() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

DataRows::DataRows(DatalakeId datalake) : datalake_(datalake), generation_(next_generation()) {}

Result<DataRows> DataRows::load(Connection& connection, DatalakeId datalake) {
  DataRows rows(datalake);
  // In the order of seq, which is the order of the table.
  auto all = TRY(store::query(connection, "SELECT d.seq, d.id FROM data d NOT INDEXED WHERE d.datalake_id = ? ORDER BY d.seq", datalake));
  std::size_t row = 0;
  for (; TRY(all->step()); ++row) {
    rows.seqs_.set(row, all->column_int(0));
    rows.ids_.set(row, all->column_uuid(1));
  }
  rows.live_ = Bitmap::range(0, static_cast<Bitmap::Row>(row));
  return rows;
}

std::optional<Bitmap::Row> DataRows::row_of_seq(std::int64_t seq) const {
  std::size_t low = 0;
  std::size_t high = seqs_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (seqs_[middle] < seq) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == seqs_.size() || seqs_[low] != seq) return std::nullopt;
  return static_cast<Bitmap::Row>(low);
}

Result<bool> DataRows::refresh(Connection& connection, std::span<const Change> changes) {
  std::set<std::int64_t> changed;
  const bool has_embedding = std::ranges::any_of(columns_, [](const auto& c) { return c.first.field == query::FieldId::embedding_status; });
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::data || (change.kind == ChangeKind::embedding && has_embedding)) changed.insert(change.item);
  }
  for (const std::int64_t seq : changed) {
    if (!TRY(read_row(connection, seq))) return false;
  }
  if (has_tags_) TRY(refresh_tags(connection, changes));
  return true;
}

// The row as it is now. False when a new one has no place: rows are in the order of seq.
Result<bool> DataRows::read_row(Connection& connection, std::int64_t seq) {
  const auto id = TRY(store::read_row(
      store::query(connection, "SELECT d.id FROM data d WHERE d.seq = ? AND d.datalake_id = ?", seq, datalake_), store::read_id<DataId>));
  auto row = row_of_seq(seq);
  if (!id) {
    if (row) live_.remove(*row);
    return true;
  }
  if (!row) {
    if (size() > 0 && seqs_[size() - 1] > seq) return false;
    row = static_cast<Bitmap::Row>(size());
    seqs_.set(*row, seq);
  }
  ids_.set(*row, id->uuid);
  live_.add(*row);
  TRY(read_columns(connection, seq, *row));
  return true;
}

Result<void> DataRows::read_columns(Connection& connection, std::int64_t seq, Bitmap::Row row) {
  if (columns_.empty()) return {};
  std::string sql = "SELECT ";
  for (const auto& [spec, column] : columns_)
    sql.append(sql_of(spec)).append(", ");
  sql += "0 FROM data d WHERE d.seq = ?";
  auto values = TRY(store::query(connection, sql, seq));
  if (!TRY(values->step())) return internal_error("A row of data is gone within its snapshot");
  int place = 0;
  for (auto& [spec, column] : columns_)
    TRY(put(column, row, spec, *values, place++));
  return {};
}

bool DataRows::has(const Needs& needs) const {
  return (has_tags_ || !needs.data_tags) && std::ranges::all_of(needs.columns, [&](const auto& spec) { return columns_.contains(spec); });
}

Result<void> DataRows::provide(Connection& connection, const Needs& needs) {
  if (needs.data_tags && !has_tags_) TRY(load_tags(connection));
  if (columns_.size() + needs.columns.size() > kMaxColumns) columns_.clear();
  for (const ColumnSpec& spec : needs.columns) {
    if (!columns_.contains(spec)) TRY(load_column(connection, spec));
  }
  return {};
}

Result<void> DataRows::load_column(Connection& connection, const ColumnSpec& spec) {
  Column column = make_column(spec);
  const std::string sql = "SELECT d.seq, " + std::string(sql_of(spec)) + " FROM data d NOT INDEXED WHERE d.datalake_id = ? ORDER BY d.seq";
  auto values = TRY(store::query(connection, sql, datalake_));
  std::size_t row = 0;
  while (TRY(values->step())) {
    const std::int64_t seq = values->column_int(0);
    while (row < size() && seqs_[row] < seq)
      ++row;  // dead ones
    if (row == size() || seqs_[row] != seq) return internal_error("A row of data is not known within its snapshot");
    TRY(put(column, row, spec, *values, 1));
  }
  std::visit([&](auto& of_type) { of_type.grow(size()); }, column);
  columns_.emplace(spec, std::move(column));
  return {};
}

Result<Bitmap> DataRows::rows_tagged(Connection& connection, TagId tag) const {
  auto seqs = TRY(store::query(
      connection, "SELECT d.seq FROM data_tag t INDEXED BY data_tag_by_tag CROSS JOIN data d ON d.id = t.item_id WHERE t.tag_id = ?", tag));
  std::vector<Bitmap::Row> rows;
  while (TRY(seqs->step())) {
    if (const auto row = row_of_seq(seqs->column_int(0))) rows.push_back(*row);
  }
  return Bitmap::of(rows);
}

Result<void> DataRows::load_tags(Connection& connection) {
  auto tags = TRY(store::query(connection, "SELECT id, name FROM tag WHERE scope = ? AND target = 'DATA'", datalake_));
  while (TRY(tags->step())) {
    const TagId id{tags->column_uuid(0)};
    tags_.put(id, tags->column_text(1), TRY(rows_tagged(connection, id)));
  }
  has_tags_ = true;
  return {};
}

Result<void> DataRows::refresh_tags(Connection& connection, std::span<const Change> changes) {
  TRY(tags_.follow_names(connection, changes, TagTarget::data));
  TagRows::Changes tagged(tags_);
  for (const Change& change : changes) {
    const auto row = row_of_seq(change.item);
    if (!row) continue;  // came and went
    if (change.kind == ChangeKind::data_tag) tagged.set(change.tag, *row, change.effect == ChangeEffect::added);
    // A seq may be given again after its Data was deleted.
    if (change.kind == ChangeKind::data && change.effect == ChangeEffect::added) tagged.clear(*row);
  }
  tagged.apply();
  return {};
}

}  // namespace kindred::selection
