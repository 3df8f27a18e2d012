#include "base/bitmap.h"

#include <roaring/roaring.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <utility>

namespace kindred {
namespace {

roaring_bitmap_t* required(roaring_bitmap_t* made) {
  if (made == nullptr) throw std::bad_alloc();
  return made;
}

}  // namespace

Bitmap::Bitmap() : rows_(required(roaring_bitmap_create())) {}
Bitmap::Bitmap(std::initializer_list<Row> rows) : Bitmap() { add(std::span(rows.begin(), rows.size())); }
Bitmap::~Bitmap() {
  if (rows_ != nullptr) roaring_bitmap_free(rows_);
}
Bitmap::Bitmap(const Bitmap& other) : rows_(required(roaring_bitmap_copy(other.rows_))) {}
// What was moved from may only be destroyed or assigned to.
Bitmap::Bitmap(Bitmap&& other) noexcept : rows_(std::exchange(other.rows_, nullptr)) {}
Bitmap& Bitmap::operator=(Bitmap other) noexcept {
  std::swap(rows_, other.rows_);
  return *this;
}

Bitmap Bitmap::range(Row begin, Row end) { return begin < end ? Bitmap(required(roaring_bitmap_from_range(begin, end, 1))) : Bitmap(); }

Bitmap Bitmap::of(std::span<const Row> rows) {
  Bitmap made;
  made.add(rows);
  return made;
}

void Bitmap::add(Row row) { roaring_bitmap_add(rows_, row); }
void Bitmap::add(std::span<const Row> rows) { roaring_bitmap_add_many(rows_, rows.size(), rows.data()); }
void Bitmap::remove(Row row) { roaring_bitmap_remove(rows_, row); }
bool Bitmap::contains(Row row) const { return roaring_bitmap_contains(rows_, row); }

Bitmap& Bitmap::operator&=(const Bitmap& other) {
  if (&other != this) roaring_bitmap_and_inplace(rows_, other.rows_);
  return *this;
}
Bitmap& Bitmap::operator|=(const Bitmap& other) {
  if (&other != this) roaring_bitmap_or_inplace(rows_, other.rows_);
  return *this;
}
Bitmap& Bitmap::operator-=(const Bitmap& other) {
  if (&other == this) return *this = Bitmap();
  roaring_bitmap_andnot_inplace(rows_, other.rows_);
  return *this;
}
bool Bitmap::operator==(const Bitmap& other) const { return roaring_bitmap_equals(rows_, other.rows_); }

bool Bitmap::empty() const { return roaring_bitmap_is_empty(rows_); }
std::uint64_t Bitmap::count() const { return roaring_bitmap_get_cardinality(rows_); }
std::uint64_t Bitmap::count_common(const Bitmap& other) const { return roaring_bitmap_and_cardinality(rows_, other.rows_); }
std::uint64_t Bitmap::rank(Row row) const { return roaring_bitmap_rank(rows_, row); }

std::optional<Bitmap::Row> Bitmap::select(std::uint64_t place) const {
  Row row = 0;
  if (place > std::numeric_limits<Row>::max() || !roaring_bitmap_select(rows_, static_cast<Row>(place), &row)) return std::nullopt;
  return row;
}

std::vector<Bitmap::Row> Bitmap::to_vector() const {
  std::vector<Row> rows(count());
  roaring_bitmap_to_uint32_array(rows_, rows.data());
  return rows;
}

std::vector<Bitmap::Row> Bitmap::slice(std::uint64_t offset, std::uint64_t limit) const {
  std::vector<Row> rows;
  const auto first = select(offset);
  if (!first || limit == 0) return rows;
  rows.resize(std::min(limit, count() - offset));
  roaring_uint32_iterator_t at;
  roaring_init_iterator(rows_, &at);
  roaring_move_uint32_iterator_equalorlarger(&at, *first);
  roaring_read_uint32_iterator(&at, rows.data(), static_cast<std::uint32_t>(rows.size()));
  return rows;
}

std::vector<std::uint64_t> Bitmap::to_words(Row rows) const {
  std::vector<std::uint64_t> words((static_cast<std::size_t>(rows) + 63) / 64);
  constexpr std::uint32_t kPiece = 4096;
  std::array<Row, kPiece> piece{};
  roaring_uint32_iterator_t at;
  roaring_init_iterator(rows_, &at);
  while (true) {
    const std::uint32_t got = roaring_read_uint32_iterator(&at, piece.data(), kPiece);
    for (std::uint32_t i = 0; i < got; ++i) {
      if (piece[i] >= rows) return words;
      words[piece[i] / 64] |= std::uint64_t{1} << (piece[i] % 64);
    }
    if (got < kPiece) return words;
  }
}

void Bitmap::for_each(const std::function<bool(Row)>& visit) const {
  roaring_iterate(
      rows_, [](Row row, void* to) { return (*static_cast<const std::function<bool(Row)>*>(to))(row); },
      const_cast<std::function<bool(Row)>*>(&visit));
}

std::vector<std::uint8_t> Bitmap::to_bytes() const {
  std::vector<std::uint8_t> bytes(roaring_bitmap_portable_size_in_bytes(rows_));
  roaring_bitmap_portable_serialize(rows_, reinterpret_cast<char*>(bytes.data()));
  return bytes;
}

Result<Bitmap> Bitmap::from_bytes(std::span<const std::uint8_t> bytes) {
  roaring_bitmap_t* read = roaring_bitmap_portable_deserialize_safe(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (read == nullptr) return corrupt("A stored set of rows can't be read");
  return Bitmap(read);
}

std::size_t Bitmap::bytes() const { return roaring_bitmap_size_in_bytes(rows_); }

}  // namespace kindred
