// Names of uploaded objects, and which contents (SHA-256) are in use by any object name or Data, so that files which nobody needs
// any more can be removed from the object storage.
//
// To remove a file safely: within one write(), list it here, remove the file, forget it; and within the write() that records an
// object, check that the file is still there. The writer thread then keeps both from crossing.
// Thread-safety: as the Connection.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/database.h"

namespace kindred::store {

struct UploadedObject {
  ConnectorId connector_id;
  std::string object_name;
  std::string sha256;  // 64 lower-case hexadecimal digits
  std::uint64_t bytes = 0;
  std::string content_type;
  Timestamp created_at;
};

// A name uploaded again gets the new content, unless a Data uses it: `conflict`.
Result<void> record_object(Connection& connection, const UploadedObject& object);
Result<UploadedObject> find_object(Connection& connection, ConnectorId connector, std::string_view object_name);
// Whether a Data of any Datalake over this Connector has that object name.
Result<bool> object_name_in_use(Connection& connection, ConnectorId connector, std::string_view object_name);

// Contents that were in use once and are no more, at most `limit` of them.
Result<std::vector<std::string>> list_unreferenced_contents(Connection& connection, std::size_t limit);
// Contents in use, in order, from the one after `after` on.
Result<std::vector<std::string>> list_contents(Connection& connection, std::string_view after, std::size_t limit);
// Whether any object name or Data has that content.
Result<bool> content_in_use(Connection& connection, std::string_view sha256);
// After the file was removed. Those in use again are left alone.
Result<void> forget_contents(Connection& connection, std::span<const std::string> sha256s);

}  // namespace kindred::store
