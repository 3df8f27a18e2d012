// What becomes of an Annotation that the person has on the Asset already when one is imported: gone with its shapes; kept, and the new
// one ignored; or it gets the new shapes too.
#pragma once

#include <optional>
#include <string_view>

namespace kindred::usecases {

enum class ImportMode { replace, keep, concatenate };
std::string_view to_string(ImportMode mode);  // "REPLACE" …
std::optional<ImportMode> parse_import_mode(std::string_view text);

}  // namespace kindred::usecases
