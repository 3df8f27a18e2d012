// JSON as Boost.JSON's values: the one third-party type that is a vocabulary of the whole program, as std::string is.
// Boost.JSON is compiled in json.cpp alone. Thread-safety: values; parse_json() from any thread.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred {

namespace json = boost::json;

// `what` names the input in the error ("the request body", a file's name). Nesting is limited to 64 levels.
Result<json::value> parse_json(std::string_view text, std::string_view what);
Result<json::object> parse_json_object(std::string_view text, std::string_view what);

// Members of an object, with an error that names the field. The optional_ forms treat null as absent.
Result<std::string> required_string(const json::object& object, std::string_view field);
Result<std::optional<std::string>> optional_string(const json::object& object, std::string_view field);
Result<std::optional<std::int64_t>> optional_int(const json::object& object, std::string_view field);
Result<std::optional<double>> optional_number(const json::object& object, std::string_view field);
Result<std::optional<bool>> optional_bool(const json::object& object, std::string_view field);

}  // namespace kindred
