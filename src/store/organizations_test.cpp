// Law: organizations, users and what proves who they are: names are unique, first ones stay first, secrets work as long as they
// may and one-time codes once.
#include "store/organizations.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>
#include <vector>

#include "store/data_sources.h"
#include "store/test_workspace.h"
#include "store/users.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PeopleTest : public ::testing::Test {
 protected:
  TestWorkspace w_;
  User user_ = w_.write([&](Connection& c) { return create_user(c, w_.organization.id, "ada", Role::admin); });
};

TEST_F(PeopleTest, FirstAndDefaultOnesAreTheOldest) {
  w_.write([&](Connection& c) -> Result<void> {
    TRY(create_organization(c, "Before in the alphabet"));
    TRY(create_datalake(c, w_.organization.id, w_.organization.default_connector_id, "a"));
    return {};
  });
  w_.read([&](Connection& c) -> Result<void> {
    EXPECT_EQ(TRY(first_organization(c))->id, w_.organization.id);
    EXPECT_EQ(TRY(default_datalake(c, w_.organization.id)).id, w_.datalake.id);
    EXPECT_EQ(TRY(list_datalakes(c, w_.organization.id)).size(), 2U);
    EXPECT_EQ(TRY(find_datalake_by_name(c, w_.organization.id, "default")).id, w_.datalake.id);
    EXPECT_EQ(TRY(find_organization_by_name(c, "Acme")).default_connector_id, w_.organization.default_connector_id);
    EXPECT_EQ(TRY(first_admin(c, w_.organization.id))->user.username, "ada");
    return {};
  });
}

TEST_F(PeopleTest, WhatIsNotThereIsNamed) {
  const auto lake = w_.database().read([&](Connection& c) { return find_datalake_by_name(c, w_.organization.id, "nowhere"); });
  ASSERT_FALSE(lake);
  EXPECT_EQ(lake.error().kind, ErrorKind::not_found);
  EXPECT_THAT(lake.error().message, HasSubstr("'nowhere'"));
  const auto connector =
      w_.database().write([&](Connection& c) { return create_datalake(c, w_.organization.id, ConnectorId::make(), "second"); });
  EXPECT_EQ(connector.error().kind, ErrorKind::not_found);
}

TEST_F(PeopleTest, NamesThatAreTakenAreConflicts) {
  const auto user = w_.database().write([&](Connection& c) { return create_user(c, w_.organization.id, "ada", Role::viewer); });
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().kind, ErrorKind::conflict);
  EXPECT_EQ(user.error().message, "There is a user 'ada' already");
  w_.write([&](Connection& c) { return create_data_source(c, w_.organization.id, "camera"); });
  const auto source = w_.database().write([&](Connection& c) { return create_data_source(c, w_.organization.id, "camera"); });
  EXPECT_EQ(source.error().kind, ErrorKind::conflict);
  const auto lake = w_.database().write(
      [&](Connection& c) { return create_datalake(c, w_.organization.id, w_.organization.default_connector_id, "default"); });
  EXPECT_EQ(lake.error().kind, ErrorKind::conflict);
}

TEST_F(PeopleTest, SettingsAreReplaced) {
  w_.write([](Connection& c) { return put_setting(c, "key", "old"); });
  w_.write([](Connection& c) { return put_setting(c, "key", "new"); });
  EXPECT_EQ(w_.read([](Connection& c) { return find_setting(c, "key"); }), "new");
  EXPECT_EQ(w_.read([](Connection& c) { return find_setting(c, "other"); }), std::nullopt);
}

TEST_F(PeopleTest, ATokenIsFoundByItsDigestAndCanBeRevoked) {
  const Digest digest = sha256("secret");
  const Timestamp expiry{now().micros + 1'000'000};
  const Token token = w_.write([&](Connection& c) { return insert_token(c, {user_.id, "laptop", digest, expiry}); });
  const auto again = w_.database().write([&](Connection& c) { return insert_token(c, {user_.id, "phone", digest, {}}); });
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  w_.write([&](Connection& c) { return touch_token(c, token.id, Timestamp{5}); });
  w_.write([&](Connection& c) { return revoke_token(c, token.id); });
  const auto found = w_.read([&](Connection& c) { return find_token(c, digest); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user_id, user_.id);
  EXPECT_EQ(found->expires_at, expiry);
  EXPECT_EQ(found->last_used_at, Timestamp{5});
  EXPECT_TRUE(found->revoked);
  EXPECT_FALSE(w_.read([&](Connection& c) { return find_token(c, sha256("guess")); }));
  EXPECT_EQ(w_.read([&](Connection& c) { return list_tokens(c, user_.id); }).size(), 1U);
}

TEST_F(PeopleTest, OfManyWhoBringOneCodeOneGetsIn) {
  const Digest digest = sha256("code");
  w_.write([&](Connection& c) { return insert_login_code(c, user_.id, digest, Timestamp{100}); });
  std::atomic<int> admitted{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        if (w_.write([&](Connection& c) { return consume_login_code(c, digest, Timestamp{50}); }) == user_.id) ++admitted;
      });
    }
  }
  EXPECT_EQ(admitted, 1);
}

TEST_F(PeopleTest, AnExpiredCodeAdmitsNobody) {
  const Digest digest = sha256("code");
  w_.write([&](Connection& c) { return insert_login_code(c, user_.id, digest, Timestamp{100}); });
  EXPECT_FALSE(w_.write([&](Connection& c) { return consume_login_code(c, digest, Timestamp{100}); }));
  EXPECT_FALSE(w_.write([&](Connection& c) { return consume_login_code(c, digest, Timestamp{50}); })) << "it was removed";
}

TEST_F(PeopleTest, ASessionLastsUntilItExpiresOrEnds) {
  const Digest digest = sha256("cookie");
  const Timestamp expiry{now().micros + 60'000'000};
  w_.write([&](Connection& c) { return insert_session(c, digest, {user_.id, "csrf", expiry}); });
  EXPECT_EQ(w_.read([&](Connection& c) { return find_session(c, digest, now()); })->csrf_token, "csrf");
  EXPECT_FALSE(w_.read([&](Connection& c) { return find_session(c, digest, expiry); }));
  w_.write([&](Connection& c) { return delete_session(c, digest); });
  EXPECT_FALSE(w_.read([&](Connection& c) { return find_session(c, digest, now()); }));
}

TEST_F(PeopleTest, RolesChange) {
  w_.write([&](Connection& c) { return set_role(c, user_.id, Role::viewer); });
  EXPECT_EQ(w_.read([&](Connection& c) { return find_user_by_name(c, "ada"); }).user.role, Role::viewer);
  EXPECT_FALSE(w_.read([&](Connection& c) { return first_admin(c, w_.organization.id); }));
  const auto users = w_.read([&](Connection& c) { return list_users(c, w_.organization.id); });
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0].username, "ada");
}

}  // namespace
}  // namespace kindred::store
