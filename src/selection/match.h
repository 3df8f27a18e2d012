// Which values a condition holds for. What is negated is not looked at here: a negated condition finds all that this does not find.
//
// No value (null) fulfils `= None` alone; None in a list is ignored, as Django does. Texts are compared by their bytes; ~ startswith
// endswith without regard to case (fold_case.h). Thread-safety: free functions and const members, any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/bitmap.h"
#include "query/schema.h"
#include "selection/blocks.h"
#include "selection/text_column.h"

namespace kindred::selection {

inline constexpr std::int64_t kNoNumber = std::numeric_limits<std::int64_t>::min();  // null in a column of whole numbers

inline constexpr std::int32_t kNoSmallNumber = std::numeric_limits<std::int32_t>::min();

// Of one text at a time.
class TextMatcher {
 public:
  explicit TextMatcher(const query::Condition& condition);
  [[nodiscard]] bool operator()(std::optional<std::string_view> text) const;
  [[nodiscard]] const std::string& folded_value() const { return folded_; }

 private:
  query::Operator op_;
  bool for_none_ = false;
  std::string value_;
  std::string folded_;
  std::unordered_set<std::string> list_storage_;
  std::unordered_set<std::string_view> list_;
};

// Rows of a column, also dead ones.
Bitmap matching_rows(const Blocks<std::int64_t>& column, const query::Condition& condition);
Bitmap matching_rows(const Blocks<std::int32_t>& column, const query::Condition& condition);
Bitmap matching_rows(const Blocks<double>& column, const query::Condition& condition);  // NaN is null
Bitmap matching_rows(const TextColumn& column, const query::Condition& condition);
// Of JSON values as json_value.h writes them.
Bitmap matching_json_rows(const TextColumn& column, const query::Condition& condition);

}  // namespace kindred::selection
