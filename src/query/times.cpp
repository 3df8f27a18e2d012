#include "query/times.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace kindred::query {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

// Takes digits and moves on; false when there are not as many.
bool take_digits(std::string_view& text, std::size_t digits, int& number) {
  if (text.size() < digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc() || end != text.data() + digits || text.front() == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  int year = 0;
  int month = 0;
  int day = 0;
  const bool read =
      take_digits(text, 4, year) && take(text, '-') && take_digits(text, 2, month) && take(text, '-') && take_digits(text, 2, day);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!read || !date.ok() || year < 1) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * 86'400 * kSecond;
}

// ".123456", or nothing.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  const std::size_t digits = std::min<std::size_t>(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 6) return std::nullopt;
  std::int64_t micros = 0;
  std::from_chars(text.data(), text.data() + digits, micros);
  text.remove_prefix(digits);
  for (std::size_t i = digits; i < 6; ++i)
    micros *= 10;
  return micros;
}

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date || text.empty()) return date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!(take(text, ' ') || take(text, 'T')) || !take_digits(text, 2, hour) || !take(text, ':') || !take_digits(text, 2, minute)) {
    return std::nullopt;
  }
  std::int64_t micros = 0;
  if (take(text, ':')) {
    if (!take_digits(text, 2, second)) return std::nullopt;
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    micros = *fraction;
  }
  take(text, 'Z');
  if (!text.empty() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return *date + ((hour * 60 + minute) * 60LL + second) * kSecond + micros;
}

std::string time_text(std::int64_t micros) {
  using namespace std::chrono;
  const sys_time<microseconds> time{microseconds(micros)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  std::string text(40, '\0');
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d.%06d", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                                   static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  text.resize(static_cast<std::size_t>(std::max(length, 0)));
  return text;
}

}  // namespace kindred::query
