#include "annotations/yaml_value.h"

#include <yaml.h>

#include <cstdint>

namespace kindred::annotations {
namespace {

class Event {
 public:
  Event() = default;
  ~Event() { ::yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t* get() { return &event_; }
  [[nodiscard]] yaml_event_type_t type() const { return event_.type; }
  [[nodiscard]] std::string_view scalar() const {
    return {reinterpret_cast<const char*>(event_.data.scalar.value), event_.data.scalar.length};
  }

 private:
  yaml_event_t event_{};
};

class Reader {
 public:
  explicit Reader(std::string_view text) {
    ready_ = ::yaml_parser_initialize(&parser_) != 0;
    if (ready_) ::yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Reader() {
    if (ready_) ::yaml_parser_delete(&parser_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Result<json::value> document() {
    if (!ready_) return unavailable("There is not enough memory to read YAML");
    while (true) {
      Event event;
      TRY(next(event));
      if (event.type() == YAML_STREAM_END_EVENT) return json::value();
      if (event.type() != YAML_STREAM_START_EVENT && event.type() != YAML_DOCUMENT_START_EVENT) return node(event, 1);
    }
  }

 private:
  Error broken(const std::string& reason) const {
    return corrupt("line " + std::to_string(parser_.mark.line + 1) + ": not valid YAML: " + reason);
  }

  Result<void> next(Event& event) {
    if (::yaml_parser_parse(&parser_, event.get()) != 0) return {};
    return broken(parser_.problem != nullptr ? parser_.problem : "it can't be read");
  }

  // The value that begins with `event`.
  Result<json::value> node(const Event& event, std::size_t depth) {
    if (++nodes_ > kMaxYamlNodes) return broken("it has more than " + std::to_string(kMaxYamlNodes) + " values");
    if (depth > kMaxYamlDepth) return broken("it is nested deeper than " + std::to_string(kMaxYamlDepth) + " levels");
    if (event.type() == YAML_SCALAR_EVENT) return json::value(event.scalar());
    if (event.type() == YAML_SEQUENCE_START_EVENT) return sequence(depth);
    if (event.type() == YAML_MAPPING_START_EVENT) return mapping(depth);
    return broken("aliases are not allowed");
  }

  Result<json::value> sequence(std::size_t depth) {
    json::array list;
    while (true) {
      Event event;
      TRY(next(event));
      if (event.type() == YAML_SEQUENCE_END_EVENT) return json::value(std::move(list));
      list.push_back(TRY(node(event, depth + 1)));
    }
  }

  Result<json::value> mapping(std::size_t depth) {
    json::object object;
    while (true) {
      Event key;
      TRY(next(key));
      if (key.type() == YAML_MAPPING_END_EVENT) return json::value(std::move(object));
      if (key.type() != YAML_SCALAR_EVENT) return broken("a key must be plain text");
      Event value;
      TRY(next(value));
      object.insert_or_assign(key.scalar(), TRY(node(value, depth + 1)));
    }
  }

  yaml_parser_t parser_{};
  bool ready_ = false;
  std::size_t nodes_ = 0;
};

}  // namespace

Result<json::value> parse_yaml(std::string_view text) { return Reader(text).document(); }

// Characters that YAML 1.1 forbids or takes for line breaks are escaped; all of them are at most three bytes of UTF-8.
std::string yaml_quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string quoted = "\"";
  const auto escape = [&](std::uint32_t code) {
    quoted += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U})
      quoted += kHex[(code >> shift) & 0xFU];
  };
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint32_t three = (byte(i) << 16U) | (byte(i + 1) << 8U) | byte(i + 2);
    if (byte(i) < 0x20 || byte(i) == 0x7F) {
      escape(byte(i));
    } else if (byte(i) == 0xC2 && byte(i + 1) < 0xA0) {  // U+0080 to U+009F
      escape(byte(++i));
    } else if (three == 0xE280A8 || three == 0xE280A9 || three == 0xEFBBBF || three == 0xEFBFBE || three == 0xEFBFBF) {
      escape(((byte(i) & 0xFU) << 12U) | ((byte(i + 1) & 0x3FU) << 6U) | (byte(i + 2) & 0x3FU));
      i += 2;
    } else {
      if (text[i] == '"' || text[i] == '\\') quoted += '\\';
      quoted += text[i];
    }
  }
  return quoted + '"';
}

}  // namespace kindred::annotations
