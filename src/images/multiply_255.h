// Pillow's MULDIV255, the product of two fractions of 255.
#pragma once

namespace kindred::images {

// a * b / 255, rounded. Requires: both at most 255.
constexpr unsigned multiply_255(unsigned a, unsigned b) {
  const unsigned product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

}  // namespace kindred::images
