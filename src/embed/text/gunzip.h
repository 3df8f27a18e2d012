// Unpacks gzip (RFC 1952), over zlib. Thread-safety: from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace kindred::embed {

// `what` names the bytes in an error. Fails with `corrupt` for damaged bytes, and `too_large` beyond max_size unpacked bytes.
Result<std::string> gunzip(std::span<const std::uint8_t> packed, std::size_t max_size, std::string_view what);

}  // namespace kindred::embed
