// The interface as its callers meet it: who may what, what signed addresses allow, and the SDK's upload, over a real workspace.
#include "api/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "api/routes.h"
#include "base/log.h"
#include "base/testing/temp_folder.h"
#include "usecases/roles.h"
#include "usecases/sign_in.h"

namespace kindred::api {
namespace {

using ::testing::HasSubstr;
using Fields = std::vector<std::pair<std::string, std::string>>;

// One pixel.
constexpr char kPngBytes[] =
    "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\001\000\000\000\001\010\002\000\000\000\220"
    "\167\123\336\000\000\000\014\111\104\101\124\170\234\143\370\357\240\000\000\003\241\001\140\057\364\200\144\000\000\000"
    "\000\111\105\116\104\256\102\140\202";
constexpr std::string_view kPng(kPngBytes, sizeof kPngBytes - 1);

class ApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    quiet_log();
    usecases::WorkspaceOptions options;
    options.folder = folder_ / "data";
    auto opened = usecases::Workspace::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    workspace_ = *std::move(opened);
    api_ = *Api::create(*workspace_, {.version = "1.2.3"});
    token_ = *usecases::make_token(*workspace_, workspace_->owner(), "test", std::nullopt);
  }

  Response call(std::string method, std::string target, const Fields& headers, std::string_view body = {}) {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers.add("Host", "127.0.0.1:8080");
    for (auto& [name, value] : headers)
      request.headers.add(name, value);
    auto begun = api_->begin(std::move(request));
    if (auto* refusal = std::get_if<Response>(&begun)) return std::move(*refusal);
    auto& exchange = std::get<std::unique_ptr<Exchange>>(begun);
    const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(body.data()), body.size());
    if (bytes.size() > exchange->body_limit()) return api_->refuse({ErrorKind::too_large, "too large", {}});
    for (std::size_t at = 0; at < bytes.size(); at += 100) {
      const Result<void> taken = exchange->receive(bytes.subspan(at, std::min<std::size_t>(100, bytes.size() - at)));
      if (!taken) return api_->refuse(taken.error());
    }
    return exchange->finish();
  }
  Response as_admin(std::string method, std::string target, std::string_view body = {}) {
    return call(std::move(method), std::move(target), {{"Authorization", "Bearer " + token_}}, body);
  }
  static json::object object_of(const Response& response) {
    auto parsed = parse_json_object(response.text, "an answer");
    EXPECT_TRUE(parsed) << response.text;
    return parsed ? *parsed : json::object();
  }
  static std::string text_of(const json::object& object, std::string_view key) { return std::string(object.at(key).as_string()); }

  void change_row(std::string_view sql) {
    const auto changed = workspace_->database().write([&](store::Connection& c) { return store::execute(c, sql); });
    ASSERT_TRUE(changed) << changed.error().message;
  }
  // A session's cookie and CSRF token, as a browser gets them by the printed link.
  Fields log_in() {
    const std::string code = *usecases::make_login_code(*workspace_, workspace_->owner());
    const Response response = call("GET", "/login?code=" + code, {});
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(response.headers.find("Location"), "/");
    const std::string cookie(response.headers.find("Set-Cookie").value_or(""));
    EXPECT_THAT(cookie, HasSubstr("HttpOnly; SameSite=Lax"));
    return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  }
  std::string datalake() {
    const std::string organization = to_string(workspace_->organization().id);
    return text_of(object_of(as_admin("GET", "/api/organization/" + organization + "/datalake")), "id");
  }
  std::string connector() const { return to_string(workspace_->organization().default_connector_id); }

  // The form for an object, as signed by the server.
  struct Form {
    std::string url_path;
    std::string body;
  };
  Form signed_form(const std::string& object_name, std::string_view file, std::string_view key = {}) {
    const Response response = as_admin("POST", "/api/object-storage/" + connector() + "/generate_presigned_url",
                                       json::serialize(json::object{{"object_name", object_name}, {"content_type", "image/png"}}));
    const json::object data = object_of(response).at("presigned_url_data").as_object();
    json::object fields = data.at("fields").as_object();
    if (!key.empty()) fields["key"] = key;
    Form form;
    const std::string url = text_of(data, "url");
    EXPECT_THAT(url, ::testing::StartsWith("http://127.0.0.1:8080/"));
    form.url_path = url.substr(url.find('/', 8));
    for (const auto& field : fields) {
      form.body += "--b\r\nContent-Disposition: form-data; name=\"" + std::string(field.key()) + "\"\r\n\r\n" +
                   std::string(field.value().as_string()) + "\r\n";
    }
    form.body += "--b\r\nContent-Disposition: form-data; name=\"Content-Type\"\r\n\r\nimage/png\r\n";
    form.body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n" + std::string(file) + "\r\n--b--\r\n";
    return form;
  }
  Response upload(const Form& form) {
    return call("POST", form.url_path, {{"Content-Type", "multipart/form-data; boundary=b"}}, form.body);
  }
  // Uploaded and registered.
  json::object new_data(const std::string& object_name) {
    EXPECT_EQ(upload(signed_form(object_name, kPng)).status, 204);
    const Response response = as_admin("POST", "/api/datalake/" + datalake() + "/datas",
                                       json::serialize(json::object{{"object_name", object_name},
                                                                    {"filename", "a b.png"},
                                                                    {"type", "IMAGE"},
                                                                    {"content_type", "image/png"},
                                                                    {"tags", json::array()}}));
    EXPECT_EQ(response.status, 201) << response.text;
    return object_of(response);
  }

  kindred::testing::TempFolder folder_;
  std::unique_ptr<usecases::Workspace> workspace_;
  std::unique_ptr<Api> api_;
  std::string token_;
};

