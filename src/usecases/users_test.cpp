// There is always an admin, a role holds where it was granted and nowhere else, and guessing passwords is slow.
#include "usecases/users.h"

#include <gtest/gtest.h>

#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/log_in.h"
#include "usecases/roles.h"
#include "usecases/sign_in.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using std::chrono::seconds;

class UsersTest : public WorkspaceTest {
 protected:
  const Caller& owner() { return workspace->owner(); }
  User add_user(const std::string& name, Role role) { return *usecases::add_user(*workspace, owner(), {name, role, std::nullopt}); }
  Caller caller(const User& user) {
    Caller as_user = owner();
    as_user.user_id = user.id;
    return *caller_of_token(*workspace, *make_token(*workspace, as_user, "test", std::nullopt));
  }
  Role held(const Caller& who, std::string_view noun, const Uuid& id) { return *role_at(*workspace, who, noun, to_string(id)); }
};

TEST_F(UsersTest, TheLastAdminStays) {
  const UserId first = owner().user_id;
  EXPECT_EQ(change_role(*workspace, owner(), first, Role::editor).error().kind, ErrorKind::conflict);
  EXPECT_EQ(remove_user(*workspace, owner(), first).error().kind, ErrorKind::conflict);
  const User second = add_user("ada", Role::admin);
  EXPECT_TRUE(change_role(*workspace, owner(), first, Role::editor));
  EXPECT_EQ(remove_user(*workspace, owner(), second.id).error().kind, ErrorKind::conflict);
}

TEST_F(UsersTest, NamesAreUniqueAndReadable) {
  add_user("ada", Role::viewer);
  EXPECT_EQ(usecases::add_user(*workspace, owner(), {"ada", Role::viewer, std::nullopt}).error().kind, ErrorKind::conflict);
  for (const std::string& name : std::vector<std::string>{"", " ada", "ada\n", std::string(101, 'a')})
    EXPECT_EQ(usecases::add_user(*workspace, owner(), {name, Role::viewer, std::nullopt}).error().kind, ErrorKind::invalid) << name;
  EXPECT_EQ(usecases::add_user(*workspace, owner(), {"bob", Role::viewer, "short"}).error().kind, ErrorKind::invalid);
}

TEST_F(UsersTest, ARoleHoldsWhereItWasGranted) {
  const User ada = add_user("ada", Role::viewer);
  const Dataset birds = *create_dataset(*workspace, workspace->owner(), "birds", "");
  const Dataset fish = *create_dataset(*workspace, workspace->owner(), "fish", "");
  const DatasetVersion version = *create_version(*workspace, owner(), birds.id, {"first", "", InferenceType::not_configured});
  const Tag tag = *create_tag(*workspace, TagTarget::asset, version.id.uuid, "odd");
  EXPECT_EQ(held(caller(ada), "version", version.id.uuid), Role::viewer);
  ASSERT_TRUE(grant_role(*workspace, owner(), {ada.id, RoleScope::dataset, birds.id.uuid, Role::admin}));
  const Caller raised = caller(ada);
  EXPECT_EQ(held(raised, "dataset", birds.id.uuid), Role::admin);
  EXPECT_EQ(held(raised, "version", version.id.uuid), Role::admin);
  EXPECT_EQ(held(raised, "tag", tag.id.uuid), Role::admin);
  EXPECT_EQ(held(raised, "dataset", fish.id.uuid), Role::viewer);
  EXPECT_EQ(held(raised, "datalake", lake.uuid), Role::viewer);
  EXPECT_EQ(held(raised, "version", new_uuid()), Role::viewer);
  EXPECT_EQ(highest_role(raised), Role::admin);
  ASSERT_TRUE(withdraw_role(*workspace, owner(), ada.id, birds.id.uuid));
  EXPECT_EQ(held(caller(ada), "version", version.id.uuid), Role::viewer);
  EXPECT_EQ(withdraw_role(*workspace, owner(), ada.id, birds.id.uuid).error().kind, ErrorKind::not_found);
}

TEST_F(UsersTest, ARoleIsLoweredForOneDatalake) {
  const User ada = add_user("ada", Role::admin);
  const Data data = add(golden_pictures() / std::filesystem::directory_iterator(golden_pictures())->path().filename());
  ASSERT_TRUE(grant_role(*workspace, owner(), {ada.id, RoleScope::datalake, lake.uuid, Role::viewer}));
  EXPECT_EQ(held(caller(ada), "data", data.id.uuid), Role::viewer);
  EXPECT_EQ(held(caller(ada), "dataset", new_uuid()), Role::admin);
}

