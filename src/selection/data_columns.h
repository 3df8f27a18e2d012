// What is known of each Data, as columns: which there are, how they are read from the database, and where conditions look.
// Thread-safety: free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/bitmap.h"
#include "query/schema.h"
#include "selection/blocks.h"
#include "selection/text_column.h"
#include "store/database.h"

namespace kindred::selection {

using Column = std::variant<Blocks<std::int64_t>, Blocks<double>, TextColumn>;

struct ColumnSpec {
  query::FieldId field = query::FieldId::filename;
  std::string key;  // of the metadata
  query::Type type = query::Type::text;
  [[nodiscard]] bool is_json() const { return type == query::Type::any; }
  auto operator<=>(const ColumnSpec&) const = default;
};

// The column a field of Data is looked up in; nothing for fields that are kept otherwise (id, tags, datasets).
std::optional<ColumnSpec> column_for(const query::Field& field);
// Every column that orders of lists name: "d.filename" … of store/datas.h; nothing for what is no column.
std::optional<ColumnSpec> column_for_order(std::string_view column);

Column make_column(const ColumnSpec& spec);
// The SQL expression over `data d` that gives its value.
std::string_view sql_of(const ColumnSpec& spec);
// Puts the value of a row's expression at `place` in the result row.
Result<void> put(Column& column, std::size_t row, const ColumnSpec& spec, const store::Statement& from, int place);
void put_nothing(Column& column, std::size_t row);

Bitmap matching_rows(const Column& column, const ColumnSpec& spec, const query::Condition& condition);

}  // namespace kindred::selection
