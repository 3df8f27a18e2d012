// Rows into values: what every repository of this module shares.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace kindred::store {

// `read` makes a value (or a Result of one) of the statement's current row.
template <typename Read>
using RowValue = typename std::invoke_result_t<Read, const Statement&>::value_type;

// The first row; nothing when there is none.
template <typename Read>
Result<std::optional<RowValue<Read>>> read_row(Result<std::unique_ptr<Statement>> statement, Read read) {
  auto rows = TRY(std::move(statement));
  if (!TRY(rows->step())) return std::optional<RowValue<Read>>();
  return std::optional<RowValue<Read>>(TRY(read(*rows)));
}

template <typename Read>
Result<std::vector<RowValue<Read>>> read_rows(Result<std::unique_ptr<Statement>> statement, Read read) {
  auto rows = TRY(std::move(statement));
  std::vector<RowValue<Read>> values;
  while (TRY(rows->step()))
    values.push_back(TRY(read(*rows)));
  return values;
}

// The first row, or `not_found` with this message.
template <typename Read>
Result<RowValue<Read>> require_row(Result<std::unique_ptr<Statement>> statement, Read read, std::string_view missing) {
  auto row = TRY(read_row(std::move(statement), read));
  if (!row) return not_found(std::string(missing));
  return std::move(*row);
}

// For queries of one number: count(*), max(…). 0 when there is no row.
inline Result<std::int64_t> read_int(Result<std::unique_ptr<Statement>> statement) {
  auto rows = TRY(std::move(statement));
  return TRY(rows->step()) ? rows->column_int(0) : 0;
}

inline Result<bool> has_row(Result<std::unique_ptr<Statement>> statement) {
  auto rows = TRY(std::move(statement));
  return TRY(rows->step());
}

template <typename IdType>
Result<IdType> read_id(const Statement& row) {
  return IdType{row.column_uuid(0)};
}

inline std::optional<Timestamp> optional_time(const Statement& row, int column) {
  if (row.column_is_null(column)) return std::nullopt;
  return Timestamp{row.column_int(column)};
}

template <typename IdType>
std::optional<IdType> optional_id(const Statement& row, int column) {
  if (row.column_is_null(column)) return std::nullopt;
  return IdType{row.column_uuid(column)};
}

// A word of an enumeration as it is stored; `corrupt` when the model does not know it.
template <typename Parse>
auto stored_word(const Statement& row, int column, Parse parse)
    -> Result<typename std::invoke_result_t<Parse, std::string_view>::value_type> {
  const std::string word = row.column_text(column);
  const auto value = parse(word);
  if (!value) return corrupt("Database: a row holds the unknown word '" + word + "'");
  return *value;
}

// Replaces the message of a broken UNIQUE constraint by one for people; other errors pass.
template <typename T>
Result<T> explain_conflict(Result<T> result, std::string message) {
  if (result || result.error().kind != ErrorKind::conflict) return result;
  return conflict(std::move(message), result.error().message);
}

// NULL instead of an empty text.
inline std::optional<std::string_view> null_if_empty(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace kindred::store
