#include "usecases/ranked_page.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <string>

namespace kindred::usecases {
namespace {

// The last one's score, by its bits, and id.
std::string cursor_of(const Ranked& last) {
  return "score~" + std::to_string(std::bit_cast<std::uint32_t>(last.score)) + "~" + to_string(last.id);
}

Result<Ranked> parse_cursor(std::string_view cursor) {
  constexpr std::string_view kBegin = "score~";
  const auto refuse = [&] {
    return invalid("The cursor '" + std::string(cursor.substr(0, 200)) + "' is not one of this list in this order: begin without a cursor");
  };
  if (!cursor.starts_with(kBegin)) return refuse();
  const std::string_view rest = cursor.substr(kBegin.size());
  std::uint32_t bits = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), bits);
  if (error != std::errc() || end == rest.data() + rest.size() || *end != '~') return refuse();
  const auto id = parse_uuid(rest.substr(static_cast<std::size_t>(end - rest.data()) + 1));
  if (!id) return refuse();
  return Ranked{std::bit_cast<float>(bits), *id, 0};
}

}  // namespace

Result<selection::RowPage> ranked_page(std::vector<Ranked> all, const PageRequest& page) {
  std::sort(all.begin(), all.end());
  auto begin = all.begin() + static_cast<std::ptrdiff_t>(std::min(page.offset, all.size()));
  if (!page.cursor.empty()) begin = std::upper_bound(all.begin(), all.end(), TRY(parse_cursor(page.cursor)));
  const auto end = begin + std::min(static_cast<std::ptrdiff_t>(std::min(page.limit, store::kMaxPageSize)), all.end() - begin);
  selection::RowPage result;
  std::transform(begin, end, std::back_inserter(result.rows), [](const Ranked& one) { return one.row; });
  if (end != all.end() && end != begin) result.next_cursor = cursor_of(*std::prev(end));
  return result;
}

}  // namespace kindred::usecases
