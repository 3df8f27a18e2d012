// The server keeps HTTP/1.1's rules and its own limits against clients that break them, over real loopback sockets.
#include "api/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <stdexcept>

#include "api/errors.h"
#include "base/files.h"
#include "base/log.h"

namespace kindred::api {
namespace {

using std::chrono::milliseconds;

constexpr int kPatienceMs = 10'000;

// A client that sends exactly the bytes it is told to.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  void send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent < 0) return;  // the server has closed: what it said before is what matters
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void finish_sending() { ::shutdown(socket_.get(), SHUT_WR); }
  // One response with a Content-Length (or none); "" at the end of the stream.
  std::string response(bool with_body = true) {
    std::size_t end = 0;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return std::exchange(pending_, {});
    }
    std::size_t size = end + 4;
    const std::size_t length = pending_.find("Content-Length: ");
    if (with_body && length < end) size += std::stoul(pending_.substr(length + 16));
    while (pending_.size() < size) {
      if (!read_more()) return std::exchange(pending_, {});
    }
    std::string text = pending_.substr(0, size);
    pending_.erase(0, size);
    return text;
  }
  // One server-sent event.
  std::string event() {
    std::size_t end = 0;
    while ((end = pending_.find("\n\n")) == std::string::npos) {
      if (!read_more()) break;
    }
    return std::exchange(pending_, {}).substr(0, end + 2);
  }
  bool closed_by_server() { return pending_.empty() && !read_more(); }

 private:
  bool read_more() {
    pollfd wait{socket_.get(), POLLIN, 0};
    if (::poll(&wait, 1, kPatienceMs) != 1) {
      ADD_FAILURE() << "The server said nothing in time; so far: " << pending_;
      return false;
    }
    char bytes[65536];
    const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    pending_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  FileDescriptor socket_;
  std::string pending_;
};

// "/echo" answers method and body, "/wait" when it's let go, "/throw" throws, "/small" takes 10 bytes, "/refuse" refuses before
// the body, "/big" answers 5 MiB.
class TestService : public Service {
 public:
  class EchoExchange : public Exchange {
   public:
    EchoExchange(TestService& service, Request request) : service_(service), request_(std::move(request)) {}
    std::uint64_t body_limit() const override { return request_.target == "/small" ? 10 : 10'000'000; }
    Result<void> receive(std::span<const std::uint8_t> piece) override {
      if (request_.target == "/picky") return invalid("no such body wanted");
      request_.body.append(piece.begin(), piece.end());
      return {};
    }
    Response finish() override {
      if (request_.target == "/throw") throw std::runtime_error("boom");
      if (request_.target == "/wait") {
        service_.entered.set_value();
        service_.let_go.get_future().wait();
      }
      if (request_.target == "/big") return text_response("text/plain", std::string(5 << 20, 'x'));
      if (request_.target == "/length") return text_response("text/plain", std::to_string(request_.body.size()));
      if (request_.target == "/events") {
        Response response;
        response.events = service_.events;
        return response;
      }
      return text_response("text/plain", request_.method + " " + request_.body);
    }

   private:
    TestService& service_;
    Request request_;
  };

  std::variant<std::unique_ptr<Exchange>, Response> begin(Request request) override {
    if (request.target == "/refuse") return error_response(Error{ErrorKind::forbidden, "not you", {}});
    return std::make_unique<EchoExchange>(*this, std::move(request));
  }
  Response refuse(const Error& error) override { return error_response(error); }

  std::promise<void> entered;
  std::promise<void> let_go;
  std::shared_ptr<EventStream> events = std::make_shared<EventStream>();
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    quiet_log();
    options_.stop_timeout = milliseconds(5000);
  }
  RawClient connect() {
    if (server_ == nullptr) {
      auto started = Server::start(options_, service_);
      EXPECT_TRUE(started) << started.error().message;
      server_ = *std::move(started);
    }
    return RawClient(server_->port());
  }
  std::string answer_to(std::string_view message) {
    RawClient client = connect();
    client.send(message);
    return client.response();
  }

