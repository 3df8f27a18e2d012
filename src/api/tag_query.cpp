#include "api/tag_query.h"

#include <charconv>
#include <cstdint>

#include "api/url.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxTexts = 1000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }
bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

void append_utf8(std::string& text, std::uint32_t code) {
  if (code < 0x80) {
    text.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    text.push_back(static_cast<char>(0xC0 | code >> 6));
    text.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    text.push_back(static_cast<char>(0xE0 | code >> 12));
    text.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
    text.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<std::vector<TagCondition>> parse() {
    std::vector<TagCondition> conditions;
    skip_space();
    if (at_end()) return conditions;
    for (;;) {
      conditions.push_back(TRY(condition()));
      if (at_end()) return conditions;
      if (take_word() != "and") return error("'and' or the end of the query");
    }
  }

 private:
  Result<TagCondition> condition() {
    TagCondition condition;
    condition.name = take_word();
    if (condition.name != "tags.name" && condition.name != "data.tags.name") return error("tags.name or data.tags.name");
    if (take('=')) {
      condition.texts.push_back(TRY(string()));
      return condition;
    }
    if (take_word() != "in") return error("'=' or 'in'");
    if (!take('(')) return error("'('");
    do {
      condition.texts.push_back(TRY(string()));
      if (condition.texts.size() > kMaxTexts) return invalid("The query lists more than " + std::to_string(kMaxTexts) + " tags");
    } while (take(','));
    if (!take(')')) return error("',' or ')'");
    return condition;
  }

  Result<std::string> string() {
    start_ = at_;
    if (at_end() || (text_[at_] != '"' && text_[at_] != '\'')) return error("a text in quotes");
    const char quote = text_[at_++];
    std::string value;
    while (!at_end() && text_[at_] != quote) {
      if (text_[at_] == '\n') return error("a text on one line");
      if (text_[at_] != '\\') {
        value.push_back(text_[at_++]);
        continue;
      }
      ++at_;
      if (at_end()) break;
      TRY(escape(value));
    }
    if (at_end()) return error("the end of a text in quotes");
    ++at_;
    skip_space();
    return value;
  }

  Result<void> escape(std::string& value) {
    if (text_[at_] != 'u') {
      value.push_back(text_[at_++]);
      return {};
    }
    std::uint32_t code = 0;
    const std::string_view digits = text_.substr(at_ + 1, 4);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() != 4 || parsed.ptr != digits.data() + 4 || code == 0 || (code >= 0xD800 && code < 0xE000))
      return error("four hexadecimal digits of a character");
    append_utf8(value, code);
    at_ += 5;
    return {};
  }

  std::string_view take_word() {
    start_ = at_;
    while (!at_end() && is_word(text_[at_]))
      ++at_;
    const std::string_view word = text_.substr(start_, at_ - start_);
    skip_space();
    return word;
  }

  bool take(char c) {
    start_ = at_;
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    skip_space();
    return true;
  }

  void skip_space() {
    while (!at_end() && is_space(text_[at_]))
      ++at_;
  }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  [[nodiscard]] Error error(std::string_view expected) const {
    return invalid("The query can't be read at column " + std::to_string(start_ + 1) + ": expected " + std::string(expected),
                   "Understood so far: tags.name and data.tags.name with = and in, joined by and; for example tags.name in (\"a\", \"b\")");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the token that was taken last
};

}  // namespace

Result<std::vector<TagCondition>> parse_tag_query(std::string_view text) {
  if (!is_valid_utf8(text)) return invalid("The query is not valid UTF-8");
  return Parser(text).parse();
}

}  // namespace kindred::api
