// multipart/form-data (RFC 7578, RFC 2046 section 5.1) parsed as it comes: parts may be of any size and are never held.
//
// Thread-safety: belongs to one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred::api {

struct PartHeader {
  std::string name;      // of the form field
  std::string filename;  // may be empty
  std::string content_type;
};

class MultipartParser {
 public:
  // What the parts are told to. An Error ends the parsing.
  class Receiver {
   public:
    virtual ~Receiver() = default;
    virtual Result<void> begin_part(const PartHeader& header) = 0;
    virtual Result<void> part_data(std::span<const std::uint8_t> bytes) = 0;
    virtual Result<void> end_part() = 0;
  };

  static constexpr std::size_t kMaxHeaderBytes = 8 * 1024;  // of one part
  static constexpr std::size_t kMaxParts = 100;

  // From the request's Content-Type, which names the boundary.
  static Result<MultipartParser> create(std::string_view content_type);

  Result<void> feed(std::span<const std::uint8_t> bytes, Receiver& receiver);
  // `invalid` unless the closing boundary has come.
  Result<void> finish() const;

 private:
  enum class State { preamble, after_delimiter, header, data, epilogue };

  explicit MultipartParser(std::string_view boundary);
  Result<bool> advance(Receiver& receiver);
  Result<bool> take_until_delimiter(Receiver& receiver);
  Result<bool> take_delimiter_end();
  Result<bool> take_header(Receiver& receiver);
  [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(at_); }

  std::string delimiter_;  // CR LF and two dashes before the boundary
  State state_ = State::preamble;
  std::string buffer_ = "\r\n";  // as if a line ended before the first boundary, which then looks like the others
  std::size_t at_ = 0;           // what stands before it in buffer_ is done
  std::size_t parts_ = 0;
};

// One parameter of a header value such as: form-data; name="file"; filename="a.png". Empty when it isn't there.
std::string header_parameter(std::string_view value, std::string_view name);

}  // namespace kindred::api