  ServerOptions options_;
  TestService service_;
  std::unique_ptr<Server> server_;
};

bool has_status(const std::string& response, int status) { return response.starts_with("HTTP/1.1 " + std::to_string(status) + " "); }

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
  RawClient client = connect();
  for (int i = 0; i < 3; ++i) {
    client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string response = client.response();
    EXPECT_TRUE(has_status(response, 200)) << response;
    EXPECT_TRUE(response.ends_with("\r\n\r\nGET ")) << response;
    EXPECT_NE(response.find("Connection: keep-alive"), std::string::npos);
    EXPECT_NE(response.find("X-Request-Id: "), std::string::npos);
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  RawClient client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\noneGET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  client.send("PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nthree");
  EXPECT_TRUE(client.response().ends_with("\r\n\r\nPOST one"));
  EXPECT_TRUE(client.response().ends_with("\r\n\r\nGET "));
  EXPECT_TRUE(client.response().ends_with("\r\n\r\nPUT three"));
}

TEST_F(ServerTest, TakesTheSdksMethodWithABody) {
  EXPECT_TRUE(answer_to("XGET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}").ends_with("\r\n\r\nXGET {}"));
}

TEST_F(ServerTest, TakesAChunkedBody) {
  EXPECT_TRUE(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                  .ends_with("POST abcde"));
}

