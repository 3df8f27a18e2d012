// JSON files far larger than the memory: of one object whose members are long lists, the elements of chosen lists one by one.
//
//   { "images": [ {…}, {…} ], "annotations": [ … ] }
//
// An element becomes a value of its own, bounded by kMaxElementBytes; everything else is only passed over. Over Boost.JSON's incremental
// parser. What breaks the syntax (truncation, nesting beyond 64 levels, bytes that aren't UTF-8, NaN) ends the reading; the elements before
// it were given. Thread-safety: one thread.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "annotations/files.h"
#include "base/json.h"

namespace kindred::annotations {

inline constexpr std::size_t kMaxElementBytes = 64 << 20;

struct JsonElements {
  // Whether the elements of the list under this key are wanted.
  std::function<bool(std::string_view key)> wanted;
  // `index` counts the elements of that list from 0. An Error ends the reading with it.
  std::function<Result<void>(std::string_view key, std::size_t index, const json::value& element)> element;
  // A wanted member that is no list.
  std::function<Result<void>(std::string_view key)> not_a_list;
};

// Gives why the rest could not be read, if so, with `name` and the line. The Error of the Result is that of a callback, or that the reading
// was stopped or the disk failed.
Result<std::optional<Error>> read_json_elements(ByteReader& bytes, std::string_view name, const JsonElements& callbacks);

}  // namespace kindred::annotations
