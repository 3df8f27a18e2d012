// The name of a model's vector in Qdrant, and back.
//
// Qdrant refuses < > : " / \ | ? * and control characters in the names of vectors, and names of more than 200 bytes; model keys are full of
// them. Each such character, and the percent sign, becomes %XX, as in an address: open_clip||ViT-B-16||x is open_clip%7C%7CViT-B-16%7C%7Cx.
// Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred::vectors {

// `invalid` for a key whose name would be too long.
Result<std::string> vector_name_of(std::string_view model_key);
// `corrupt` for a name that vector_name_of() makes of no key.
Result<std::string> model_key_of(std::string_view vector_name);

}  // namespace kindred::vectors
