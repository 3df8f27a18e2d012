// Text without the difference of upper and lower case, in as many bytes: Latin, Greek and Cyrillic letters; what else there is stays
// as it is. Bytes keep their places, so that a column can be folded as a whole.
// Thread-safety: free functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kindred::selection {

// In place. Bytes that are not UTF-8 stay.
void fold_case(std::span<char> bytes);
std::string folded(std::string_view text);

}  // namespace kindred::selection
