#include "store/list_query.h"

#include <algorithm>
#include <charconv>

#include "base/json.h"

namespace kindred::store {
namespace {

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (error != std::errc() || end != text.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  return bytes;
}

Value key_in(const Statement& row, int column, OrderField::Type type) {
  switch (type) {
    case OrderField::Type::number: return row.column_int(column);
    case OrderField::Type::text: return row.column_text(column);
    case OrderField::Type::id: return row.column_uuid(column);
  }
  return {};
}

// A key of a cursor as text, and back.
std::string write_key(const Value& key, OrderField::Type type) {
  switch (type) {
    case OrderField::Type::number: return std::to_string(std::get<std::int64_t>(key));
    case OrderField::Type::text: return to_hex(std::get<std::string>(key));
    case OrderField::Type::id: return to_string(std::get<Uuid>(key));
  }
  return {};
}

std::optional<Value> read_key(std::string_view text, OrderField::Type type) {
  switch (type) {
    case OrderField::Type::number: {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
      return number;
    }
    case OrderField::Type::text: {
      auto bytes = from_hex(text);
      if (!bytes) return std::nullopt;
      return std::move(*bytes);
    }
    case OrderField::Type::id: {
      auto uuid = parse_uuid(text);
      if (!uuid) return std::nullopt;
      return *uuid;
    }
  }
  return std::nullopt;
}

std::string names_of(std::span<const OrderField> fields) {
  std::string names;
  for (const OrderField& field : fields)
    names.append(names.empty() ? "" : ", ").append(field.name);
  return names;
}

}  // namespace

Sql& Sql::add(std::string_view more, std::vector<Value> bound) {
  text += more;
  std::ranges::move(bound, std::back_inserter(values));
  return *this;
}

Sql& Sql::add(const Sql& more) { return add(more.text, more.values); }

Result<std::unique_ptr<Statement>> query(Connection& connection, const Sql& sql) {
  auto statement = TRY(connection.prepare(sql.text));
  int place = 0;
  for (const Value& value : sql.values) {
    ++place;
    std::visit([&](const auto& bound) { bind_value(*statement, place, bound); }, value);
  }
  return statement;
}

Sql in_ids(std::string_view column, std::vector<std::uint8_t> packed) {
  Sql sql;
  if (packed.empty()) return sql.add("0");
  const std::vector<Value> bound{packed, packed};
  return sql.add(column).add(
      " IN (WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL SELECT n + 16 FROM place WHERE n + 16 <= length(?)) "
      "SELECT substr(?, n, 16) FROM place)",
      bound);
}

Sql in_texts(std::string_view column, std::span<const std::string> texts) {
  const json::array list(texts.begin(), texts.end());
  return Sql{}.add(column).add(" IN (SELECT value FROM json_each(?))", {json::serialize(list)});
}

Result<void> check_list_size(std::size_t size, std::string_view what) {
  if (size <= kMaxListSize) return {};
  return Error{ErrorKind::too_large,
               "The list of " + std::string(what) + " has " + std::to_string(size) + " entries: at most " + std::to_string(kMaxListSize) +
                   " are taken at once",
               {}};
}

Result<Order> Order::parse(std::span<const std::string> words, std::string_view fallback, std::span<const OrderField> fields,
                           const OrderField& unique) {
  Order order;
  std::vector<std::string_view> wanted(words.begin(), words.end());
  if (wanted.empty()) wanted.push_back(fallback);
  bool descending = false;
  for (const std::string_view word : wanted) {
    descending = word.starts_with('-');
    const std::string_view name = word.substr(word.starts_with('-') || word.starts_with('+') ? 1 : 0);
    const auto field = std::ranges::find(fields, name, &OrderField::name);
    if (field == fields.end()) return invalid("Can't order by '" + std::string(name) + "': choose among " + names_of(fields));
    const auto same = [&](const Term& term) { return term.field.column == field->column; };
    if (std::ranges::none_of(order.terms_, same)) order.terms_.push_back({*field, descending});
  }
  const auto is_unique = [&](const Term& term) { return term.field.column == unique.column; };
  if (std::ranges::none_of(order.terms_, is_unique)) order.terms_.push_back({unique, descending});
  return order;
}

bool Order::uses_table(std::string_view prefix) const {
  return std::ranges::any_of(terms_, [&](const Term& term) { return term.field.column.starts_with(prefix); });
}

std::string Order::order_by() const {
  std::string text;
  for (const Term& term : terms_) {
    text.append(text.empty() ? " ORDER BY " : ", ").append(term.field.column).append(term.descending ? " DESC" : "");
  }
  return text;
}

std::string Order::key_columns() const {
  std::string text;
  for (const Term& term : terms_)
    text.append(", ").append(term.field.column);
  return text;
}

std::string Order::signature() const {
  std::string text;
  for (const Term& term : terms_)
    text.append(text.empty() ? "" : ",").append(term.descending ? "-" : "").append(term.field.name);
  return text;
}

std::string Order::cursor_of(const Statement& row, int first_key_column) const {
  std::vector<Value> keys;
  for (std::size_t i = 0; i < terms_.size(); ++i)
    keys.push_back(key_in(row, first_key_column + static_cast<int>(i), terms_[i].field.type));
  return cursor_of(keys);
}

std::string Order::cursor_of(std::span<const Value> keys) const {
  std::string cursor = signature();
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    cursor += '~';
    cursor += write_key(keys[i], terms_[i].field.type);
  }
  return cursor;
}

