#include "annotations/json_elements.h"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json_reader.h"

namespace kindred::annotations {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kPiece = 256 << 10;
// An element's values live here while it is looked at; larger ones spill to the heap.
constexpr std::size_t kScratch = 64 << 10;

using Failure = boost::json::error_code;
using Text = boost::json::string_view;

// Follows how deep the parser is: depth 1 is inside the object, depth 2 inside one of its lists; elements begin there. Events of a wanted
// element are passed on to a value stack, which makes a value of them.
class Handler {
 public:
  // Boost.JSON asks for these by name. NOLINTBEGIN(readability-identifier-naming)
  static constexpr std::size_t max_array_size = kMaxElementBytes * 1024;  // lists of elements are as long as they like
  static constexpr std::size_t max_object_size = kMaxElementBytes;
  static constexpr std::size_t max_string_size = kMaxElementBytes;
  static constexpr std::size_t max_key_size = 1 << 20;
  // NOLINTEND(readability-identifier-naming)

  explicit Handler(const JsonElements& callbacks) : callbacks_(callbacks) {}

  // Why one of these said false: what the file is like, or what a callback said.
  std::optional<Error> file_error;
  std::optional<Error> callback_error;

  bool on_document_begin(Failure&) { return true; }
  bool on_document_end(Failure&) { return true; }
  bool on_object_begin(Failure& failure) { return open(false, failure); }
  bool on_array_begin(Failure& failure) { return open(true, failure); }
  bool on_object_end(std::size_t count, Failure& failure) {
    return close(failure, [&] { stack_.push_object(count); });
  }
  bool on_array_end(std::size_t count, Failure& failure) {
    return close(failure, [&] { stack_.push_array(count); });
  }
  bool on_string_part(Text part, std::size_t, Failure& failure) {
    if (is_element()) begin_element();
    if (!in_element()) return true;
    if (!grow(part.size(), failure)) return false;
    stack_.push_chars(part);
    return true;
  }
  bool on_string(Text rest, std::size_t, Failure& failure) {
    return scalar(rest.size(), failure, [&] { stack_.push_string(rest); });
  }
  bool on_key_part(Text part, std::size_t, Failure& failure) {
    if (depth_ == 1) member_.append(part.data(), part.size());
    if (!in_element()) return true;
    if (!grow(part.size(), failure)) return false;
    stack_.push_chars(part);
    return true;
  }
  bool on_key(Text rest, std::size_t, Failure& failure) {
    if (depth_ == 1) {
      member_.append(rest.data(), rest.size());
      key_ = std::exchange(member_, {});
      wanted_ = callbacks_.wanted(key_);
    }
    if (!in_element()) return true;
    if (!grow(rest.size(), failure)) return false;
    stack_.push_key(rest);
    return true;
  }
  bool on_number_part(Text part, Failure&) {
    number_.add(part);
    return true;
  }
  bool on_int64(std::int64_t number, Text, Failure& failure) {
    number_.clear();
    return scalar(0, failure, [&] { stack_.push_int64(number); });
  }
  bool on_uint64(std::uint64_t number, Text, Failure& failure) {
    number_.clear();
    return scalar(0, failure, [&] { stack_.push_uint64(number); });
  }
  bool on_double(double rough, Text rest, Failure& failure) {
    const double number = number_.take(rest, rough);
    return scalar(0, failure, [&] { stack_.push_double(number); });
  }
  bool on_bool(bool value, Failure& failure) {
    return scalar(0, failure, [&] { stack_.push_bool(value); });
  }
  bool on_null(Failure& failure) {
    return scalar(0, failure, [&] { stack_.push_null(); });
  }
  bool on_comment_part(Text, Failure&) { return true; }
  bool on_comment(Text, Failure&) { return true; }

 private:
  [[nodiscard]] bool in_element() const { return element_depth_ != 0; }
  // Whether what begins now is an element.
  [[nodiscard]] bool is_element() const { return depth_ == 2 && in_list_ && !in_element(); }

  bool fail(Error why, Failure& failure) {
    file_error = std::move(why);
    return stop(failure);
  }

  static bool stop(Failure& failure) {
    failure = boost::json::make_error_code(boost::json::error::exception);  // any will do: the two above are what counts
    return false;
  }