TEST_F(UsersTest, GrantsNameWhatIsThere) {
  const User ada = add_user("ada", Role::viewer);
  EXPECT_EQ(grant_role(*workspace, owner(), {ada.id, RoleScope::dataset, new_uuid(), Role::admin}).error().kind, ErrorKind::not_found);
  EXPECT_EQ(grant_role(*workspace, owner(), {UserId::make(), RoleScope::datalake, lake.uuid, Role::admin}).error().kind,
            ErrorKind::not_found);
}

TEST_F(UsersTest, GrantsGoWithTheDataset) {
  const User ada = add_user("ada", Role::viewer);
  const Dataset birds = *create_dataset(*workspace, workspace->owner(), "birds", "");
  ASSERT_TRUE(grant_role(*workspace, owner(), {ada.id, RoleScope::dataset, birds.id.uuid, Role::editor}));
  ASSERT_TRUE(delete_dataset(*workspace, owner(), birds.id));
  EXPECT_TRUE(granted_roles(*workspace, owner())->empty());
}

TEST_F(UsersTest, ARemovedUsersTokensEnd) {
  const User ada = add_user("ada", Role::editor);
  Caller as_ada = owner();
  as_ada.user_id = ada.id;
  const std::string token = *make_token(*workspace, as_ada, "test", std::nullopt);
  EXPECT_TRUE(caller_of_token(*workspace, token));
  ASSERT_TRUE(remove_user(*workspace, owner(), ada.id));
  EXPECT_EQ(caller_of_token(*workspace, token).error().kind, ErrorKind::unauthorized);
}

TEST_F(UsersTest, TokensAreRevokedByTheirUserOrAnAdmin) {
  const Caller ada = caller(add_user("ada", Role::editor));
  const Caller bob = caller(add_user("bob", Role::editor));
  const auto tokens = tokens_of(*workspace, ada, ada.user_id);
  ASSERT_EQ(tokens->size(), 1U);
  EXPECT_EQ(tokens_of(*workspace, bob, ada.user_id).error().kind, ErrorKind::not_found);
  EXPECT_EQ(revoke_token(*workspace, bob, tokens->front().id).error().kind, ErrorKind::not_found);
  EXPECT_TRUE(revoke_token(*workspace, ada, tokens->front().id));
  EXPECT_TRUE(tokens_of(*workspace, owner(), ada.user_id)->front().revoked);
}

TEST_F(UsersTest, APasswordLogsInAndEndsOldSessionsWhenChanged) {
  LogInThrottle throttle;
  const User ada = *usecases::add_user(*workspace, owner(), {"ada", Role::editor, "correct horse"});
  const auto session = log_in(*workspace, throttle, "ada", "correct horse");
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(session->caller.username, "ada");
  for (const auto& [name, password] : {std::pair("ada", "wrong horse"), {"nobody", "correct horse"}, {"admin", ""}})
    EXPECT_EQ(log_in(*workspace, throttle, name, password).error().message, "The username or the password is wrong");
  ASSERT_TRUE(change_password(*workspace, owner(), ada.id, "battery staple", ""));
  EXPECT_EQ(session_of(*workspace, session->secret).error().kind, ErrorKind::unauthorized);
  EXPECT_FALSE(log_in(*workspace, throttle, "ada", "correct horse"));
  EXPECT_TRUE(log_in(*workspace, throttle, "ada", "battery staple"));
}

TEST(LogInThrottle, WaitsDoubleAfterFiveAndARightOneForgetsThem) {
  LogInThrottle throttle;
  auto at = LogInThrottle::Clock::now();
  for (int i = 0; i < 4; ++i)
    throttle.failed("ada", at);
  EXPECT_TRUE(throttle.check("ada", at));
  for (const int wait : {1, 2, 4}) {
    throttle.failed("ada", at);
    EXPECT_EQ(throttle.check("ada", at).error().kind, ErrorKind::too_many);
    EXPECT_TRUE(throttle.check("bob", at));
    at += seconds(wait);
    EXPECT_TRUE(throttle.check("ada", at));
  }
  for (int i = 0; i < 100; ++i)
    throttle.failed("ada", at);
  EXPECT_TRUE(throttle.check("ada", at + seconds(15 * 60)));
  throttle.succeeded("ada");
  EXPECT_TRUE(throttle.check("ada", at));
}

TEST(LogInThrottle, ManyNamesCostBoundedMemory) {
  LogInThrottle throttle;
  const auto start = LogInThrottle::Clock::now();
  for (int i = 0; i < 5; ++i)
    throttle.failed("ada", start);
  for (int i = 0; i < 10'000; ++i)
    throttle.failed("name " + std::to_string(i), start + seconds(1));
  EXPECT_TRUE(throttle.check("ada", start));  // the oldest made room
}

}  // namespace
}  // namespace kindred::usecases
