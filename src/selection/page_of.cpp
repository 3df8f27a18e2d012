#include "selection/page_of.h"

#include <algorithm>
#include <compare>
#include <utility>

#include "selection/match.h"

namespace kindred::selection {
namespace {

using store::Order;
using store::OrderField;
using store::Value;

// One term's key of a row, and comparing rows by it without making keys.
class Key {
 public:
  Key(const Rows& rows, const Order::Term& term) : rows_(rows), descending_(term.descending), source_(source_of(term.field.column)) {
    const auto spec = column_for_order(term.field.column);
    if (!spec) return;
    for (const auto& lake : rows.lakes)
      columns_.emplace_back(lake.get(), &lake->column(*spec));
  }

 private:
  [[nodiscard]] std::strong_ordering directed(std::strong_ordering order) const { return descending_ ? 0 <=> order : order; }

  static std::strong_ordering order_of(std::int64_t a, std::int64_t b) { return a <=> b; }
  static std::strong_ordering order_of(std::string_view a, std::string_view b) { return a <=> b; }
  static std::strong_ordering order_of(const Uuid& a, const Uuid& b) { return a <=> b; }
  template <typename A, typename B>
  static std::strong_ordering order_of(const A&, const B&) {
    return std::strong_ordering::equal;  // of one term all keys are of one type
  }
  template <typename T>
  static std::strong_ordering order_of(const T& a, const Value& b) {
    return std::visit([&](const auto& right) { return order_of(a, view(right)); }, b);
  }
  static std::int64_t view(std::int64_t value) { return value; }
  static std::string_view view(const std::string& value) { return value; }
  static Uuid view(const Uuid& value) { return value; }
  template <typename T>
  static double view(const T&) {
    return 0;
  }
  static Value as_value(std::int64_t key) { return key; }
  static Value as_value(std::string_view key) { return std::string(key); }
  static Value as_value(const Uuid& key) { return key; }

  enum class Source { row_number, asset_id, data_id, column };
  static Source source_of(std::string_view column) {
    if (column == "a.row_number") return Source::row_number;
    if (column == "a.id") return Source::asset_id;
    return column_for_order(column) ? Source::column : Source::data_id;
  }

  // Of a version's Datalakes, which are one or few.
  [[nodiscard]] const Column& column_of(const DataRows& lake) const {
    return *std::ranges::find(columns_, &lake, &std::pair<const DataRows*, const Column*>::first)->second;
  }

  template <typename Use>
  auto with(Bitmap::Row row, Use use) const {
    if (source_ == Source::row_number) return use(static_cast<std::int64_t>(row));
    if (source_ == Source::asset_id) return use(rows_.assets->id(row).uuid);
    const DataRows& lake = rows_.assets ? rows_.assets->lake_of(row) : *rows_.lakes.front();
    const Bitmap::Row data_row = rows_.assets ? rows_.assets->data_row(row) : row;
    if (source_ == Source::data_id) return use(lake.id(data_row).uuid);
    const Column& values = column_of(lake);
    if (const auto* texts = std::get_if<TextColumn>(&values)) return use(texts->at(data_row).value_or(std::string_view()));
    const std::int64_t number = std::get<Blocks<std::int64_t>>(values)[data_row];
    return use(number == kNoNumber ? std::int64_t{0} : number);  // as it is stored: a size that is not known is 0
  }

 public:
  [[nodiscard]] std::strong_ordering compare(Bitmap::Row a, Bitmap::Row b) const {
    return directed(with(a, [&](const auto& left) { return with(b, [&](const auto& right) { return order_of(left, right); }); }));
  }
  [[nodiscard]] std::strong_ordering compare(Bitmap::Row a, const Value& b) const {
    return directed(with(a, [&](const auto& left) { return order_of(left, b); }));
  }
  [[nodiscard]] Value value(Bitmap::Row row) const {
    return with(row, [](const auto& key) { return as_value(key); });
  }

 private:
  const Rows& rows_;
  bool descending_;
  Source source_;
  std::vector<std::pair<const DataRows*, const Column*>> columns_;
};

class Sorter {
 public:
  Sorter(const Rows& rows, const Order& order) {
    for (const Order::Term& term : order.terms())
      keys_.emplace_back(rows, term);
  }

