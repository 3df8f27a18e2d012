#include "annotations/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace kindred::annotations {

bool has_extension(std::string_view name, std::string_view extension) {
  if (name.size() <= extension.size()) return false;
  const std::string_view end = name.substr(name.size() - extension.size());
  return std::equal(end.begin(), end.end(), extension.begin(), [](unsigned char a, unsigned char b) { return std::tolower(a) == b; });
}

bool is_picture_name(std::string_view name) {
  constexpr std::array<std::string_view, 14> kExtensions{".jpg",  ".jpeg", ".png",  ".webp", ".gif", ".bmp", ".tif",
                                                         ".tiff", ".avif", ".heic", ".heif", ".mpo", ".dng", ".pfm"};
  return std::any_of(kExtensions.begin(), kExtensions.end(), [&](std::string_view e) { return has_extension(name, e); });
}

std::string_view without_extension(std::string_view name) {
  const auto dot = name.rfind('.');
  const auto slash = name.rfind('/');
  const bool within_last = dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash + 1) && dot > 0;
  return within_last ? name.substr(0, dot) : name;
}

std::string_view last_part(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void append_number(std::string& text, double number) {
  std::array<char, 32> digits{};
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  text.append(digits.data(), failure == std::errc{} ? end : digits.data());
}

std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace kindred::annotations
