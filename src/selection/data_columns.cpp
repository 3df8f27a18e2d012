#include "selection/data_columns.h"

#include <cmath>
#include <limits>

#include "query/times.h"
#include "selection/json_value.h"
#include "selection/match.h"

namespace kindred::selection {
namespace {

using query::FieldId;
using query::Type;

constexpr double kNoReal = std::numeric_limits<double>::quiet_NaN();

// Types that its column doesn't have are as if there were nothing.
void put_member(Column& column, std::size_t row, Type type, const json::value* member) {
  if (auto* numbers = std::get_if<Blocks<double>>(&column)) {
    return numbers->set(row, member != nullptr && member->is_number() ? member->to_number<double>() : kNoReal);
  }
  if (auto* times = std::get_if<Blocks<std::int64_t>>(&column)) {
    const bool is_text = member != nullptr && member->is_string();
    return times->set(row, is_text ? query::parse_time(std::string_view(member->as_string())).value_or(kNoNumber) : kNoNumber);
  }
  auto& texts = std::get<TextColumn>(column);
  if (type == Type::any) return texts.set(row, member == nullptr ? std::nullopt : encode_json(*member));
  texts.set(row, member != nullptr && member->is_string() ? std::optional(std::string_view(member->as_string())) : std::nullopt);
}

bool is_whole_column(const ColumnSpec& spec) { return spec.type == Type::whole_number || spec.type == Type::time; }

}  // namespace

std::optional<ColumnSpec> column_for(const query::Field& field) {
  switch (field.id) {
    case FieldId::id:
    case FieldId::tag:
    case FieldId::dataset_name:
    case FieldId::dataset_version:
    case FieldId::data: return std::nullopt;
    case FieldId::metadata:
      // Whether there is any metadata at all is asked of the whole object.
      return ColumnSpec{field.id, field.key, field.type == Type::relation ? Type::any : field.type};
    case FieldId::custom_metadata: return ColumnSpec{field.id, field.key, Type::any};
    case FieldId::width:
    case FieldId::height: return ColumnSpec{field.id, {}, Type::whole_number};
    default: return ColumnSpec{field.id, {}, field.type == Type::relation ? Type::text : field.type};
  }
}

std::optional<ColumnSpec> column_for_order(std::string_view column) {
  if (column == "d.created_at") return ColumnSpec{FieldId::created_at, {}, Type::time};
  if (column == "d.filename") return ColumnSpec{FieldId::filename, {}, Type::text};
  if (column == "d.object_name") return ColumnSpec{FieldId::object_name, {}, Type::text};
  if (column == "d.content_type") return ColumnSpec{FieldId::content_type, {}, Type::text};
  if (column == "d.width") return ColumnSpec{FieldId::width, {}, Type::whole_number};
  if (column == "d.height") return ColumnSpec{FieldId::height, {}, Type::whole_number};
  if (column == "d.bytes") return ColumnSpec{FieldId::bytes, {}, Type::whole_number};
  return std::nullopt;
}

Column make_column(const ColumnSpec& spec) {
  if (is_whole_column(spec)) return Blocks<std::int64_t>(kNoNumber);
  if (spec.type == Type::number) return Blocks<double>(kNoReal);
  return TextColumn();
}

std::string_view sql_of(const ColumnSpec& spec) {
  switch (spec.field) {
    case FieldId::filename: return "d.filename";
    case FieldId::object_name: return "d.object_name";
    case FieldId::content_type: return "d.content_type";
    case FieldId::media_type: return "d.type";
    case FieldId::upload_status: return "d.upload_status";
    // A size that is not known is stored as 0.
    case FieldId::width: return "nullif(d.width, 0)";
    case FieldId::height: return "nullif(d.height, 0)";
    case FieldId::bytes: return "d.bytes";
    case FieldId::created_at: return "d.created_at";
    case FieldId::data_source: return "(SELECT s.name FROM data_source s WHERE s.id = d.data_source_id)";
    case FieldId::metadata: return "d.metadata";
    case FieldId::custom_metadata: return "d.custom_metadata";
    case FieldId::embedding_status: return "(SELECT e.status FROM data_embedding e WHERE e.data_id = d.id)";
    default: return "NULL";
  }
}

Result<void> put(Column& column, std::size_t row, const ColumnSpec& spec, const store::Statement& from, int place) {
  if (from.column_is_null(place)) {
    put_nothing(column, row);
    return {};
  }
  if (spec.field == FieldId::metadata || spec.field == FieldId::custom_metadata) {
    const json::object object = TRY(parse_json_object(from.column_text(place), "stored metadata"));
    const json::value whole = spec.key.empty() ? json::value(object) : json::value();
    put_member(column, row, spec.type, spec.key.empty() ? &whole : find_member(object, spec.key));
    return {};
  }
  if (auto* numbers = std::get_if<Blocks<std::int64_t>>(&column)) {
    numbers->set(row, from.column_int(place));
  } else {
    std::get<TextColumn>(column).set(row, from.column_text(place));
  }
  return {};
}

void put_nothing(Column& column, std::size_t row) {
  if (auto* numbers = std::get_if<Blocks<std::int64_t>>(&column)) return numbers->set(row, kNoNumber);
  if (auto* reals = std::get_if<Blocks<double>>(&column)) return reals->set(row, kNoReal);
  std::get<TextColumn>(column).set(row, std::nullopt);
}

Bitmap matching_rows(const Column& column, const ColumnSpec& spec, const query::Condition& condition) {
  if (spec.is_json()) return matching_json_rows(std::get<TextColumn>(column), condition);
  return std::visit([&](const auto& values) { return matching_rows(values, condition); }, column);
}

}  // namespace kindred::selection
