#include "base/json_reader.h"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cstdint>
#include <string>

namespace kindred {
namespace {

using Text = json::string_view;
using Failure = json::error_code;

// Builds the value as Boost.JSON's own handler does; of a double it looks at the digits.
class Handler {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();  // NOLINT: basic_parser asks for these names
  static constexpr std::size_t max_array_size = json::array::max_size();    // NOLINT
  static constexpr std::size_t max_key_size = json::string::max_size();     // NOLINT
  static constexpr std::size_t max_string_size = json::string::max_size();  // NOLINT

  json::value take() { return stack_.release(); }

  bool on_document_begin(Failure&) {
    stack_.reset();
    return true;
  }
  bool on_document_end(Failure&) { return true; }
  bool on_object_begin(Failure&) { return true; }
  bool on_object_end(std::size_t count, Failure&) {
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(Failure&) { return true; }
  bool on_array_end(std::size_t count, Failure&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(Text text, std::size_t, Failure&) { return part(text); }
  bool on_key(Text text, std::size_t, Failure&) {
    stack_.push_key(text);
    return true;
  }
  bool on_string_part(Text text, std::size_t, Failure&) { return part(text); }
  bool on_string(Text text, std::size_t, Failure&) {
    stack_.push_string(text);
    return true;
  }
  bool on_number_part(Text text, Failure&) {
    number_.add(text);
    return true;
  }
  bool on_int64(std::int64_t number, Text, Failure&) {
    number_.clear();
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, Text, Failure&) {
    number_.clear();
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, Text text, Failure&) {
    stack_.push_double(number_.take(text, number));
    return true;
  }
  bool on_bool(bool value, Failure&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(Failure&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(Text, Failure&) { return true; }
  bool on_comment(Text, Failure&) { return true; }

 private:
  bool part(Text text) {
    stack_.push_chars(text);
    return true;
  }

  json::value_stack stack_;
  NumberText number_;
};

}  // namespace

double NumberText::take(json::string_view rest, double rough) {
  std::string_view digits(rest.data(), rest.size());
  if (!digits_.empty()) {
    add(rest);
    digits = digits_;
  }
  double exact = rough;  // stays when it is out of range
  std::from_chars(digits.data(), digits.data() + digits.size(), exact);
  clear();
  return exact;
}

json::value read_json(std::string_view text, std::size_t max_depth, json::error_code& failure) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Handler> parser(options);
  const std::size_t read = parser.write_some(false, text.data(), text.size(), failure);
  if (!failure && read < text.size()) failure = json::error::extra_data;
  return failure ? json::value() : parser.handler().take();
}

}  // namespace kindred