  [[nodiscard]] bool before(Bitmap::Row a, Bitmap::Row b) const {
    for (const Key& key : keys_) {
      const auto order = key.compare(a, b);
      if (order != 0) return order < 0;
    }
    return false;
  }
  [[nodiscard]] bool is_after(Bitmap::Row row, std::span<const Value> values) const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto order = keys_[i].compare(row, values[i]);
      if (order != 0) return order > 0;
    }
    return false;
  }
  [[nodiscard]] std::vector<Value> values(Bitmap::Row row) const {
    std::vector<Value> values;
    for (const Key& key : keys_)
      values.push_back(key.value(row));
    return values;
  }

 private:
  std::vector<Key> keys_;
};

// The `wanted` rows after the first `offset`, sorted.
std::vector<Bitmap::Row> sorted_part(std::vector<Bitmap::Row> rows, std::size_t offset, std::size_t wanted, const Sorter& sorter) {
  constexpr std::size_t kFew = 8192;  // a heap of so many is quicker than sorting out all
  const auto before = [&](Bitmap::Row a, Bitmap::Row b) { return sorter.before(a, b); };
  const std::size_t end = std::min(rows.size(), offset + wanted);
  if (offset >= end) return {};
  const auto place = [&](std::size_t i) { return rows.begin() + static_cast<std::ptrdiff_t>(i); };
  if (end <= kFew) {
    std::partial_sort(rows.begin(), place(end), rows.end(), before);
  } else {
    std::nth_element(rows.begin(), place(offset), rows.end(), before);
    std::partial_sort(place(offset), place(end), rows.end(), before);
  }
  return {place(offset), place(end)};
}

// Row numbers are the order: nothing is to be sorted.
std::vector<Bitmap::Row> numbered_part(const Bitmap& found, bool descending, std::optional<std::int64_t> after, std::size_t offset,
                                       std::size_t wanted) {
  const std::uint64_t total = found.count();
  if (!descending) {
    if (after) offset = *after < 0 ? 0 : found.rank(static_cast<Bitmap::Row>(*after));
    return found.slice(offset, wanted);
  }
  std::uint64_t end = offset >= total ? 0 : total - offset;  // rows before this place are still to come
  if (after) end = *after <= 0 ? 0 : found.rank(static_cast<Bitmap::Row>(*after - 1));
  const std::uint64_t begin = end > wanted ? end - wanted : 0;
  std::vector<Bitmap::Row> rows = found.slice(begin, end - begin);
  std::ranges::reverse(rows);
  return rows;
}

}  // namespace

void add_needs(const Order& order, Needs& needs) {
  for (const Order::Term& term : order.terms()) {
    if (const auto spec = column_for_order(term.field.column)) needs.add(*spec);
  }
}

Result<RowPage> page_of(const Bitmap& found, const Rows& rows, const Order& order, const store::PageRequest& page) {
  if (!page.cursor.empty() && page.offset > 0) return invalid("A page is asked for by cursor or by offset, not by both");
  RowPage result;
  const std::size_t limit = std::min(page.limit, store::kMaxPageSize);
  if (limit == 0) return result;
  std::vector<Value> after;
  if (!page.cursor.empty()) after = TRY(order.keys_of(page.cursor));
  const Sorter sorter(rows, order);
  const std::size_t wanted = limit + 1;  // one more tells whether there is a next page
  if (order.first_column() == "a.row_number") {
    std::optional<std::int64_t> number;
    if (!after.empty()) number = std::clamp<std::int64_t>(std::get<std::int64_t>(after.front()), -1, UINT32_MAX);
    result.rows = numbered_part(found, order.terms().front().descending, number, page.offset, wanted);
  } else {
    std::vector<Bitmap::Row> all = found.to_vector();
    if (!after.empty()) std::erase_if(all, [&](Bitmap::Row row) { return !sorter.is_after(row, after); });
    result.rows = sorted_part(std::move(all), page.offset, wanted, sorter);
  }
  if (result.rows.size() > limit) {
    result.rows.resize(limit);
    result.next_cursor = order.cursor_of(sorter.values(result.rows.back()));
  }
  return result;
}

}  // namespace kindred::selection
