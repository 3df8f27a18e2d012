#include "embed/embedder.h"

namespace kindred::embed {

std::string_view to_string(Precision precision) {
  switch (precision) {
    case Precision::automatic: return "auto";
    case Precision::fp32: return "fp32";
    case Precision::bf16: return "bf16";
  }
  return "auto";
}

Result<Precision> parse_precision(std::string_view text) {
  for (const Precision precision : {Precision::automatic, Precision::fp32, Precision::bf16}) {
    if (text == to_string(precision)) return precision;
  }
  return invalid("There is no precision '" + std::string(text) + "': choose fp32, bf16 or auto");
}

}  // namespace kindred::embed
