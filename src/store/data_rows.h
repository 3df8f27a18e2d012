// What the lists of Data and of Assets share: reading a Data out of a row, and the conditions of a DataFilter.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/data.h"
#include "store/datas.h"
#include "store/list_query.h"

namespace kindred::store {

// Of `data d`, for read_data().
inline constexpr std::string_view kDataColumns =
    "d.id, d.datalake_id, d.object_name, d.filename, d.content_type, d.type, d.upload_status, d.width, d.height, d.bytes, d.sha256, "
    "d.metadata, d.custom_metadata, d.data_source_id, d.created_at";
inline constexpr int kDataColumnCount = 15;

// The Data that stands in the row from column `first` on.
Result<Data> read_data_at(const Statement& row, int first);
inline Result<Data> read_data(const Statement& row) { return read_data_at(row, 0); }

// Lists are refused as `too_large`, custom metadata that isn't a JSON object as `invalid`.
Result<void> check_filter(const DataFilter& filter);

// " AND …" for each part of the filter but the tags, over `data d`.
Result<Sql> data_conditions(const DataFilter& filter);

// Tags by name as ids, one list a group: items must have one of each group.
using TagGroups = std::vector<std::vector<TagId>>;

// " AND EXISTS (…)" for each group; `table` is data_tag or asset_tag, `item` the column of the item's id.
Sql tag_conditions(std::string_view table, std::string_view item, const TagGroups& groups);
// The ids of a group's items as a subquery.
Sql tagged_items(std::string_view table, std::span<const TagId> group);
// How many items fulfil all groups, of which there is at least one, by the tag tables alone.
Sql count_tagged_sql(std::string_view table, const TagGroups& groups);
// The group with the fewest items, provided that they are few enough to begin a list with them instead of going through all rows
// in order.
Result<std::optional<std::size_t>> small_group(Connection& connection, std::string_view table, const TagGroups& groups);

// More rows than this are gone through in the list's order; fewer are found first and sorted.
inline constexpr std::int64_t kFewRows = 5000;

// How many rows a subquery of ids gives, counting no further than kFewRows + 1.
Result<bool> gives_few_rows(Connection& connection, const Sql& subquery);

}  // namespace kindred::store