Result<std::vector<Value>> Order::keys_of(std::string_view cursor) const {
  const auto refuse = [&] {
    return invalid("The cursor '" + std::string(cursor.substr(0, 200)) + "' is not one of this list in this order: begin without a cursor");
  };
  if (!cursor.starts_with(signature() + "~")) return refuse();
  cursor.remove_prefix(signature().size());
  std::vector<Value> keys;
  for (const Term& term : terms_) {
    if (!cursor.starts_with('~')) return refuse();
    cursor.remove_prefix(1);
    const std::string_view text = cursor.substr(0, cursor.find('~'));
    auto key = read_key(text, term.field.type);
    if (!key) return refuse();
    keys.push_back(std::move(*key));
    cursor.remove_prefix(text.size());
  }
  if (!cursor.empty()) return refuse();
  return keys;
}

Result<Sql> Order::after(std::string_view cursor) const {
  const std::vector<Value> keys = TRY(keys_of(cursor));
  const auto differs = [&](const Term& term) { return term.descending != terms_.front().descending; };
  return std::ranges::any_of(terms_, differs) ? after_mixed(keys) : after_uniform(keys);
}

// (a, b) > (x, y): a range of the index.
Sql Order::after_uniform(const std::vector<Value>& keys) const {
  std::string columns;
  std::string places;
  for (const Term& term : terms_) {
    columns.append(columns.empty() ? "" : ", ").append(term.field.column);
    places.append(places.empty() ? "?" : ", ?");
  }
  return Sql{}.add("(" + columns + (terms_.front().descending ? ") < (" : ") > (") + places + ")", keys);
}

// a > x OR (a = x AND (b < y OR …)), from the inside out. The first comparison once more in front lets the index begin there.
Sql Order::after_mixed(const std::vector<Value>& keys) const {
  const auto compare = [&](std::size_t i, std::string_view less, std::string_view greater) {
    return Sql{}.add(terms_[i].field.column).add(terms_[i].descending ? less : greater).add(" ?", {keys[i]});
  };
  Sql condition = compare(terms_.size() - 1, " <", " >");
  for (std::size_t i = terms_.size() - 1; i-- > 0;) {
    condition = Sql{}.add("(").add(compare(i, " <", " >")).add(" OR (").add(compare(i, " =", " =")).add(" AND ").add(condition).add("))");
  }
  return compare(0, " <=", " >=").add(" AND ").add(condition);
}

Result<Sql> page_sql(const ListQuery& list, const Order& order, const PageRequest& page, std::size_t rows) {
  if (!page.cursor.empty() && page.offset > 0) return invalid("A page is asked for by cursor or by offset, not by both");
  Sql sql;
  sql.add("SELECT ").add(list.columns).add(order.key_columns()).add(" ").add(list.from_where);
  if (!page.cursor.empty()) sql.add(" AND ").add(TRY(order.after(page.cursor)));
  sql.add(order.order_by()).add(" LIMIT ? OFFSET ?", {static_cast<std::int64_t>(rows), static_cast<std::int64_t>(page.offset)});
  return sql;
}

}  // namespace kindred::store