TEST_F(ServerTest, TakesABodyOfManyPieces) {
  const std::string body(3'000'000, 'b');
  EXPECT_TRUE(answer_to("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + body).ends_with("\r\n\r\n3000000"));
}

TEST_F(ServerTest, SendsALargeBodyWhole) {
  const std::string response = answer_to("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(response.size() - response.find("\r\n\r\n") - 4, std::size_t{5} << 20);
}

TEST_F(ServerTest, HeadHasTheLengthButNoBody) {
  RawClient client = connect();
  client.send("HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\nGET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string response = client.response(false);
  EXPECT_NE(response.find("Content-Length: 5"), std::string::npos);  // "HEAD "
  EXPECT_TRUE(client.response().ends_with("GET "));
}

TEST_F(ServerTest, OldClientsGetTheConnectionClosed) {
  RawClient client = connect();
  client.send("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_NE(client.response().find("Connection: close"), std::string::npos);
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, AHalfClosedClientStillGetsItsAnswer) {
  RawClient client = connect();
  client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  client.finish_sending();
  EXPECT_TRUE(has_status(client.response(), 200));
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, RefusesAHeaderOverTheLimit) {
  EXPECT_TRUE(has_status(answer_to("GET /echo HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(40'000, 'a') + "\r\n\r\n"), 431));
}

TEST_F(ServerTest, RefusesWhatIsNotHttp) {
  EXPECT_TRUE(has_status(answer_to("hello there\r\n\r\n"), 400));
  EXPECT_TRUE(has_status(answer_to("GET /echo HTTP/1.1\r\nHost x\r\n\r\n"), 400));
  EXPECT_TRUE(has_status(answer_to("GET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n"), 400));
  EXPECT_TRUE(has_status(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), 400));
}

TEST_F(ServerTest, RefusesTwoLengthsThatDiffer) {
  EXPECT_TRUE(has_status(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), 400));
  EXPECT_TRUE(
      has_status(answer_to("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400));
}

TEST_F(ServerTest, RefusesABodyOverTheLimitAndGoesOn) {
  RawClient client = connect();
  client.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901");
  EXPECT_TRUE(has_status(client.response(), 413));
  client.send("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n");
  EXPECT_TRUE(has_status(client.response(), 413));
  client.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1234567890");
  EXPECT_TRUE(has_status(client.response(), 200));
}

TEST_F(ServerTest, ARefusalBeforeTheBodyReachesAClientThatSendsItAll) {
  const std::string body(1'000'000, 'b');
  RawClient client = connect();
  client.send("POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + body);
  EXPECT_TRUE(has_status(client.response(), 403));
  client.send("POST /picky HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + body);
  EXPECT_TRUE(has_status(client.response(), 400));
  client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(has_status(client.response(), 200));
}

TEST_F(ServerTest, ABodyThatNeverEndsIsCutOff) {
  RawClient client = connect();
  client.send("POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n");
  const std::string megabyte(1 << 20, 'b');
  for (int i = 0; i < 34; ++i)
    client.send(megabyte);
  EXPECT_TRUE(has_status(client.response(), 403));
}

TEST_F(ServerTest, LeaveToSendIsGivenWhenTheRequestIsWelcome) {
  RawClient client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_TRUE(client.response().ends_with("POST ok"));

  RawClient refused = connect();
  refused.send("POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(has_status(refused.response(), 403));
  EXPECT_TRUE(refused.closed_by_server());
}

TEST_F(ServerTest, AnExceptionIsAnsweredAndTheServerGoesOn) {
  RawClient client = connect();
  client.send("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string response = client.response();
  EXPECT_TRUE(has_status(response, 500));
  EXPECT_EQ(response.find("boom"), std::string::npos);  // the log's matter
  client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(has_status(client.response(), 200));
}

TEST_F(ServerTest, ASlowHeaderIsCutOff) {
  options_.header_timeout = milliseconds(100);
  RawClient client = connect();
  client.send("GET /echo HTTP/1.1\r\nHo");
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, AQuietConnectionIsClosed) {
  options_.idle_timeout = milliseconds(100);
  RawClient client = connect();
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, ASlowBodyIsCutOff) {
  options_.piece_timeout = milliseconds(100);
  RawClient client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_TRUE(client.closed_by_server());
}

TEST_F(ServerTest, SlowHandlersDoNotHoldUpOthers) {
  options_.workers = 2;
  RawClient slow = connect();
  slow.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  service_.entered.get_future().wait();
  EXPECT_TRUE(has_status(answer_to("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"), 200));
  service_.let_go.set_value();
  EXPECT_TRUE(has_status(slow.response(), 200));
}

TEST_F(ServerTest, StopLetsARunningRequestEnd) {
  RawClient client = connect();
  client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  service_.entered.get_future().wait();
  std::future<void> stopped = std::async(std::launch::async, [&] { server_->stop(); });
  EXPECT_EQ(stopped.wait_for(milliseconds(50)), std::future_status::timeout);
  service_.let_go.set_value();
  const std::string response = client.response();
  EXPECT_TRUE(has_status(response, 200));
  EXPECT_NE(response.find("Connection: close"), std::string::npos);
  stopped.get();
}

TEST_F(ServerTest, StopClosesQuietConnectionsAtOnce) {
  RawClient client = connect();
  client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  client.response();
  const auto before = std::chrono::steady_clock::now();
  std::future<void> stopped = std::async(std::launch::async, [&] { server_->stop(); });
  EXPECT_TRUE(client.closed_by_server());
  stopped.get();
  EXPECT_LT(std::chrono::steady_clock::now() - before, options_.stop_timeout);
}

TEST_F(ServerTest, TooManyConnectionsAreTurnedAway) {
  options_.max_connections = 1;
  RawClient first = connect();
  first.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  first.response();
  RawClient second = connect();
  EXPECT_TRUE(has_status(second.response(), 503));
  first.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(has_status(first.response(), 200));
}

TEST_F(ServerTest, EventsAreSentAsTheyCome) {
  RawClient client = connect();
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  client.response();
  service_.events->push("job", "{}");
  EXPECT_EQ(client.event(), "event: job\ndata: {}\n\n");
}

TEST_F(ServerTest, APortInUseIsNamed) {
  connect();
  ServerOptions same = options_;
  same.port = server_->port();
  const auto second = Server::start(same, service_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_NE(second.error().message.find(std::to_string(same.port)), std::string::npos);
}

TEST_F(ServerTest, AWrongAddressIsNamed) {
  options_.address = "not-an-address";
  const auto started = Server::start(options_, service_);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace kindred::api
