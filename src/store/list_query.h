// SQL that is put together at run time: lists with filters, orders and pages. Values are always bound, never written into the text.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "store/database.h"
#include "store/page.h"
#include "store/rows.h"

namespace kindred::store {

using Value = std::variant<std::int64_t, double, std::string, Uuid, std::vector<std::uint8_t>>;

// A piece of SQL with the values of its placeholders, in order.
struct Sql {
  std::string text;
  std::vector<Value> values;

  Sql& add(std::string_view more, std::vector<Value> bound = {});
  Sql& add(const Sql& more);
};
Result<std::unique_ptr<Statement>> query(Connection& connection, const Sql& sql);

// "column IN (…)" over a list that is bound as one value, so that lists of any length are the same statement.
Sql in_ids(std::string_view column, std::vector<std::uint8_t> packed);
Sql in_texts(std::string_view column, std::span<const std::string> texts);

template <typename IdType>
std::vector<std::uint8_t> pack_ids(std::span<const IdType> ids) {
  std::vector<std::uint8_t> packed;
  packed.reserve(ids.size() * sizeof(Uuid));
  for (const IdType& id : ids) {
    const Uuid& uuid = [&]() -> const Uuid& {
      if constexpr (std::is_same_v<IdType, Uuid>)
        return id;
      else
        return id.uuid;
    }();
    packed.insert(packed.end(), uuid.bytes.begin(), uuid.bytes.end());
  }
  return packed;
}

// `too_large` for a list over kMaxListSize.
Result<void> check_list_size(std::size_t size, std::string_view what);

// What a list can be ordered by.
struct OrderField {
  enum class Type { number, text, id };
  std::string_view name;
  std::string_view column;
  Type type = Type::number;
};

// The total order of a list: the wanted fields, then one that is unique. Cursors hold the values of these fields in the last row
// of a page, so that the next page can begin after it by a search in the index.
class Order {
 public:
  // `words` as in PageRequest::order_by, or `fallback` when there are none.
  static Result<Order> parse(std::span<const std::string> words, std::string_view fallback, std::span<const OrderField> fields,
                             const OrderField& unique);

  struct Term {
    OrderField field;
    bool descending;
  };
  [[nodiscard]] std::span<const Term> terms() const { return terms_; }

  // The first field's column, which decides the index that gives this order without sorting.
  [[nodiscard]] std::string_view first_column() const { return terms_.front().field.column; }
  // Whether any column begins so: "d." for columns of `data d`.
  [[nodiscard]] bool uses_table(std::string_view prefix) const;
  [[nodiscard]] std::string order_by() const;
  // ", column, column": to be selected after the row's own columns.
  [[nodiscard]] std::string key_columns() const;
  [[nodiscard]] std::string cursor_of(const Statement& row, int first_key_column) const;
  // The same from the values of the terms' fields, and back.
  [[nodiscard]] std::string cursor_of(std::span<const Value> keys) const;
  [[nodiscard]] Result<std::vector<Value>> keys_of(std::string_view cursor) const;
  // The condition of rows after the cursor; `invalid` for a cursor that is malformed or of another order.
  [[nodiscard]] Result<Sql> after(std::string_view cursor) const;

 private:
  [[nodiscard]] std::string signature() const;
  [[nodiscard]] Sql after_uniform(const std::vector<Value>& keys) const;
  [[nodiscard]] Sql after_mixed(const std::vector<Value>& keys) const;

  std::vector<Term> terms_;
};

// A list's parts; `columns` has `column_count` columns and `from_where` ends in conditions to which " AND …" can be added.
struct ListQuery {
  std::string_view columns;
  int column_count;
  Sql from_where;
};
Result<Sql> page_sql(const ListQuery& list, const Order& order, const PageRequest& page, std::size_t rows);

template <typename Read>
Result<Page<RowValue<Read>>> read_page(Connection& connection, const ListQuery& list, const Order& order, const PageRequest& page,
                                       Read read) {
  Page<RowValue<Read>> result;
  const std::size_t limit = page.limit < kMaxPageSize ? page.limit : kMaxPageSize;
  if (limit == 0) return result;
  // One row more tells whether there is a next page.
  auto rows = TRY(query(connection, TRY(page_sql(list, order, page, limit + 1))));
  std::string cursor;
  while (TRY(rows->step())) {
    if (result.items.size() == limit) {
      result.next_cursor = std::move(cursor);
      break;
    }
    result.items.push_back(TRY(read(*rows)));
    if (result.items.size() == limit) cursor = order.cursor_of(*rows, list.column_count);
  }
  return result;
}

}  // namespace kindred::store
