#include "annotations/utf8.h"

#include <cstddef>
#include <cstdint>

namespace kindred::annotations {
namespace {

struct Lead {
  std::size_t following = 0;
  std::uint32_t bits = 0;
  std::uint32_t smallest = 0;  // anything below has a shorter form
};

bool lead_of(unsigned char byte, Lead& lead) {
  if (byte < 0x80) {
    lead = {0, byte, 0};
  } else if (byte >= 0xC2 && byte < 0xE0) {
    lead = {1, byte & 0x1FU, 0x80};
  } else if (byte >= 0xE0 && byte < 0xF0) {
    lead = {2, byte & 0x0FU, 0x800};
  } else if (byte >= 0xF0 && byte < 0xF5) {
    lead = {3, byte & 0x07U, 0x10000};
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    Lead lead;
    if (!lead_of(static_cast<unsigned char>(text[i]), lead) || text.size() - i <= lead.following) return false;
    std::uint32_t code = lead.bits;
    for (std::size_t k = 1; k <= lead.following; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U) return false;
      code = (code << 6U) | (next & 0x3FU);
    }
    if (code < lead.smallest || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    i += lead.following + 1;
  }
  return true;
}

}  // namespace kindred::annotations