TEST_F(ApiTest, TheSdksHandshake) {
  const json::object ping = object_of(as_admin("GET", "/api/home/ping"));
  EXPECT_EQ(text_of(ping, "default_organization"), to_string(workspace_->organization().id));
  const json::object organization = object_of(as_admin("GET", "/api/organization/" + text_of(ping, "default_organization")));
  EXPECT_EQ(text_of(organization, "default_connector_id"), connector());
}

TEST_F(ApiTest, CredentialsAreNeeded) {
  EXPECT_EQ(call("GET", "/api/home/ping", {}).status, 401);
  EXPECT_EQ(call("GET", "/api/home/ping", {{"Authorization", "Bearer wrong"}}).status, 401);
  EXPECT_EQ(call("GET", "/api/home/ping", {{"Authorization", "Basic abc"}}).status, 401);
  EXPECT_EQ(call("GET", "/api/home/ping", {{"Cookie", "kindred_session=wrong"}}).status, 401);
  EXPECT_EQ(call("GET", "/healthz", {}).status, 200);
  EXPECT_EQ(text_of(object_of(call("GET", "/api/server", {})), "version"), "1.2.3");
}

TEST_F(ApiTest, EveryRouteButTheOpenOnesAsksForCredentials) {
  for (const Route& route : all_routes()) {
    if (route.access == Access::anyone) continue;
    std::string target(route.pattern);
    for (std::size_t at = target.find('{'); at != std::string::npos; at = target.find('{'))
      target.replace(at, target.find('}') - at + 1, "x");
    EXPECT_EQ(call(std::string(route.method), target, {}).status, 401) << route.method << " " << route.pattern;
  }
}

TEST_F(ApiTest, RolesAreHeld) {
  change_row("UPDATE user SET role = 'VIEWER'");
  const std::string lake = datalake();
  EXPECT_EQ(as_admin("GET", "/api/datalake/" + lake + "/datas").status, 200);
  EXPECT_EQ(as_admin("POST", "/api/datalake/" + lake + "/tags", R"({"name":"a"})").status, 403);
  change_row("UPDATE user SET role = 'EDITOR'");
  EXPECT_EQ(as_admin("POST", "/api/datalake/" + lake + "/tags", R"({"name":"a"})").status, 201);
  EXPECT_EQ(as_admin("DELETE", "/api/visual-search/datalake/" + lake).status, 403);
}