  bool answer(const Result<void>& result, Failure& failure) {
    if (result) return true;
    callback_error = result.error();
    return stop(failure);
  }

  bool grow(std::size_t bytes, Failure& failure) {
    element_bytes_ += bytes + sizeof(json::value);
    if (element_bytes_ <= kMaxElementBytes) return true;
    return fail(Error{ErrorKind::too_large,
                      key_ + "[" + std::to_string(index_) + "] has more than " + std::to_string(kMaxElementBytes) + " bytes",
                      {}},
                failure);
  }

  // Called at depth 2.
  void begin_element() {
    scratch_.release();
    stack_.reset(&scratch_);
    element_bytes_ = 0;
    element_depth_ = depth_ + 1;
  }

  bool end_element(Failure& failure) {
    element_depth_ = 0;
    const json::value element = stack_.release();
    return answer(callbacks_.element(key_, index_++, element), failure);
  }

  bool open(bool list, Failure& failure) {
    if (is_element()) begin_element();
    ++depth_;
    if (depth_ == 1 && list) return fail(corrupt("the file holds a list, not an object"), failure);
    if (depth_ == 2) {
      in_list_ = list && wanted_;
      index_ = 0;
      return list || !wanted_ || answer(callbacks_.not_a_list(key_), failure);
    }
    return !in_element() || grow(0, failure);
  }

  template <typename Push>
  bool close(Failure& failure, const Push& push) {
    const bool ends = in_element() && depth_ == element_depth_;
    if (in_element()) push();
    if (depth_ == 2) in_list_ = false;
    --depth_;
    return !ends || end_element(failure);
  }

  // A value that is no list and no object: within an element, or an element itself.
  template <typename Push>
  bool scalar(std::size_t bytes, Failure& failure, const Push& push) {
    if (depth_ == 0) return fail(corrupt("the file holds a single value, not an object"), failure);
    if (depth_ == 1 && wanted_) return answer(callbacks_.not_a_list(key_), failure);
    if (is_element()) begin_element();
    if (!in_element()) return true;
    if (!grow(bytes, failure)) return false;
    push();
    return depth_ >= element_depth_ || end_element(failure);  // within the element, or all of it
  }

  const JsonElements& callbacks_;
  std::vector<unsigned char> buffer_ = std::vector<unsigned char>(kScratch);
  boost::json::monotonic_resource scratch_{buffer_.data(), buffer_.size()};
  boost::json::value_stack stack_;
  std::size_t depth_ = 0;
  std::size_t element_depth_ = 0;  // of the element being read; 0 when there is none
  std::size_t element_bytes_ = 0;
  std::size_t index_ = 0;
  NumberText number_;
  bool wanted_ = false;
  bool in_list_ = false;
  std::string member_;  // of a key that comes in parts
  std::string key_;
};

}  // namespace

Result<std::optional<Error>> read_json_elements(ByteReader& bytes, std::string_view name, const JsonElements& callbacks) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::basic_parser<Handler> parser(options, callbacks);
  std::vector<char> piece(kPiece);
  std::int64_t line = 1;
  const auto broken = [&](const std::string& reason) {
    return std::optional(corrupt("'" + std::string(name) + "', line " + std::to_string(line) + ": " + reason));
  };
  while (true) {
    const Result<std::size_t> count = bytes.read(piece);
    if (!count && !is_of_one_file(count.error())) return count.error();
    if (!count) return broken(count.error().message);
    const std::string_view text(piece.data(), *count);
    std::size_t used = 0;
    if (!parser.done()) {
      Failure failure;
      used = parser.write_some(!text.empty(), text.data(), text.size(), failure);
      line += std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(used), '\n');
      if (auto& error = parser.handler().callback_error) return *std::move(error);
      if (const auto& error = parser.handler().file_error) return broken(error->message);
      if (failure) return broken("not valid JSON: " + failure.message());
    }
    if (parser.done() && text.find_first_not_of(" \t\r\n", used) != std::string_view::npos)
      return broken("there is something behind the end of the JSON");
    if (text.empty()) return std::optional<Error>{};
  }
}

}  // namespace kindred::annotations
