// Secrets work once or until they end, and never in another's place.
#include "usecases/sign_in.h"

#include <gtest/gtest.h>

#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

class SignInTest : public WorkspaceTest {};

TEST_F(SignInTest, ATokenIsItsUser) {
  const auto token = make_token(*workspace, workspace->owner(), "test", std::nullopt);
  ASSERT_TRUE(token);
  const auto caller = caller_of_token(*workspace, *token);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->user_id, workspace->owner().user_id);
  EXPECT_EQ(caller->role, Role::admin);
  EXPECT_EQ(caller_of_token(*workspace, *token + "x").error().kind, ErrorKind::unauthorized);
  EXPECT_EQ(caller_of_token(*workspace, "").error().kind, ErrorKind::unauthorized);
}

TEST_F(SignInTest, ATokenEndsWithItsLifetime) {
  const auto token = make_token(*workspace, workspace->owner(), "short", std::chrono::seconds(0));
  EXPECT_EQ(caller_of_token(*workspace, *token).error().kind, ErrorKind::unauthorized);
}

TEST_F(SignInTest, AGivenAdminTokenIsAcceptedAgainAndAgain) {
  EXPECT_TRUE(accept_token(*workspace, "a-token-of-my-own-choice"));
  EXPECT_TRUE(accept_token(*workspace, "a-token-of-my-own-choice"));  // the next start of the server
  EXPECT_TRUE(caller_of_token(*workspace, "a-token-of-my-own-choice"));
  EXPECT_EQ(accept_token(*workspace, "short").error().kind, ErrorKind::invalid);
}

TEST_F(SignInTest, ALoginCodeWorksOnce) {
  const auto code = make_login_code(*workspace, workspace->owner());
  const auto session = redeem_login_code(*workspace, *code);
  ASSERT_TRUE(session);
  EXPECT_EQ(redeem_login_code(*workspace, *code).error().kind, ErrorKind::unauthorized);
  const auto again = session_of(*workspace, session->secret);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->csrf_token, session->csrf_token);
  ASSERT_TRUE(end_session(*workspace, session->secret));
  EXPECT_EQ(session_of(*workspace, session->secret).error().kind, ErrorKind::unauthorized);
}

}  // namespace
}  // namespace kindred::usecases
