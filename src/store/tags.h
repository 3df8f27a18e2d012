// Tags and what they are attached to. A name is unique among the tags of one target kind in one scope: DATA tags in a Datalake,
// ASSET tags in a DatasetVersion, DATASET and DATASET_VERSION tags in an Organization.
//
// Items are named by their bare UUID, since the tag's target kind says what they are. Orders for PageRequest: name, created_at, id.
// Thread-safety: as the Connection. Errors: `not_found` names the tag; `conflict` a name that is taken; `invalid` an item outside the scope.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/tag.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

Result<Tag> create_tag(Connection& connection, TagTarget target, const Uuid& scope, std::string_view name);
Result<Tag> find_tag(Connection& connection, TagId id);
Result<Tag> find_tag_by_name(Connection& connection, TagTarget target, const Uuid& scope, std::string_view name);
// By name when no order is asked for.
Result<Page<Tag>> list_tags(Connection& connection, TagTarget target, const Uuid& scope, const PageRequest& page);
Result<Tag> rename_tag(Connection& connection, TagId id, std::string_view name);
// From all its items too.
Result<void> delete_tag(Connection& connection, TagId id);

// All or nothing, at most kMaxListSize items a call: `invalid` names the first item that is not in the tag's scope. Gives how many
// did not have the tag before.
Result<std::int64_t> attach_tag(Connection& connection, const Tag& tag, std::span<const Uuid> items);
// Gives how many had the tag. Items that did not have it are ignored.
Result<std::int64_t> detach_tag(Connection& connection, const Tag& tag, std::span<const Uuid> items);
// How many items have the tag.
Result<std::int64_t> count_tagged(Connection& connection, const Tag& tag);

// By name.
Result<std::vector<Tag>> tags_of(Connection& connection, TagTarget target, const Uuid& item);
// Items without tags are not in the map. At most kMaxListSize items.
Result<std::unordered_map<Uuid, std::vector<Tag>>> tags_of_many(Connection& connection, TagTarget target, std::span<const Uuid> items);

}  // namespace kindred::store
