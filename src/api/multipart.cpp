#include "api/multipart.h"

#include <algorithm>

#include "api/headers.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxBoundary = 70;  // RFC 2046

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

// Takes the value that `text` begins with, quoted or not, and leaves what follows it.
std::string take_value(std::string_view& text) {
  std::string value;
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find(';'), text.size());
    value = trimmed(text.substr(0, end));
    text.remove_prefix(end);
    return value;
  }
  std::size_t i = 1;
  for (; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    value.push_back(text[i]);
  }
  text.remove_prefix(std::min(i + 1, text.size()));
  return value;
}

std::span<const std::uint8_t> as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

Result<PartHeader> parse_part_header(std::string_view lines) {
  PartHeader header;
  bool is_field = false;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find("\r\n"), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 2, lines.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return invalid("A part of the form has a header line without ':'");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (equal_ignoring_case(name, "Content-Type")) header.content_type = value;
    if (!equal_ignoring_case(name, "Content-Disposition")) continue;
    is_field = equal_ignoring_case(trimmed(value.substr(0, value.find(';'))), "form-data");
    header.name = header_parameter(value, "name");
    header.filename = header_parameter(value, "filename");
  }
  if (!is_field || header.name.empty()) return invalid("A part of the form has no 'Content-Disposition: form-data' with a name");
  return header;
}

}  // namespace

std::string header_parameter(std::string_view value, std::string_view name) {
  value.remove_prefix(std::min(value.find(';'), value.size()));
  while (value.starts_with(';')) {
    value.remove_prefix(1);
    const std::size_t equals = value.find_first_of("=;");
    if (equals == std::string_view::npos) break;
    const std::string_view key = trimmed(value.substr(0, equals));
    value.remove_prefix(equals);
    if (value.starts_with(';')) continue;  // a parameter without value
    value.remove_prefix(1);
    value = value.substr(std::min(value.find_first_not_of(" \t"), value.size()));
    std::string found = take_value(value);
    if (equal_ignoring_case(key, name)) return found;
    value = value.substr(std::min(value.find(';'), value.size()));
  }
  return {};
}

MultipartParser::MultipartParser(std::string_view boundary) : delimiter_("\r\n--" + std::string(boundary)) {}

Result<MultipartParser> MultipartParser::create(std::string_view content_type) {
  if (!equal_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data")) {
    return invalid("The Content-Type must be multipart/form-data");
  }
  const std::string boundary = header_parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kMaxBoundary) return invalid("The Content-Type must name a boundary of 1 to 70 characters");
  return MultipartParser(boundary);
}

Result<void> MultipartParser::feed(std::span<const std::uint8_t> bytes, Receiver& receiver) {
  buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  while (TRY(advance(receiver))) {
  }
  buffer_.erase(0, at_);
  at_ = 0;
  return {};
}

Result<void> MultipartParser::finish() const {
  if (state_ != State::epilogue) return invalid("The form ended before its closing boundary");
  return {};
}

// One step. False when more bytes are needed for the next.
Result<bool> MultipartParser::advance(Receiver& receiver) {
  switch (state_) {
    case State::preamble:
    case State::data: return take_until_delimiter(receiver);
    case State::after_delimiter: return take_delimiter_end();
    case State::header: return take_header(receiver);
    case State::epilogue: at_ = buffer_.size(); return false;
  }
  return false;
}

Result<bool> MultipartParser::take_until_delimiter(Receiver& receiver) {
  const std::string_view text = rest();
  const std::size_t found = text.find(delimiter_);
  const bool complete = found != std::string_view::npos;
  // Without a delimiter, one may still begin in the last bytes.
  const std::size_t certain = complete ? found : text.size() - std::min(text.size(), delimiter_.size() - 1);
  if (state_ == State::data && certain > 0) TRY(receiver.part_data(as_bytes(text.substr(0, certain))));
  at_ += certain;
  if (!complete) return false;
  if (state_ == State::data) TRY(receiver.end_part());
  at_ += delimiter_.size();
  state_ = State::after_delimiter;
  return true;
}

// After the boundary: two dashes close the form; otherwise white space and the line's end, then a part's header.
Result<bool> MultipartParser::take_delimiter_end() {
  const std::string_view text = rest();
  if (text.size() < 2) return false;
  if (text.starts_with("--")) {
    state_ = State::epilogue;
    return true;
  }
  const std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos && text.size() <= kMaxHeaderBytes) return false;
  if (end == std::string_view::npos || !trimmed(text.substr(0, end)).empty()) return invalid("The form has a malformed boundary line");
  if (++parts_ > kMaxParts) return Error{ErrorKind::too_large, "The form has more than " + std::to_string(kMaxParts) + " parts", {}};
  at_ += end;  // the line's end stays: it is also the one before the blank line of a header without lines
  state_ = State::header;
  return true;
}

Result<bool> MultipartParser::take_header(Receiver& receiver) {
  const std::string_view text = rest();
  const std::size_t end = text.find("\r\n\r\n");
  if (std::min(end, text.size()) > kMaxHeaderBytes) {
    return Error{ErrorKind::too_large, "A part of the form has a header of more than " + std::to_string(kMaxHeaderBytes) + " bytes", {}};
  }
  if (end == std::string_view::npos) return false;
  const std::string_view lines = text.substr(0, end);
  const PartHeader header = TRY(parse_part_header(lines.substr(std::min<std::size_t>(2, lines.size()))));
  TRY(receiver.begin_part(header));
  at_ += end + 4;
  state_ = State::data;
  return true;
}

}  // namespace kindred::api
