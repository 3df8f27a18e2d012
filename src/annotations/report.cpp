#include "annotations/report.h"

namespace kindred::annotations {
namespace {

// Cut between two characters of UTF-8.
std::string shortened(std::string_view text) {
  if (text.size() <= Report::kMaxExampleBytes) return std::string(text);
  std::size_t end = Report::kMaxExampleBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace

std::string_view to_string(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::unreadable: return "unreadable";
    case ProblemKind::refused: return "refused";
    case ProblemKind::odd: return "odd";
    case ProblemKind::lost: return "lost";
  }
  return "";
}

void Report::add(ProblemKind kind, std::string_view place, std::string_view reason) {
  const auto index = static_cast<std::size_t>(kind);
  ++counts_[index];
  if (examples_[index].size() < kExamples) examples_[index].push_back({shortened(place), shortened(reason)});
}

}  // namespace kindred::annotations
