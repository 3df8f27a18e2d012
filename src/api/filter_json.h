// The filter object of requests (docs/filter.md). Thread-safety: free functions.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "usecases/browse.h"
#include "usecases/filter.h"

namespace kindred::api {

// `invalid` names the part that is not as it should be, also one that is not known.
Result<usecases::Filter> parse_filter(const json::object& filter);

// The filter and the page in one object: {…filter, limit, offset, cursor, order_by}.
struct FilterRequest {
  usecases::Filter filter;
  usecases::PageRequest page;
};
Result<FilterRequest> parse_filter_request(const json::object& body);

}  // namespace kindred::api
