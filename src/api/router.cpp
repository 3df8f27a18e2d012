#include "api/router.h"

#include <algorithm>
#include <cassert>

namespace kindred::api {
namespace {

bool is_rest(std::string_view segment) { return segment.ends_with("...}"); }
bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

std::string_view name_of(std::string_view parameter) { return parameter.substr(1, parameter.size() - 2 - (is_rest(parameter) ? 3 : 0)); }

// Sorted by this, a word stands before a parameter in the same place, and that before a rest.
int rank(std::string_view segment) {
  if (!is_parameter(segment)) return 0;
  return is_rest(segment) ? 2 : 1;
}

std::vector<std::string_view> split(std::string_view pattern) {
  assert(pattern.starts_with('/'));
  std::vector<std::string_view> segments;
  while (pattern.size() > 1) {
    pattern.remove_prefix(1);
    const std::size_t end = std::min(pattern.find('/'), pattern.size());
    segments.push_back(pattern.substr(0, end));
    pattern.remove_prefix(end);
  }
  return segments;
}

bool fits(const std::vector<std::string_view>& pattern, const std::vector<std::string>& path) {
  const bool open_end = !pattern.empty() && is_rest(pattern.back());
  if (open_end ? path.size() < pattern.size() : path.size() != pattern.size()) return false;
  return std::equal(pattern.begin(), pattern.end(), path.begin(), [](std::string_view wanted, const std::string& given) {
    return is_parameter(wanted) ? !given.empty() : wanted == given;
  });
}

std::string joined(const std::vector<std::string>& segments, std::size_t from) {
  std::string text = segments[from];
  for (std::size_t i = from + 1; i < segments.size(); ++i)
    text += "/" + segments[i];
  return text;
}

void take_parameters(const std::vector<std::string_view>& pattern, Request& request) {
  request.parameters.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_parameter(pattern[i])) continue;
    request.parameters.emplace_back(name_of(pattern[i]), is_rest(pattern[i]) ? joined(request.segments, i) : request.segments[i]);
  }
}

void add_method(std::string& allowed, std::string_view method) {
  if (!allowed.empty()) allowed += ", ";
  allowed += method;
}

}  // namespace

Router::Router(std::span<const Route> routes) {
  for (const Route& route : routes)
    rows_.push_back({&route, split(route.pattern)});
  const auto is_before = [](const Row& a, const Row& b) {
    return std::lexicographical_compare(a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
                                        [](std::string_view x, std::string_view y) { return rank(x) < rank(y); });
  };
  // Those of equal rank stay in the order of the table, which is the order of their addresses.
  std::sort(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) {
    if (is_before(a, b)) return true;
    return !is_before(b, a) && std::less<>()(a.route, b.route);
  });
}

Router::Match Router::match(Request& request) const {
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  Match result;
  for (const Row& row : rows_) {
    if (!fits(row.segments, request.segments)) continue;
    if (row.route->method == method) {
      take_parameters(row.segments, request);
      return {row.route, {}};
    }
    add_method(result.allowed, row.route->method);
  }
  return result;
}

}  // namespace kindred::api
