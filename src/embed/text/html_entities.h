// Character references of HTML ("&eacute;", "&#233;"), as Python's html.unescape() reads them.
//
// Source: the HTML standard, section "named character references", through Python's html.entities.html5; the table is made by
// scripts/reference/make_html_entities.py. Thread-safety: free functions from any thread.
#pragma once

#include <string>
#include <string_view>

namespace kindred::embed {

struct HtmlEntity {
  std::string_view name;      // without "&" and ";"
  std::string_view value;     // UTF-8
  std::string_view capitals;  // UTF-8: what the name means when it is written all in capitals; "" when HTML doesn't leave that free
  bool bare;                  // also valid without the semicolon
};

// The entity of that very name, or null. Case matters.
const HtmlEntity* find_html_entity(std::string_view name);

// html.unescape(): with the longest-prefix rule for names that lack their semicolon ("&notit" is "¬it"), Windows-1252 for the numbers
// 128 to 159, U+FFFD for numbers that are no character, and nothing for those that HTML forbids.
std::u32string html_unescape(std::u32string_view text);

}  // namespace kindred::embed