// A route's path with something in place of its parameters.
std::string filled_in(const Route& route, const std::function<std::string(std::string_view)>& value_of) {
  std::string target(route.pattern);
  for (std::size_t at = target.find('{'); at != std::string::npos; at = target.find('{', at)) {
    const std::size_t end = target.find('}', at);
    const std::string value = value_of(std::string_view(target).substr(at + 1, end - at - 1));
    target.replace(at, end - at + 1, value);
    at += value.size();
  }
  return target;
}

TEST_F(ApiTest, EveryRouteIsRefusedToLowerRolesOnly) {
  const auto nothing = [](std::string_view) { return to_string(new_uuid()); };
  for (const auto& [role, access] : {std::pair("VIEWER", Access::viewer), {"EDITOR", Access::editor}, {"ADMIN", Access::admin}}) {
    change_row("UPDATE user SET role = '" + std::string(role) + "'");
    for (const Route& route : all_routes()) {
      // Logging out ends nothing of a token's; a stream would not end.
      if (route.access == Access::anyone || route.pattern == "/api/events") continue;
      const Response response = as_admin(std::string(route.method), filled_in(route, nothing));
      const bool is_refused = response.status == 403 && response.text.find("This needs the role") != std::string::npos;
      EXPECT_EQ(is_refused, route.access > access) << role << " " << route.method << " " << route.pattern << " " << response.text;
      EXPECT_NE(response.status, 401) << route.pattern;
      EXPECT_LT(response.status, 500) << route.method << " " << route.pattern << " " << response.text;
    }
  }
}

TEST_F(ApiTest, EveryParameterOfARouteIsKnownToTheRoles) {
  // These belong to the Organization as a whole, or come after what they live in.
  const std::set<std::string_view> others{"organization", "connector", "object...", "user", "token", "query_image"};
  for (const Route& route : all_routes()) {
    bool is_placed = false;
    filled_in(route, [&](std::string_view noun) {
      is_placed = is_placed || usecases::has_role_scope(noun);
      EXPECT_TRUE(is_placed || others.contains(noun)) << noun << " in " << route.pattern;
      return std::string("x");
    });
  }
}

