// Where the tags of each target kind are attached, as SQL.
#pragma once

#include <string_view>

#include "model/tag.h"

namespace kindred::store {

struct TagTables {
  std::string_view table;          // (item_id, tag_id)
  std::string_view noun;           // of the item, for people
  std::string_view scope_exists;   // ? scope
  std::string_view item_in_scope;  // ? item, ? scope
  std::string_view attach;         // ? item, ? tag
  std::string_view detach;         // ? item, ? tag
};

const TagTables& tables_of(TagTarget target);

}  // namespace kindred::store
