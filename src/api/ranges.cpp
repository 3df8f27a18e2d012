#include "api/ranges.h"

#include <algorithm>
#include <charconv>

#include "api/errors.h"

namespace kindred::api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t'))
    text.remove_suffix(1);
  return text;
}

std::optional<std::uint64_t> parse_position(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (failure == std::errc::result_out_of_range) return UINT64_MAX;  // far behind any file's end
  if (failure != std::errc()) return std::nullopt;
  return value;
}

RangeChoice last_bytes(std::uint64_t count, std::uint64_t size) {
  if (count == 0 || size == 0) return {RangeKind::unsatisfiable, {}};
  return {RangeKind::part, {size - std::min(count, size), size - 1}};
}

std::string_view without_weakness(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

}  // namespace

RangeChoice choose_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  header = trimmed(header);
  if (!header.starts_with(kUnit) || header.find(',') != std::string_view::npos) return {};
  const std::string_view spec = trimmed(header.substr(kUnit.size()));
  const std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return {};
  const auto first = parse_position(spec.substr(0, dash));
  const auto last = parse_position(spec.substr(dash + 1));
  if (dash == 0) return last ? last_bytes(*last, size) : RangeChoice{};
  if (!first || (!last && dash + 1 != spec.size()) || (last && *last < *first)) return {};
  if (*first >= size) return {RangeKind::unsatisfiable, {}};
  return {RangeKind::part, {*first, std::min(last.value_or(size - 1), size - 1)}};
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  if (trimmed(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    const std::size_t comma = std::min(if_none_match.find(','), if_none_match.size());
    if (without_weakness(trimmed(if_none_match.substr(0, comma))) == without_weakness(etag)) return true;
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
  }
  return false;
}

Response serve_file(const Request& request, const FileResponse& file) {
  Response response;
  const std::string& etag = file.etag;
  if (!etag.empty()) response.headers.add("ETag", etag);
  if (!file.cache_control.empty()) response.headers.add("Cache-Control", std::string(file.cache_control));
  response.headers.add("Accept-Ranges", "bytes");
  const auto known = request.headers.find("If-None-Match");
  if (known && !etag.empty() && names_etag(*known, etag)) {
    response.status = 304;
    return response;
  }
  // A range is only of use to a client whose other parts are of the same bytes.
  const auto condition = request.headers.find("If-Range");
  const bool same = !condition || (!etag.empty() && *condition == etag);
  const RangeChoice choice = same ? choose_range(request.headers.find("Range").value_or(""), file.bytes.size()) : RangeChoice{};
  const std::string size = std::to_string(file.bytes.size());
  if (choice.kind == RangeKind::unsatisfiable) {
    Response refusal = error_response(416, "The range lies outside of the file's " + size + " bytes");
    refusal.headers.add("Content-Range", "bytes */" + size);
    return refusal;
  }
  response.headers.add("Content-Type", std::string(file.content_type));
  response.owner = file.owner != nullptr ? file.owner : std::make_shared<const int>(0);
  response.bytes = file.bytes;
  if (choice.kind == RangeKind::part) {
    const auto [first, last] = choice.range;
    response.status = 206;
    response.bytes = file.bytes.subspan(first, last - first + 1);
    response.headers.add("Content-Range", "bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" + size);
  }
  return response;
}

}  // namespace kindred::api
