// A set of row numbers, compressed: runs, lists and plain bits by what each 65,536 numbers need. A million rows take at most 125 kB.
//
// Roaring bitmaps (Lemire et al., "Roaring Bitmaps: Implementation of an Optimized Software Library", 2018) by CRoaring, of which
// bitmap.cpp is the one wrapper. Iteration and to_vector() go in increasing order. Costs are those of the containers touched.
// Thread-safety: const members from any thread, as of a std::vector.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

struct roaring_bitmap_s;

namespace kindred {

class Bitmap {
 public:
  using Row = std::uint32_t;

  Bitmap();
  Bitmap(std::initializer_list<Row> rows);
  ~Bitmap();
  Bitmap(const Bitmap& other);
  Bitmap(Bitmap&& other) noexcept;
  Bitmap& operator=(Bitmap other) noexcept;

  // All rows from `begin` up to, but not with, `end`.
  static Bitmap range(Row begin, Row end);
  // In any order; best in increasing order.
  static Bitmap of(std::span<const Row> rows);

  void add(Row row);
  void add(std::span<const Row> rows);
  void remove(Row row);
  [[nodiscard]] bool contains(Row row) const;

  Bitmap& operator&=(const Bitmap& other);
  Bitmap& operator|=(const Bitmap& other);
  Bitmap& operator-=(const Bitmap& other);
  friend Bitmap operator&(Bitmap left, const Bitmap& right) { return left &= right; }
  friend Bitmap operator|(Bitmap left, const Bitmap& right) { return left |= right; }
  friend Bitmap operator-(Bitmap left, const Bitmap& right) { return left -= right; }
  bool operator==(const Bitmap& other) const;

  [[nodiscard]] bool empty() const;
  [[nodiscard]] std::uint64_t count() const;
  // As (*this & other).count(), without making it.
  [[nodiscard]] std::uint64_t count_common(const Bitmap& other) const;
  // How many rows are less than or equal to `row`.
  [[nodiscard]] std::uint64_t rank(Row row) const;
  // The row before which there are `place` others; nothing when there are not that many.
  [[nodiscard]] std::optional<Row> select(std::uint64_t place) const;

  [[nodiscard]] std::vector<Row> to_vector() const;
  // At most `limit` rows after the first `offset`.
  [[nodiscard]] std::vector<Row> slice(std::uint64_t offset, std::uint64_t limit) const;
  // One bit a row, 64 rows a word, from row 0; rows beyond `rows` are left out. For tests of very many rows.
  [[nodiscard]] std::vector<std::uint64_t> to_words(Row rows) const;
  // Until `visit` gives false.
  void for_each(const std::function<bool(Row)>& visit) const;

  // To be stored: Roaring's portable format, https://github.com/RoaringBitmap/RoaringFormatSpec.
  [[nodiscard]] std::vector<std::uint8_t> to_bytes() const;
  // `corrupt` for what to_bytes() doesn't write.
  static Result<Bitmap> from_bytes(std::span<const std::uint8_t> bytes);

  // Memory, about.
  [[nodiscard]] std::size_t bytes() const;

 private:
  explicit Bitmap(roaring_bitmap_s* owned) : rows_(owned) {}
  roaring_bitmap_s* rows_;
};

}  // namespace kindred
