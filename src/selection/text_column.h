// A column of texts, each block's one after the other, so that a substring is looked for in a whole block at once. Blocks are shared
// between copies as in blocks.h. A row may hold no text (null), which is not the empty one.
// Thread-safety: as Blocks.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "selection/blocks.h"

namespace kindred::selection {

class TextColumn {
 public:
  static constexpr std::size_t kRows = Blocks<char>::kRows;

  class Block {
   public:
    [[nodiscard]] std::string_view text(std::size_t place) const {
      return std::string_view(bytes_).substr(begin(place), ends_[place] - begin(place));
    }
    [[nodiscard]] bool has_text(std::size_t place) const { return filled_[place]; }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::size_t begin(std::size_t place) const { return place == 0 ? 0 : ends_[place - 1]; }
    [[nodiscard]] std::size_t end(std::size_t place) const { return ends_[place]; }
    void set(std::size_t place, std::optional<std::string_view> text);

   private:
    std::string bytes_;
    std::array<std::uint32_t, kRows> ends_{};
    std::bitset<kRows> filled_;
  };

  TextColumn() = default;
  TextColumn(TextColumn&&) noexcept = default;
  TextColumn& operator=(TextColumn&&) noexcept = default;
  TextColumn(const TextColumn& other) : blocks_(other.blocks_), own_(blocks_.size(), false), size_(other.size_) {}
  TextColumn& operator=(const TextColumn& other) { return *this = TextColumn(other); }
  ~TextColumn() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::optional<std::string_view> at(std::size_t row) const;
  // Rows in increasing order cost least: the texts after it in its block are moved.
  void set(std::size_t row, std::optional<std::string_view> text);
  void grow(std::size_t rows);

  // visit(first row, block, number of rows).
  template <typename Visit>
  void for_each_block(Visit visit) const {
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      visit(i * kRows, *blocks_[i], std::min(kRows, size_ - i * kRows));
  }

 private:
  std::vector<std::shared_ptr<Block>> blocks_;
  std::vector<bool> own_;
  std::size_t size_ = 0;
};

// Rows of the column whose folded text holds `needle`, which is folded, in increasing order.
std::vector<std::uint32_t> rows_containing(const TextColumn& column, std::string_view needle);

}  // namespace kindred::selection
