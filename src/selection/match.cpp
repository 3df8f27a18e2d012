#include "selection/match.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "query/times.h"
#include "selection/fold_case.h"
#include "selection/json_value.h"

namespace kindred::selection {
namespace {

using query::Condition;
using query::Operator;
using query::Value;

bool is_none(const Value& value) { return std::holds_alternative<std::monostate>(value); }
bool is_about_text(Operator op) { return op == Operator::contains || op == Operator::starts_with || op == Operator::ends_with; }

template <typename T>
bool holds(Operator op, const T& left, const T& right) {
  switch (op) {
    case Operator::equal:
    case Operator::in: return left == right;
    case Operator::greater: return left > right;
    case Operator::greater_equal: return left >= right;
    case Operator::less: return left < right;
    case Operator::less_equal: return left <= right;
    default: return false;
  }
}

// Numbers of any kind; a long double holds each std::int64_t and double exactly.
std::optional<long double> number_in(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<long double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return static_cast<long double>(*number);
  return std::nullopt;
}

template <typename T, typename Holds>
Bitmap rows_where(const Blocks<T>& column, Holds holds) {
  Bitmap rows;
  std::vector<Bitmap::Row> found;
  column.for_each_block([&](std::size_t first, std::span<const T> values) {
    found.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (holds(values[i])) found.push_back(static_cast<Bitmap::Row>(first + i));
    }
    rows.add(found);
  });
  return rows;
}

template <typename Holds>
Bitmap rows_where(const TextColumn& column, Holds holds) {
  Bitmap rows;
  std::vector<Bitmap::Row> found;
  column.for_each_block([&](std::size_t first, const TextColumn::Block& block, std::size_t count) {
    found.clear();
    for (std::size_t i = 0; i < count; ++i) {
      if (holds(block.has_text(i) ? std::optional(block.text(i)) : std::nullopt)) found.push_back(static_cast<Bitmap::Row>(first + i));
    }
    rows.add(found);
  });
  return rows;
}

// Texts of times one after the other, which mostly share their day: as query::time_text(), but quicker.
class TimeText {
 public:
  std::string_view of(std::int64_t micros) {
    constexpr std::int64_t kDay = 86'400'000'000;
    const std::int64_t within = ((micros % kDay) + kDay) % kDay;
    const std::int64_t day = micros - within;
    if (text_.empty() || day != day_) {
      text_ = query::time_text(day);
      day_ = day;
    }
    const std::int64_t seconds = within / 1'000'000;
    constexpr std::size_t kClock = 15;  // "09:17:39.123456" at the end
    char* at = text_.data() + text_.size() - kClock;
    put(at, seconds / 3600, 2);
    put(at + 3, seconds / 60 % 60, 2);
    put(at + 6, seconds % 60, 2);
    put(at + 9, within % 1'000'000, 6);
    return text_;
  }

 private:
  static void put(char* at, std::int64_t number, int digits) {
    for (int i = digits; i-- > 0; number /= 10)
      at[i] = static_cast<char>('0' + number % 10);
  }
  std::string text_;
  std::int64_t day_ = 0;
};

// No letters: nothing is to be folded.
bool holds_of_time(Operator op, std::string_view text, std::string_view wanted) {
  if (op == Operator::contains) return text.find(wanted) != std::string_view::npos;
  return op == Operator::starts_with ? text.starts_with(wanted) : text.ends_with(wanted);
}

// `wanted` is folded. Texts are ASCII as a rule, and then nothing is copied.
bool equals_folded(std::string_view text, std::string_view wanted) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) return folded(text) == wanted;
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != wanted[i]) return false;
  }
  return true;
}

template <typename T, typename IsNull>
Bitmap number_rows(const Blocks<T>& column, const Condition& condition, IsNull is_null) {
  const Value& first = condition.values.front();
  if (condition.op == Operator::in) {
    std::vector<long double> list;
    for (const Value& value : condition.values) {
      if (const auto number = number_in(value)) list.push_back(*number);
    }
    std::ranges::sort(list);
    return rows_where(column,
                      [&](T value) { return !is_null(value) && std::ranges::binary_search(list, static_cast<long double>(value)); });
  }
  if (is_none(first)) return rows_where(column, is_null);
  if (is_about_text(condition.op)) {  // of times
    const auto& wanted = std::get<std::string>(first);
    TimeText text;
    return rows_where(
        column, [&](T value) { return !is_null(value) && holds_of_time(condition.op, text.of(static_cast<std::int64_t>(value)), wanted); });
  }
  const auto wanted = number_in(first);
  if (!wanted) return {};
  const auto compare = [&]<typename U>(U right) {
    return rows_where(column,
                      [op = condition.op, right, &is_null](T value) { return !is_null(value) && holds(op, static_cast<U>(value), right); });
  };
  // Whole numbers are compared as such: quicker.
  if (const auto* whole = std::get_if<std::int64_t>(&first); whole != nullptr && std::is_integral_v<T>) return compare(*whole);
  return compare(*wanted);
}

