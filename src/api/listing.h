// The parameters that all lists share (limit, offset, cursor, order_by, q, upload_statuses, types, custom_metadata), from the
// query string of a GET or the body of an XGET; and lists as the contract wants them: {items, count, next_cursor}.
#pragma once

#include <functional>

#include "api/request.h"
#include "api/response.h"
#include "usecases/browse.h"
#include "usecases/filter.h"

namespace kindred::api {

Result<usecases::PageRequest> parse_page(const Query& query);

// Of Data: filters of the query string, and for XGET those of the body with its list of ids, filenames or object_names.
Result<usecases::Filter> data_filter(const Request& request);
// Of Assets; the body may also list data_ids.
Result<usecases::Filter> asset_filter(const Request& request);
// An XGET's list of beginnings of file names, of which the item's must have one; nothing when it has none.
Result<std::optional<std::vector<std::string>>> filename_prefixes(const Request& request);

template <typename T, typename ToJson>
json::object listing_json(const usecases::Listing<T>& listing, ToJson to_json) {
  json::array items;
  items.reserve(listing.page.items.size());
  for (const T& item : listing.page.items)
    items.push_back(json::value(to_json(item)));
  const auto& next = listing.page.next_cursor;
  return {{"items", std::move(items)}, {"count", listing.count}, {"next_cursor", next ? json::value(*next) : json::value(nullptr)}};
}

// More rows than this are refused where the client can't ask for a next page.
inline constexpr std::int64_t kMaxWholeList = 100'000;

// All pages in one: XGET has no cursor. `list` gives the page for a PageRequest.
template <typename T>
Result<usecases::Listing<T>> whole_list(usecases::PageRequest page,
                                        const std::function<Result<usecases::Listing<T>>(const usecases::PageRequest&)>& list) {
  usecases::Listing<T> all;
  for (;;) {
    usecases::Listing<T> one = TRY(list(page));
    if (one.count > kMaxWholeList) {
      return Error{ErrorKind::too_large,
                   "The list would have " + std::to_string(one.count) + " items, at most " + std::to_string(kMaxWholeList) +
                       " are sent at once: narrow it",
                   {}};
    }
    all.count = one.count;
    all.page.items.insert(all.page.items.end(), std::make_move_iterator(one.page.items.begin()),
                          std::make_move_iterator(one.page.items.end()));
    if (!one.page.next_cursor) return all;
    page.cursor = *one.page.next_cursor;
    page.offset = 0;
  }
}

}  // namespace kindred::api
