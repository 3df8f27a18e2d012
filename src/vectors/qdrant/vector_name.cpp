#include "vectors/qdrant/vector_name.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::string_view kDigits = "0123456789ABCDEF";

bool is_escaped(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || std::string_view("<>:\"/\\|?*%").find(c) != std::string_view::npos;
}

}  // namespace

Result<std::string> vector_name_of(std::string_view model_key) {
  std::string name;
  for (const char c : model_key) {
    if (!is_escaped(c)) {
      name += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    name += '%';
    name += kDigits[byte >> 4];
    name += kDigits[byte & 15];
  }
  if (name.empty() || name.size() > kMaxNameBytes) {
    return invalid("The model '" + std::string(model_key) + "' can't have vectors in Qdrant: its key must be of 1 to " +
                   std::to_string(kMaxNameBytes) + " bytes, special characters counting as three");
  }
  return name;
}

Result<std::string> model_key_of(std::string_view vector_name) {
  const auto refuse = [&] { return corrupt("'" + std::string(vector_name) + "' in Qdrant is no vector of a model"); };
  std::string key;
  for (std::size_t i = 0; i < vector_name.size(); ++i) {
    if (vector_name[i] != '%') {
      if (is_escaped(vector_name[i])) return refuse();
      key += vector_name[i];
      continue;
    }
    if (i + 2 >= vector_name.size()) return refuse();
    const std::size_t high = kDigits.find(vector_name[i + 1]);
    const std::size_t low = kDigits.find(vector_name[i + 2]);
    if (high == std::string_view::npos || low == std::string_view::npos) return refuse();
    key += static_cast<char>(high * 16 + low);
    if (!is_escaped(key.back())) return refuse();
    i += 2;
  }
  if (key.empty()) return refuse();
  return key;
}

}  // namespace kindred::vectors