// One JSON value against one wanted value.
class JsonMatcher {
 public:
  explicit JsonMatcher(const Condition& condition) : op_(condition.op), values_(condition.values), text_(condition) {}

  bool operator()(std::optional<std::string_view> encoded) const {
    if (!encoded) return op_ == Operator::equal && is_none(values_.front());
    const char kind = encoded->front();
    const std::string_view rest = encoded->substr(1);
    if (is_about_text(op_)) return kind == kJsonText && text_(rest);
    return std::ranges::any_of(values_, [&](const Value& value) { return holds_for(kind, rest, value); });
  }

 private:
  [[nodiscard]] bool holds_for(char kind, std::string_view rest, const Value& value) const {
    if (const auto* text = std::get_if<std::string>(&value)) return kind == kJsonText && holds<std::string_view>(op_, rest, *text);
    if (const bool* truth = std::get_if<bool>(&value)) {
      return (op_ == Operator::equal || op_ == Operator::in) && kind == (*truth ? kJsonTrue : kJsonFalse);
    }
    const auto number = number_in(value);
    return number && (kind == kJsonWhole || kind == kJsonNumber) && holds(op_, number_of(kind, rest), *number);
  }
  static long double number_of(char kind, std::string_view rest) {
    if (kind == kJsonWhole) {
      std::int64_t whole = 0;
      std::memcpy(&whole, rest.data(), sizeof whole);
      return static_cast<long double>(whole);
    }
    double number = 0;
    std::memcpy(&number, rest.data(), sizeof number);
    return static_cast<long double>(number);
  }

  Operator op_;
  const std::vector<Value>& values_;
  TextMatcher text_;
};

}  // namespace

TextMatcher::TextMatcher(const Condition& condition) : op_(condition.op) {
  if (op_ == Operator::in) {
    for (const Value& value : condition.values) {
      if (const auto* text = std::get_if<std::string>(&value)) list_storage_.insert(*text);
    }
    for (const std::string& text : list_storage_)
      list_.insert(text);
    return;
  }
  const Value& value = condition.values.front();
  for_none_ = is_none(value);
  if (const auto* text = std::get_if<std::string>(&value)) {
    value_ = *text;
    folded_ = folded(*text);
  }
}

bool TextMatcher::operator()(std::optional<std::string_view> text) const {
  if (op_ == Operator::in) return text && list_.contains(*text);
  if (for_none_ || !text) return for_none_ && !text;
  switch (op_) {
    case Operator::contains: return folded(*text).find(folded_) != std::string::npos;
    case Operator::starts_with: return text->size() >= folded_.size() && equals_folded(text->substr(0, folded_.size()), folded_);
    case Operator::ends_with: return text->size() >= folded_.size() && equals_folded(text->substr(text->size() - folded_.size()), folded_);
    default: return holds<std::string_view>(op_, *text, value_);
  }
}

Bitmap matching_rows(const Blocks<std::int64_t>& column, const Condition& condition) {
  return number_rows(column, condition, [](std::int64_t value) { return value == kNoNumber; });
}

Bitmap matching_rows(const Blocks<std::int32_t>& column, const Condition& condition) {
  return number_rows(column, condition, [](std::int32_t value) { return value == kNoSmallNumber; });
}

Bitmap matching_rows(const Blocks<double>& column, const Condition& condition) {
  return number_rows(column, condition, [](double value) { return std::isnan(value); });
}

Bitmap matching_rows(const TextColumn& column, const Condition& condition) {
  const TextMatcher matches(condition);
  if (condition.op == Operator::contains && !matches.folded_value().empty()) {
    return Bitmap::of(rows_containing(column, matches.folded_value()));
  }
  return rows_where(column, std::cref(matches));
}

Bitmap matching_json_rows(const TextColumn& column, const Condition& condition) { return rows_where(column, JsonMatcher(condition)); }

}  // namespace kindred::selection
