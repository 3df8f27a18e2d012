// A small XML file as a tree of elements with their text and line. Attributes, comments and processing instructions are passed over.
//
// Entities can't be declared, so that none can expand without bound or read a file; over Expat, which xml_tree.cpp wraps. Encodings:
// UTF-8, UTF-16, ISO-8859-1 and US-ASCII, by declaration; the tree is UTF-8.
// Errors: `corrupt` with the line. Thread-safety: values; parse_xml() from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kindred::annotations {

struct XmlElement {
  std::string name;
  std::string text;  // of this element alone, without the white space around it
  std::int64_t line = 0;
  std::vector<XmlElement> children;

  // The first child of this name, or null.
  [[nodiscard]] const XmlElement* child(std::string_view wanted) const;
  // Its text, or nothing.
  [[nodiscard]] std::string_view text_of(std::string_view wanted) const;
};

inline constexpr std::size_t kMaxXmlDepth = 32;
inline constexpr std::size_t kMaxXmlElements = 1'000'000;

Result<XmlElement> parse_xml(std::string_view text);

// Without the white space at its ends, which readers take for layout: how the text of an element is given.
std::string_view trimmed(std::string_view text);

// For writing: `&`, `<`, `>` and quotes as entities; characters that XML can't have are left out.
std::string xml_escaped(std::string_view text);

}  // namespace kindred::annotations