TEST_F(ApiTest, AGrantedRoleOpensItsDatasetOnly) {
  const std::string lake = datalake();
  const std::string organization = to_string(workspace_->organization().id);
  const auto new_dataset = [&](const std::string& name) {
    return text_of(object_of(as_admin("POST", "/api/organization/" + organization + "/datasets", R"({"name":")" + name + R"("})")), "id");
  };
  const std::string birds = new_dataset("birds");
  const std::string fish = new_dataset("fish");
  const json::object ada = object_of(as_admin("POST", "/api/users", R"({"username":"ada","role":"VIEWER","password":"correct horse"})"));
  const std::string grant = R"({"user_id":")" + text_of(ada, "id") + R"(","dataset_id":")" + birds + R"(","role":"EDITOR"})";
  EXPECT_EQ(as_admin("POST", "/api/roles", grant).status, 201);
  EXPECT_EQ(object_of(as_admin("GET", "/api/roles")).at("items").as_array().size(), 1U);

  const Response session = call("POST", "/api/session", {}, R"({"username":"ada","password":"correct horse"})");
  ASSERT_EQ(session.status, 201) << session.text;
  const std::string cookie(*session.headers.find("Set-Cookie"));
  const Fields as_ada{{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", text_of(object_of(session), "csrf_token")}};
  const std::string version = R"({"version":"first"})";
  EXPECT_EQ(call("POST", "/api/dataset/" + birds + "/versions", as_ada, version).status, 201);
  EXPECT_EQ(call("POST", "/api/dataset/" + fish + "/versions", as_ada, version).status, 403);
  EXPECT_EQ(call("POST", "/api/datalake/" + lake + "/tags", as_ada, R"({"name":"a"})").status, 403);
  EXPECT_EQ(call("POST", "/api/organization/" + organization + "/datasets", as_ada, R"({"name":"own"})").status, 403);
  EXPECT_EQ(call("GET", "/api/users", as_ada).status, 403);

  // Nor does what a body names to be written to.
  const auto new_version = [&](const std::string& dataset) {
    return text_of(object_of(as_admin("POST", "/api/dataset/" + dataset + "/versions", R"({"version":"second"})")), "id");
  };
  const std::string from = "/api/dataset/version/" + new_version(birds);
  const std::string to = new_version(fish);
  EXPECT_EQ(call("POST", from + "/assets/copy", as_ada, R"({"asset_ids":[],"destination_id":")" + to + R"("})").status, 403);
  EXPECT_EQ(call("POST", from + "/assets/bulk", as_ada, R"({"action":"add_to_version","filter":{},"version_id":")" + to + R"("})").status,
            403);
  EXPECT_EQ(call("PATCH", "/api/me", as_ada, R"({"password":"battery staple"})").status, 400);
  EXPECT_EQ(call("PATCH", "/api/me", as_ada, R"({"password":"battery staple","old_password":"correct horse"})").status, 204);
  EXPECT_EQ(as_admin("DELETE", "/api/users/" + text_of(ada, "id")).status, 204);
  EXPECT_EQ(call("GET", "/api/me", as_ada).status, 401);
}

TEST_F(ApiTest, TokensAreShownOnceAndRevoked) {
  const json::object made = object_of(as_admin("POST", "/api/tokens", R"({"name":"laptop","days":3})"));
  const Fields with_it{{"Authorization", "Bearer " + text_of(made, "token")}};
  EXPECT_EQ(call("GET", "/api/me", with_it).status, 200);
  const Response listed = as_admin("GET", "/api/tokens");
  EXPECT_THAT(listed.text, ::testing::Not(HasSubstr(text_of(made, "token"))));
  const std::string id = text_of(object_of(listed).at("items").as_array().at(0).as_object(), "id");
  EXPECT_EQ(as_admin("DELETE", "/api/tokens/" + id).status, 204);
  EXPECT_EQ(call("GET", "/api/me", with_it).status, 401);
}

TEST_F(ApiTest, IdsOfAnotherOrganizationAreNotThere) {
  const std::string lake = datalake();
  const json::object data = new_data("a/b.png");
  const std::string organization = to_string(workspace_->organization().id);
  change_row(
      "INSERT INTO organization(id, name, default_connector_id) SELECT x'00112233445566778899aabbccddeeff', 'other', default_connector_id "
      "FROM organization");
  change_row("UPDATE user SET organization_id = x'00112233445566778899aabbccddeeff'");
  for (const std::string& target : {"/api/organization/" + organization, "/api/datalake/" + lake, "/api/datalake/" + lake + "/datas",
                                    "/api/data/" + text_of(data, "id"), "/api/data/" + text_of(data, "id") + "/content",
                                    "/api/organization/" + organization + "/jobs", "/api/visual-search/datalake/" + lake}) {
    EXPECT_EQ(as_admin("GET", target).status, 404) << target;
  }
}

TEST_F(ApiTest, ABrowsersSession) {
  Fields headers = log_in();
  const json::object me = object_of(call("GET", "/api/me", headers));
  EXPECT_EQ(text_of(me, "role"), "ADMIN");
  const std::string lake = datalake();
  EXPECT_EQ(call("POST", "/api/datalake/" + lake + "/tags", headers, R"({"name":"a"})").status, 403);  // without the CSRF token
  headers.emplace_back("X-CSRF-Token", text_of(me, "csrf_token"));
  EXPECT_EQ(call("POST", "/api/datalake/" + lake + "/tags", headers, R"({"name":"a"})").status, 201);
  Fields foreign = headers;
  foreign.emplace_back("Origin", "http://evil.example");
  EXPECT_EQ(call("POST", "/api/datalake/" + lake + "/tags", foreign, R"({"name":"b"})").status, 403);
  EXPECT_EQ(call("DELETE", "/api/session", headers).status, 204);
  EXPECT_EQ(call("GET", "/api/me", headers).status, 401);
}

TEST_F(ApiTest, ALoginCodeIsGoodOnce) {
  const std::string code = *usecases::make_login_code(*workspace_, workspace_->owner());
  EXPECT_EQ(call("GET", "/login?code=" + code, {}).status, 303);
  EXPECT_EQ(call("GET", "/login?code=" + code, {}).status, 401);
}

TEST_F(ApiTest, ATokenOpensASession) {
  const Response response = call("POST", "/api/session", {}, R"({"token":")" + token_ + R"("})");
  EXPECT_EQ(response.status, 201);
  EXPECT_TRUE(response.headers.find("Set-Cookie"));
  EXPECT_EQ(call("POST", "/api/session", {}, R"({"token":"wrong"})").status, 401);
  EXPECT_EQ(call("POST", "/api/session", {{"Origin", "http://evil.example"}}, R"({"token":")" + token_ + R"("})").status, 403);
}

TEST_F(ApiTest, ForeignNamesAreRefused) {
  Request request;
  request.method = "GET";
  request.target = "/healthz";
  request.headers.add("Host", "evil.example");
  auto begun = api_->begin(std::move(request));
  EXPECT_EQ(std::get<Response>(begun).status, 403);
}

TEST_F(ApiTest, WrongMethodsAndPaths) {
  const Response response = as_admin("PUT", "/api/home/ping");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.find("Allow"), "GET");
  EXPECT_EQ(as_admin("GET", "/api/nothing").status, 404);
  EXPECT_EQ(as_admin("GET", "/api/%").status, 400);
  EXPECT_EQ(as_admin("GET", "/api/datalake/7/datas").status, 400);
  EXPECT_EQ(as_admin("GET", "/api/datalake/00000000-0000-0000-0000-000000000000/datas").status, 404);
}

TEST_F(ApiTest, EveryResponseIsGuarded) {
  const Response response = as_admin("GET", "/api/me");
  EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
  EXPECT_THAT(std::string(*response.headers.find("Content-Security-Policy")), HasSubstr("frame-ancestors 'none'"));
}

TEST_F(ApiTest, AnUploadIsWhatIsDownloaded) {
  const json::object data = new_data("dir/a b.png");
  EXPECT_EQ(data.at("meta").at("width").as_int64(), 1);
  EXPECT_EQ(text_of(data, "upload_status"), "DONE");
  const std::string url = text_of(data, "presigned_url");
  const Response response = call("GET", url.substr(url.find("/storage")), {});
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(std::string(response.body().begin(), response.body().end()), kPng);
  EXPECT_EQ(response.headers.find("Content-Type"), "image/png");
  const Response shown = as_admin("GET", "/api/data/" + text_of(data, "id") + "/content");
  EXPECT_EQ(std::string(shown.body().begin(), shown.body().end()), kPng);
  EXPECT_EQ(as_admin("GET", "/api/data/" + text_of(data, "id") + "/thumbnail?size=128").headers.find("Content-Type"), "image/jpeg");
  EXPECT_EQ(as_admin("GET", "/api/data/" + text_of(data, "id") + "/thumbnail?size=0").status, 400);
}

TEST_F(ApiTest, SignedAddressesAllowWhatWasSigned) {
  const json::object data = new_data("a/b.png");
  const std::string url = text_of(data, "presigned_url");
  const std::string target = url.substr(url.find("/storage"));
  EXPECT_EQ(call("GET", target.substr(0, target.size() - 1) + "x", {}).status, 403);
  EXPECT_EQ(call("GET", target.substr(0, target.find('?')), {}).status, 403);
  EXPECT_EQ(upload(signed_form("c/d.png", kPng, "c/e.png")).status, 403);  // another key than the signed one
  Form unsigned_form = signed_form("c/d.png", kPng);
  unsigned_form.body.replace(unsigned_form.body.find("\"signature\""), 11, "\"sygnature\"");
  EXPECT_EQ(upload(unsigned_form).status, 403);
}

TEST_F(ApiTest, BrokenFormsAreRefused) {
  Form form = signed_form("a/b.png", kPng);
  Form cut = form;
  cut.body.resize(cut.body.size() - 20);
  EXPECT_EQ(upload(cut).status, 400);
  EXPECT_EQ(call("POST", form.url_path, {{"Content-Type", "application/json"}}, "{}").status, 400);
  EXPECT_EQ(as_admin("POST", "/api/datalake/" + datalake() + "/datas", R"({"object_name":"a/b.png","filename":"x"})").status / 100, 4);
}

TEST_F(ApiTest, MultipartUploadsAreDeclined) {
  const Response response =
      as_admin("POST", "/api/object-storage/" + connector() + "/init_multipart_upload", R"({"object_name":"a","content_type":"b"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.text, "{}");
}

TEST_F(ApiTest, ListsHaveTheContractsForm) {
  for (int i = 0; i < 3; ++i)
    new_data("a/" + std::to_string(i) + ".png");
  const std::string path = "/api/datalake/" + datalake() + "/datas";
  const json::object first = object_of(as_admin("GET", path + "?limit=2&offset=0&types=IMAGE&types=VIDEO"));
  EXPECT_EQ(first.at("items").as_array().size(), 2U);
  EXPECT_EQ(first.at("count").as_int64(), 3);
  const json::object second = object_of(as_admin("GET", path + "?limit=2&cursor=" + percent_encode(text_of(first, "next_cursor"))));
  EXPECT_EQ(second.at("items").as_array().size(), 1U);
  EXPECT_TRUE(second.at("next_cursor").is_null());
  json::array ids;
  for (const json::value& item : first.at("items").as_array())
    ids.push_back(item.at("id"));
  const json::object chosen = object_of(as_admin("XGET", path, json::serialize(json::object{{"ids", ids}})));
  EXPECT_EQ(chosen.at("items").as_array().size(), 2U);
  EXPECT_EQ(as_admin("GET", path + "?q=width+%3E+wide").status, 400);
  EXPECT_EQ(as_admin("GET", path + "?order_by=nonsense").status, 400);
  EXPECT_EQ(as_admin("GET", path + "?limit=x").status, 400);
  EXPECT_EQ(as_admin("XGET", path, "[]").status, 400);
  EXPECT_EQ(as_admin("XGET", path, "{").status, 400);
}

TEST_F(ApiTest, TagsComeAndGo) {
  const std::string lake = "/api/datalake/" + datalake();
  const std::string data = text_of(new_data("a/b.png"), "id");
  EXPECT_EQ(as_admin("GET", lake + "/tags/find?name=odd").status, 404);
  const json::object tag = object_of(as_admin("POST", lake + "/tags", R"({"name":"odd"})"));
  EXPECT_EQ(text_of(tag, "target_type"), "DATA");
  EXPECT_EQ(as_admin("POST", lake + "/tags", R"({"name":"odd"})").status, 409);
  const std::string path = "/api/tag/" + text_of(tag, "id");
  EXPECT_EQ(object_of(as_admin("POST", path + "/attach", R"([")" + data + R"("])")).at("count").as_int64(), 1);
  EXPECT_EQ(object_of(as_admin("GET", lake + "/datas?q=" + percent_encode("tags.name in (\"odd\")"))).at("count").as_int64(), 1);
  EXPECT_EQ(object_of(as_admin("GET", "/api/data/" + data)).at("tags").as_array().size(), 1U);
  EXPECT_EQ(object_of(as_admin("POST", path + "/detach", R"([")" + data + R"("])")).at("count").as_int64(), 1);
  EXPECT_EQ(as_admin("POST", path + "/attach", R"({"ids":[]})").status, 400);
  EXPECT_EQ(as_admin("DELETE", path).status, 204);
  EXPECT_EQ(as_admin("GET", path).status, 404);
}

TEST_F(ApiTest, DeletedDataIsGone) {
  const std::string path = "/api/data/" + text_of(new_data("a/b.png"), "id");
  EXPECT_EQ(as_admin("DELETE", path).status, 204);
  EXPECT_EQ(as_admin("GET", path).status, 404);
}

TEST_F(ApiTest, SearchWithoutEmbeddingsSaysWhatToDo) {
  EXPECT_EQ(as_admin("GET", "/api/datalake/" + datalake() + "/datas/ids/visual-search?visual_search_query=cat").status, 409);
  EXPECT_EQ(as_admin("GET", "/api/datalake/" + datalake() + "/datas/ids/visual-search?visual_search_limit=5").status, 400);
  EXPECT_EQ(
      as_admin("GET", "/api/datalake/" + datalake() + "/datas/ids/visual-search?visual_search_query=cat&visual_search_limit=0").status,
      400);
}

}  // namespace
}  // namespace kindred::api
