// Passwords, and roles for one Datalake or one Dataset.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 5> kUsersAndRoles{
    // An Argon2id string with its salt and costs; NULL for those who come by link or token only.
    R"(ALTER TABLE user ADD COLUMN password TEXT)",
    // In place of the user's role in the organization. The scope is a Datalake or a Dataset.
    R"(CREATE TABLE role_grant(
      user_id BLOB NOT NULL REFERENCES user(id) ON DELETE CASCADE, kind TEXT NOT NULL, scope BLOB NOT NULL, role TEXT NOT NULL,
      PRIMARY KEY(user_id, scope)) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX role_grant_by_scope ON role_grant(scope))",
    R"(CREATE TRIGGER role_grants_of_datalake_deleted AFTER DELETE ON datalake BEGIN DELETE FROM role_grant WHERE scope = OLD.id; END)",
    R"(CREATE TRIGGER role_grants_of_dataset_deleted AFTER DELETE ON dataset BEGIN DELETE FROM role_grant WHERE scope = OLD.id; END)",
};

}  // namespace kindred::store
