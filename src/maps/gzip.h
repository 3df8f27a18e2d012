// Packs bytes as gzip (RFC 1952) for clients that accept it. Wraps zlib. Thread-safety: pure function.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace kindred::maps {

// At the quickest level: what is sent once shall not cost more time than it saves.
Result<std::vector<std::uint8_t>> gzip(std::span<const std::uint8_t> bytes);

}  // namespace kindred::maps
