// Small pieces of text work that several formats share. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kindred::annotations {

// Whether `name` ends so, in any case: ".JSON" for ".json".
bool has_extension(std::string_view name, std::string_view extension);
bool is_picture_name(std::string_view name);
// "a/b.c.jpg" → "a/b.c"; unchanged when the last part has no dot but a first character.
std::string_view without_extension(std::string_view name);
std::string_view last_part(std::string_view name);
// The number that the whole of `text` is; nan and inf are numbers here, and refused later as such.
std::optional<double> number_of(std::string_view text);
// The shortest text that reads back as this number: "12", "0.1".
void append_number(std::string& text, double number);
// The part before the first `separator`, which `rest` then begins behind; all of it when there is none.
std::string_view take_until(std::string_view& rest, char separator);

}  // namespace kindred::annotations
