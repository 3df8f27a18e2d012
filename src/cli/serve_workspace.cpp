#include "cli/serve_workspace.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "api/api.h"
#include "api/server.h"
#include "cli/interrupt.h"
#include "cli/version.h"
#include "usecases/sign_in.h"

namespace kindred {

// Made by embed_web_app() in src/CMakeLists.txt.
std::span<const api::WebAsset> embedded_web_app();

}  // namespace kindred

namespace kindred::cli {
namespace {

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

// "HOST:PORT", "[::1]:8080" for IPv6.
Result<Address> parse_address(const std::string& text) {
  const auto refuse = [&] { return invalid("'" + text + "' is no address to listen on: give HOST:PORT, for example 127.0.0.1:8080"); };
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return refuse();
  Address address;
  address.host = text.substr(0, colon);
  if (address.host.front() == '[' && address.host.back() == ']') address.host = address.host.substr(1, address.host.size() - 2);
  const char* end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (failure != std::errc{} || rest != end) return refuse();
  return address;
}

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

std::string reachable_url(const ServeArguments& arguments, const Address& address, std::uint16_t port) {
  if (!arguments.public_url.empty()) return arguments.public_url;
  const std::string host = address.host.find(':') == std::string::npos ? address.host : "[" + address.host + "]";
  return "http://" + host + ":" + std::to_string(port);
}

}  // namespace

void ServeArguments::declare(Arguments& arguments) {
  arguments.option("--listen", listen, "HOST:PORT; port 0 takes any free one");
  arguments.option("--public-url", public_url, "How clients reach the server; needed for any address but loopback, or behind a proxy");
}

Result<int> serve_workspace(usecases::Workspace& workspace, const ServeArguments& arguments) {
  interrupt_flag();  // from here on Ctrl+C means an orderly end
  const Address address = TRY(parse_address(arguments.listen));
  if (!is_loopback(address.host) && arguments.public_url.empty()) {
    return invalid("Listening on '" + address.host + "' lets other machines in: say how they reach this server with --public-url");
  }
  if (const char* token = std::getenv("KINDRED_ADMIN_TOKEN"); token != nullptr && *token != '\0') {
    TRY(usecases::accept_token(workspace, token));
  }
  const auto api = TRY(api::Api::create(workspace, {arguments.public_url, std::string(kVersion), embedded_web_app()}));
  api::ServerOptions options;
  options.address = address.host;
  options.port = address.port;
  const auto server = TRY(api::Server::start(options, *api));
  TRY(workspace.start_jobs());
  const std::string url = reachable_url(arguments, address, server->port());
  const std::string code = TRY(usecases::make_login_code(workspace, workspace.owner()));
  std::printf("Kindred serves %s\nLog in once with:  %s/login?code=%s\n", url.c_str(), url.c_str(), code.c_str());
  std::fflush(stdout);
  wait_for_interrupt();
  std::printf("Stopping: running requests end, jobs go on at the next start\n");
  server->stop();
  workspace.stop_jobs();
  return 0;
}

}  // namespace kindred::cli
