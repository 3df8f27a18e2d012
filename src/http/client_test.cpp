// Law: each request gets its answer, whatever the server does between two of them; what is too late, too large or no HTTP is an error that
// names the server, and never an endless wait.
#include "http/client.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <thread>

namespace kindred::http {
namespace {

using ::testing::HasSubstr;

// A server on loopback that does with its first connections what the test says, one after the other, then ends.
class ScriptedServer {
 public:
  using Script = std::function<void(int socket)>;
  explicit ScriptedServer(std::vector<Script> scripts) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    socklen_t length = sizeof(address);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    port_ = ::ntohs(address.sin_port);
    thread_ = std::jthread([this, scripts = std::move(scripts)] {
      for (const Script& script : scripts) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        script(socket);
        ::close(socket);
      }
    });
  }
  ~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int listener_;
  int port_ = 0;
  std::jthread thread_;
};

std::string read_request(int socket) {
  std::string text;
  char piece[4096];
  while (text.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::recv(socket, piece, sizeof(piece), 0);
    if (got <= 0) return text;
    text.append(piece, static_cast<std::size_t>(got));
  }
  return text;
}

void say(int socket, std::string_view text) { EXPECT_EQ(::send(socket, text.data(), text.size(), MSG_NOSIGNAL), ssize_t(text.size())); }

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

void answer_once(int socket) {
  read_request(socket);
  say(socket, kOk);
}

std::unique_ptr<Client> client_of(const std::string& url, std::uint64_t max_answer_bytes = 1 << 20) {
  ClientOptions options;
  options.url = parse_base_url(url).value();
  options.headers = {{"api-key", "secret"}};
  options.max_answer_bytes = max_answer_bytes;
  auto client = Client::make(std::move(options));
  EXPECT_TRUE(client) << client.error().message;
  return *std::move(client);
}

TEST(HttpClientTest, SendsTheRequestWithItsHeadersAndReadsTheAnswer) {
  std::string heard;
  ScriptedServer server({[&](int socket) {
    heard = read_request(socket);
    say(socket, "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  }});
  const auto answer = client_of(server.url() + "/prefix")->send({.method = "PUT", .target = "/a?wait=true", .body = "{}"});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->content_type, "text/plain");
  EXPECT_EQ(answer->body, "abcde");
  EXPECT_THAT(heard, ::testing::StartsWith("PUT /prefix/a?wait=true HTTP/1.1\r\n"));
  EXPECT_THAT(heard, HasSubstr("api-key: secret\r\n"));
  EXPECT_THAT(heard, HasSubstr("Content-Length: 2\r\n"));
  EXPECT_THAT(heard, ::testing::Not(HasSubstr("gzip")));
}

TEST(HttpClientTest, UsesAConnectionAgainAndReplacesAStaleOne) {
  ScriptedServer server({[](int socket) {
                           answer_once(socket);
                           answer_once(socket);  // on the same connection, which is closed then without a word
                         },
                         answer_once});
  const auto client = client_of(server.url());
  for (int i = 0; i < 3; ++i) {
    const auto answer = client->send({.target = "/"});
    ASSERT_TRUE(answer) << i << ": " << answer.error().message;
    EXPECT_EQ(answer->body, "{}");
  }
}

TEST(HttpClientTest, HearsTheAnswerOfAServerThatDoesNotReadTheRequest) {
  ScriptedServer server({[](int socket) {
                           read_request(socket);  // the header and a bit of the body
                           say(socket, "HTTP/1.1 400 Bad Request\r\ncontent-length: 9\r\n\r\ntoo large");
                           ::shutdown(socket, SHUT_WR);
                         },
                         answer_once});
  const auto client = client_of(server.url());
  const auto answer = client->send({.method = "PUT", .target = "/", .body = std::string(std::size_t{32} << 20, 'x')});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 400);
  EXPECT_EQ(answer->body, "too large");
  EXPECT_TRUE(client->send({.target = "/"})) << "the next request goes over a new connection";
}

TEST(HttpClientTest, ABrokenAnswerIsNotAskedForAgain) {
  for (const std::string_view broken : {"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", "I am no server\r\n\r\n", ""}) {
    ScriptedServer server({[&](int socket) {
      read_request(socket);
      if (!broken.empty()) say(socket, broken);
    }});
    const auto answer = client_of(server.url())->send({.target = "/"});
    ASSERT_FALSE(answer) << broken;
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(answer.error().message, HasSubstr(server.url()));
  }
}

TEST(HttpClientTest, ASlowServerIsNotWaitedForLongerThanSaid) {
  ScriptedServer server({[](int socket) {
    read_request(socket);
    char end;
    EXPECT_LE(::recv(socket, &end, 1, 0), 0) << "the client hangs up";
  }});
  const auto answer = client_of(server.url())->send({.target = "/slow", .timeout = std::chrono::milliseconds(50)});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(answer.error().message, HasSubstr("in time"));
}

TEST(HttpClientTest, AnAnswerOverTheLimitIsRefused) {
  for (const std::string_view large : {"HTTP/1.1 200 OK\r\ncontent-length: 65\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"}) {
    ScriptedServer server({[&](int socket) {
      read_request(socket);
      say(socket, large);
      say(socket, std::string(65, 'x'));
    }});
    const auto answer = client_of(server.url(), 64)->send({.target = "/"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::too_large);
  }
}

TEST(HttpClientTest, SaysWhenNobodyIsThere) {
  std::string url;
  {
    ScriptedServer server({});
    url = server.url();
  }
  const auto answer = client_of(url)->send({.target = "/"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(answer.error().message, HasSubstr(url));
}

TEST(HttpClientTest, AServerWithoutTlsIsNoSecureOne) {
  ScriptedServer server({[](int socket) {
    char hello;
    EXPECT_EQ(::recv(socket, &hello, 1, 0), 1);
    say(socket, kOk);
  }});
  const auto answer = client_of("https" + server.url().substr(4))->send({.target = "/", .timeout = std::chrono::seconds(5)});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
}

TEST(HttpClientTest, RefusesHeadersThatAreNone) {
  ClientOptions options;
  options.url = parse_base_url("http://localhost").value();
  options.headers = {{"api-key", "two\r\nlines"}};
  EXPECT_EQ(Client::make(options).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace kindred::http
