#include "selection/text_column.h"

#include <cstring>

#include "selection/fold_case.h"

namespace kindred::selection {

void TextColumn::Block::set(std::size_t place, std::optional<std::string_view> text) {
  const std::string_view bytes = text.value_or("");
  const std::size_t old_length = ends_[place] - begin(place);
  bytes_.replace(begin(place), old_length, bytes);
  filled_[place] = text.has_value();
  const auto shift = static_cast<std::uint32_t>(bytes.size() - old_length);  // may wrap, and wraps back
  if (shift == 0) return;
  for (std::size_t i = place; i < kRows; ++i)
    ends_[i] += shift;
}

std::optional<std::string_view> TextColumn::at(std::size_t row) const {
  const Block& block = *blocks_[row / kRows];
  if (!block.has_text(row % kRows)) return std::nullopt;
  return block.text(row % kRows);
}

void TextColumn::grow(std::size_t rows) {
  while (blocks_.size() * kRows < rows) {
    blocks_.push_back(std::make_shared<Block>());
    own_.push_back(true);
  }
  size_ = std::max(size_, rows);
}

void TextColumn::set(std::size_t row, std::optional<std::string_view> text) {
  grow(row + 1);
  const std::size_t place = row / kRows;
  if (!own_[place]) {
    blocks_[place] = std::make_shared<Block>(*blocks_[place]);
    own_[place] = true;
  }
  blocks_[place]->set(row % kRows, text);
}

std::vector<std::uint32_t> rows_containing(const TextColumn& column, std::string_view needle) {
  std::vector<std::uint32_t> rows;
  std::string folded;
  column.for_each_block([&](std::size_t first, const TextColumn::Block& block, std::size_t count) {
    folded = block.bytes();
    fold_case(folded);
    std::size_t at = 0;
    for (std::size_t place = 0; place < count;) {
      const void* found = ::memmem(folded.data() + at, folded.size() - at, needle.data(), needle.size());
      if (found == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const char*>(found) - folded.data());
      while (place < count && block.end(place) <= at)
        ++place;
      if (place == count) break;
      if (at + needle.size() <= block.end(place)) {
        rows.push_back(static_cast<std::uint32_t>(first + place));
        at = block.end(place++);
      } else {
        ++at;  // runs over the end of its text
      }
    }
    return;
  });
  return rows;
}

}  // namespace kindred::selection
