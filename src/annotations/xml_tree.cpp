#include "annotations/xml_tree.h"

#include <expat.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <type_traits>

namespace kindred::annotations {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// What Expat's callbacks work on. Elements that are open are the last children along the way from the root: `open_` holds each of them
// by value until it ends.
class Builder {
 public:
  explicit Builder(XML_Parser parser) : parser_(parser) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser, [](void* self, const XML_Char* name, const XML_Char**) { of(self).begin(name); },
        [](void* self, const XML_Char*) { of(self).end(); });
    XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
      if (!of(self).open_.empty()) of(self).open_.back().text.append(text, static_cast<std::size_t>(size));
    });
    XML_SetEntityDeclHandler(parser,
                             [](void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*, const XML_Char*,
                                const XML_Char*) { of(self).refuse("it declares an entity, which is not allowed"); });
  }

  XmlElement root;
  std::string why_not;

 private:
  static Builder& of(void* self) { return *static_cast<Builder*>(self); }

  void refuse(std::string reason) {
    if (why_not.empty()) why_not = std::move(reason);
    XML_StopParser(parser_, XML_FALSE);
  }

  void begin(const XML_Char* name) {
    if (open_.size() >= kMaxXmlDepth) return refuse("its elements are nested deeper than " + std::to_string(kMaxXmlDepth) + " levels");
    if (++elements_ > kMaxXmlElements) return refuse("it has more than " + std::to_string(kMaxXmlElements) + " elements");
    open_.push_back({name, {}, static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_)), {}});
  }

  void end() {
    if (open_.empty()) return;  // after refuse(): the end of an empty element still comes
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    element.text = std::string(trimmed(element.text));
    (open_.empty() ? root : open_.back().children.emplace_back()) = std::move(element);
  }

  XML_Parser parser_;
  std::vector<XmlElement> open_;
  std::size_t elements_ = 0;
};

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

const XmlElement* XmlElement::child(std::string_view wanted) const {
  const auto found = std::find_if(children.begin(), children.end(), [&](const XmlElement& c) { return c.name == wanted; });
  return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::text_of(std::string_view wanted) const {
  const XmlElement* found = child(wanted);
  return found == nullptr ? std::string_view{} : std::string_view(found->text);
}

Result<XmlElement> parse_xml(std::string_view text) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  if (!parser) return unavailable("There is not enough memory to read XML");
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return corrupt("the file is too large");
  Builder builder(parser.get());
  const auto status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (status == XML_STATUS_OK) return std::move(builder.root);
  const std::string reason = builder.why_not.empty() ? XML_ErrorString(XML_GetErrorCode(parser.get())) : builder.why_not;
  return corrupt("line " + std::to_string(XML_GetCurrentLineNumber(parser.get())) + ": not valid XML: " + reason);
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\r': escaped += "&#13;"; break;
      default:
        if (static_cast<unsigned char>(c) >= ' ' || c == '\t' || c == '\n') escaped += c;
    }
  }
  return escaped;
}

}  // namespace kindred::annotations
