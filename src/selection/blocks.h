// A column of values in blocks of rows that copies of the column share: a copy costs a pointer a block, and a change in it copies the
// blocks that it touches. So readers keep the column they have while the next one is made. A column that copies were taken of must not be
// changed itself any more.
//
// Thread-safety: const members of a column that nobody changes any more, from any thread; a copy may be changed meanwhile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace kindred::selection {

template <typename T>
class Blocks {
 public:
  static constexpr std::size_t kRows = 4096;  // in a block

  Blocks() = default;
  // `missing` is what rows hold that were never set.
  explicit Blocks(T missing) : missing_(std::move(missing)) {}
  Blocks(Blocks&&) noexcept = default;
  Blocks& operator=(Blocks&&) noexcept = default;
  Blocks(const Blocks& other) : missing_(other.missing_), blocks_(other.blocks_), own_(blocks_.size(), false), size_(other.size_) {}
  Blocks& operator=(const Blocks& other) { return *this = Blocks(other); }
  ~Blocks() = default;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const T& operator[](std::size_t row) const { return (*blocks_[row / kRows])[row % kRows]; }
  [[nodiscard]] const T& missing() const { return missing_; }

  void set(std::size_t row, T value) {
    grow(row + 1);
    own(row / kRows)[row % kRows] = std::move(value);
  }
  void grow(std::size_t rows) {
    while (blocks_.size() * kRows < rows) {
      blocks_.push_back(std::make_shared<std::vector<T>>(kRows, missing_));
      own_.push_back(true);
    }
    size_ = std::max(size_, rows);
  }

  // visit(first row, values) block by block.
  template <typename Visit>
  void for_each_block(Visit visit) const {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const std::size_t first = i * kRows;
      visit(first, std::span<const T>(*blocks_[i]).first(std::min(kRows, size_ - first)));
    }
  }

 private:
  std::vector<T>& own(std::size_t block) {
    if (!own_[block]) {
      blocks_[block] = std::make_shared<std::vector<T>>(*blocks_[block]);
      own_[block] = true;
    }
    return *blocks_[block];
  }

  T missing_{};
  std::vector<std::shared_ptr<std::vector<T>>> blocks_;
  std::vector<bool> own_;  // whether no copy that was taken before has the block
  std::size_t size_ = 0;
};

}  // namespace kindred::selection
