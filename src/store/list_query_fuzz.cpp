// Cursors and orders come from outside: any text is taken or refused with `invalid`, and what is taken binds as many values as the
// SQL has places for.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "store/list_query.h"

using namespace kindred;
using namespace kindred::store;

namespace {

constexpr OrderField kId{"id", "d.id", OrderField::Type::id};
constexpr std::array kFields{OrderField{"created_at", "d.created_at", OrderField::Type::number},
                             OrderField{"filename", "d.filename", OrderField::Type::text}, kId};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

// Lines: the cursor, then the words of the order.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(bytes), size);
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (lines.empty()) return 0;
  const auto order = Order::parse(std::span(lines).subspan(1), "-created_at", kFields, kId);
  if (!order) {
    require(order.error().kind == ErrorKind::invalid);
    return 0;
  }
  const auto condition = order->after(lines[0]);
  if (!condition) {
    require(condition.error().kind == ErrorKind::invalid);
    return 0;
  }
  require(static_cast<std::size_t>(std::ranges::count(condition->text, '?')) == condition->values.size());
  return 0;
}
