// Law: an address is read into its parts or refused whole, and written back as it was.
#include "http/base_url.h"

#include <gmock/gmock.h>

namespace kindred::http {
namespace {

void expect_parts(std::string_view text, bool secure, std::string_view host, std::string_view port, std::string_view prefix) {
  const auto url = parse_base_url(text);
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->secure, secure) << text;
  EXPECT_EQ(url->host, host);
  EXPECT_EQ(url->port, port);
  EXPECT_EQ(url->prefix, prefix);
}

TEST(BaseUrlTest, ReadsItsParts) {
  expect_parts("http://localhost:6333", false, "localhost", "6333", "");
  expect_parts("https://qdrant.example.org", true, "qdrant.example.org", "443", "");
  expect_parts("http://[::1]:6333/", false, "::1", "6333", "");
  expect_parts("http://10.0.0.1/vectors/one/", false, "10.0.0.1", "80", "/vectors/one");
}

TEST(BaseUrlTest, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"", "localhost:6333", "ftp://a", "http://", "http://a:", "http://a:0", "http://a:65536", "http://a:6x", "http://me:secret@host",
        "http://a/b?c=d", "http://a/b#c", "http://a b", "http://a\r\nb", "http://[::1", "http://[::1]6333", "http://a/b c", "HTTP://a"}) {
    const auto url = parse_base_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().kind, ErrorKind::invalid);
    EXPECT_THAT(url.error().message, ::testing::HasSubstr("http://HOST:PORT"));
  }
}

TEST(BaseUrlTest, IsWrittenAsItWas) {
  for (const std::string_view text : {"http://localhost:6333", "https://a.example", "http://[::1]:6333"})
    EXPECT_EQ(to_string(parse_base_url(text).value()), text);
  EXPECT_EQ(host_header(parse_base_url("https://a:443").value()), "a");
}

}  // namespace
}  // namespace kindred::http
