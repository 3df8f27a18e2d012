#include "embed/text/bpe_vocabulary.h"

#include <array>
#include <cassert>
#include <functional>
#include <queue>

#include "embed/text/unicode.h"

namespace kindred::embed {
namespace {

constexpr std::int32_t kBytes = 256;
constexpr std::int32_t kMerges = 49152 - 256 - 2;  // as open_clip slices the file
static_assert(2 * kBytes + kMerges == BpeVocabulary::kStartOfText);

// The printable characters of Latin-1 without the soft hyphen: they stand for themselves in the file, and come first.
constexpr bool is_printable(int byte) { return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD); }

struct ByteTable {
  std::array<std::int32_t, kBytes> ids{};     // byte -> id inside a word
  std::array<char32_t, kBytes> characters{};  // byte -> how the file writes it
};

constexpr ByteTable make_byte_table() {
  ByteTable table;
  std::int32_t id = 0;
  for (int byte = 0; byte < kBytes; ++byte) {
    if (!is_printable(byte)) continue;
    table.ids[static_cast<std::size_t>(byte)] = id++;
    table.characters[static_cast<std::size_t>(byte)] = static_cast<char32_t>(byte);
  }
  char32_t stand_in = 256;
  for (int byte = 0; byte < kBytes; ++byte) {
    if (is_printable(byte)) continue;
    table.ids[static_cast<std::size_t>(byte)] = id++;
    table.characters[static_cast<std::size_t>(byte)] = stand_in++;
  }
  return table;
}

constexpr ByteTable kByteTable = make_byte_table();
constexpr std::string_view kEndOfWord = "</w>";

using SymbolIds = std::unordered_map<std::string, std::int32_t>;

SymbolIds make_byte_symbols() {
  SymbolIds ids;
  ids.reserve(static_cast<std::size_t>(BpeVocabulary::kStartOfText));
  for (std::size_t byte = 0; byte < kBytes; ++byte) {
    std::string symbol;
    append_utf8(kByteTable.characters[byte], symbol);
    ids.emplace(symbol, kByteTable.ids[byte]);
    ids.emplace(symbol.append(kEndOfWord), kByteTable.ids[byte] + kBytes);
  }
  return ids;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t length = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return line;
}

constexpr std::uint64_t pair_of(std::int32_t left, std::int32_t right) {
  return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint32_t>(right);
}

// One word while its symbols are joined: a list linked through indices, in the order of the word.
struct Symbol {
  std::int32_t id;  // negative: joined to the symbol before
  std::int32_t previous;
  std::int32_t next;  // the word's size at the end
};

struct Candidate {
  std::int32_t joined;  // first, so that the best merge is the least candidate
  std::int32_t place;   // and then the leftmost
  std::int32_t left;
  std::int32_t right;
  auto operator<=>(const Candidate&) const = default;
};

}  // namespace

Result<BpeVocabulary> BpeVocabulary::make(std::string_view merges) {
  BpeVocabulary vocabulary;
  vocabulary.joined_.reserve(kMerges);
  SymbolIds ids = make_byte_symbols();
  take_line(merges);  // the heading
  for (std::int32_t i = 0; i < kMerges; ++i) {
    const std::string_view line = take_line(merges);
    const std::size_t space = std::min(line.find(' '), line.size());
    const auto left = ids.find(std::string(line.substr(0, space)));
    const auto right = ids.find(std::string(line.substr(std::min(space + 1, line.size()))));
    if (left == ids.end() || right == ids.end()) {
      return corrupt("CLIP's vocabulary is damaged: line " + std::to_string(i + 2) + " does not name two symbols of earlier lines");
    }
    const std::int32_t id = 2 * kBytes + i;
    vocabulary.joined_.emplace(pair_of(left->second, right->second), id);
    if (!ids.emplace(left->first + right->first, id).second) {
      return corrupt("CLIP's vocabulary is damaged: line " + std::to_string(i + 2) + " makes a symbol that an earlier line made");
    }
  }
  return vocabulary;
}

const std::int32_t* BpeVocabulary::joined(std::int32_t left, std::int32_t right) const {
  const auto place = joined_.find(pair_of(left, right));
  return place == joined_.end() ? nullptr : &place->second;
}

void BpeVocabulary::encode_word(std::string_view bytes, std::vector<std::int64_t>& ids) const {
  assert(!bytes.empty());
  const auto size = static_cast<std::int32_t>(bytes.size());
  std::vector<Symbol> symbols;
  symbols.reserve(bytes.size());
  for (const char byte : bytes) {
    const auto place = static_cast<std::int32_t>(symbols.size());
    symbols.push_back({kByteTable.ids[static_cast<unsigned char>(byte)], place - 1, place + 1});
  }
  symbols.back().id += kBytes;  // the end of the word

  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
  const auto propose = [&](std::int32_t place) {
    const std::int32_t next = symbols[static_cast<std::size_t>(place)].next;
    if (next == size) return;
    const std::int32_t left = symbols[static_cast<std::size_t>(place)].id;
    const std::int32_t right = symbols[static_cast<std::size_t>(next)].id;
    if (const std::int32_t* id = joined(left, right)) candidates.push({*id, place, left, right});
  };
  for (std::int32_t place = 0; place + 1 < size; ++place)
    propose(place);

  while (!candidates.empty()) {
    const Candidate best = candidates.top();
    candidates.pop();
    Symbol& symbol = symbols[static_cast<std::size_t>(best.place)];
    if (symbol.id != best.left || symbol.next == size) continue;  // joined to something else since it was proposed
    Symbol& next = symbols[static_cast<std::size_t>(symbol.next)];
    if (next.id != best.right) continue;
    symbol.id = best.joined;
    symbol.next = next.next;
    next.id = -1;
    if (symbol.next != size) symbols[static_cast<std::size_t>(symbol.next)].previous = best.place;
    propose(best.place);
    if (symbol.previous >= 0) propose(symbol.previous);
  }
  for (std::int32_t place = 0; place < size; place = symbols[static_cast<std::size_t>(place)].next) {
    ids.push_back(symbols[static_cast<std::size_t>(place)].id);
  }
}

}  // namespace kindred::embed
