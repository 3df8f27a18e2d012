// Distinct id types over UUIDs: an AssetId can't be passed where a DataId is wanted. Lower-case hyphenated on the wire.
//
// New ids are UUID version 7 (RFC 9562): their first 48 bits are milliseconds, so that rows inserted one after the other
// lie beside each other in an index. Thread-safety: values; new_uuid() may be called from any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
  [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
};

Uuid new_uuid();
// Accepts either case with hyphens; `invalid` for everything else.
Result<Uuid> parse_uuid(std::string_view text);
std::string to_string(const Uuid& uuid);

// `Of` only tells the types apart; it's never defined.
template <typename Of>
struct Id {
  Uuid uuid;

  auto operator<=>(const Id&) const = default;
  [[nodiscard]] bool is_nil() const { return uuid.is_nil(); }

  static Id make() { return {new_uuid()}; }
  static Result<Id> parse(std::string_view text) { return Id{TRY(parse_uuid(text))}; }
};

template <typename Of>
std::string to_string(const Id<Of>& id) {
  return to_string(id.uuid);
}

}  // namespace kindred

template <>
struct std::hash<kindred::Uuid> {
  std::size_t operator()(const kindred::Uuid& uuid) const noexcept {
    std::uint64_t tail = 0;  // the random half
    std::memcpy(&tail, uuid.bytes.data() + 8, sizeof tail);
    std::uint64_t head = 0;
    std::memcpy(&head, uuid.bytes.data(), sizeof head);
    return tail ^ (head * 0x9E3779B97F4A7C15ULL);
  }
};

template <typename Of>
struct std::hash<kindred::Id<Of>> {
  std::size_t operator()(const kindred::Id<Of>& id) const noexcept { return std::hash<kindred::Uuid>{}(id.uuid); }
};
