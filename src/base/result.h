// Result<T>: a value, or an Error that says what went wrong with which input and what to do about it.
//
// Used for everything that can fail from outside (files, requests, models, peers). Programmer errors are asserts.
// The member names are those of std::expected, so that the class can be replaced by it in C++23.
// Thread-safety: as the contained value.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kindred {

// Whose fault, and what the caller can do. Mapped to HTTP status codes in one exhaustive switch (api/errors.cpp).
enum class ErrorKind {
  invalid,       // the request or file is malformed: mend it
  unauthorized,  // no or wrong credentials
  forbidden,     // the role does not allow it
  not_found,     // there is no such thing (or the caller may not know of it)
  conflict,      // the state does not allow it now
  too_large,     // over a stated limit
  too_many,      // too often within a time: wait as long as the message says
  unsupported,   // well-formed, but of a kind that is not handled
  unavailable,   // something outside is down or full: try again later
  no_space,      // the disk has less free space than is to be kept: free some
  stopped,       // cancelled on request
  corrupt,       // stored or foreign bytes are damaged
  internal,      // a defect of ours
};

std::string_view to_string(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;  // one sentence for people: names the input and the reason
  std::string detail;   // what else is known (may be empty)
};

Error invalid(std::string message, std::string detail = {});
Error not_found(std::string message);
Error conflict(std::string message, std::string detail = {});
Error unsupported(std::string message);
Error unavailable(std::string message);
Error corrupt(std::string message);
Error internal_error(std::string message);
// The calling thread's errno as a sentence: "WHAT: No space left on device". ENOSPC, EDQUOT and EFBIG become `unavailable`.
Error system_error(std::string_view what);

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: a value is a Result
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: so is an Error

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return checked(*this); }
  const T& value() const& { return checked(*this); }
  T&& value() && { return std::move(checked(*this)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Requires: !has_value().
  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

  T value_or(T fallback) && { return has_value() ? std::move(*this).value() : std::move(fallback); }

 private:
  template <typename Self>
  static auto& checked(Self& self) {
    assert(self.has_value() && "value() of a Result that holds an Error");
    return std::get<0>(self.state_);
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}  // NOLINT: an Error is a Result

  [[nodiscard]] bool has_value() const { return ok_; }
  explicit operator bool() const { return ok_; }
  void value() const { assert(ok_); }
  void operator*() const { value(); }
  Error& error() & { return error_; }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace kindred

// TRY(expr): the value of a Result, or return its Error from this function. A statement expression, which GCC and Clang
// have; the form is that of SerenityOS' AK/Try.h.
// Each use has a variable of its own name, so that one TRY may stand within another.
#define TRY(expression) KINDRED_TRY_AS(KINDRED_JOIN(try_result_, __COUNTER__), expression)
#define KINDRED_TRY_AS(result, expression) \
  __extension__({                          \
    auto&& result = (expression);          \
    if (!result) [[unlikely]]              \
      return std::move(result).error();    \
    std::move(result).value();             \
  })
#define KINDRED_JOIN(a, b) KINDRED_JOIN_EXPANDED(a, b)
#define KINDRED_JOIN_EXPANDED(a, b) a##b
