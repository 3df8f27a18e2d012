#include "images/sniff.h"

#include <array>
#include <cctype>
#include <string>

namespace kindred::images {
namespace {

struct Signature {
  std::size_t at;
  std::string_view magic;
  std::string_view what;
};

using namespace std::string_view_literals;

constexpr auto kSignatures = std::to_array<Signature>({
    {0, "%PDF-"sv, "a PDF document"},
    {0, "%!PS"sv, "a PostScript document"},
    {0, "PK\3\4"sv, "a ZIP archive (or an office document)"},
    {0, "\x1f\x8b"sv, "gzip-compressed data"},
    {0, "\0\0\1\0"sv, "an ICO icon"},
    {0, "\0\0\2\0"sv, "a CUR cursor"},
    {0, "8BPS"sv, "a Photoshop document"},
    {0, "\0\0\0\x0cjP  "sv, "a JPEG 2000 picture"},
    {0, "\xff\x4f\xff\x51"sv, "a JPEG 2000 picture"},
    {0, "\xff\x0a"sv, "a JPEG XL picture"},
    {0, "\0\0\0\x0cJXL "sv, "a JPEG XL picture"},
    {0, "II\xbc\1"sv, "a JPEG XR picture"},
    {4, "ftypheic"sv, "a HEIF picture, which this build can't read"},
    {4, "ftypheix"sv, "a HEIF picture, which this build can't read"},
    {4, "ftypmif1"sv, "a HEIF picture, which this build can't read"},
    {4, "ftypavif"sv, "an AVIF picture, which this build can't read"},
    {4, "ftypcrx "sv, "a Canon raw picture"},
    {4, "ftyp"sv, "an MP4 or QuickTime video"},
    {8, "AVI "sv, "an AVI video"},
    {8, "WAVE"sv, "a WAV sound"},
    {0, "\x1a\x45\xdf\xa3"sv, "a Matroska or WebM video"},
    {0, "\0\0\1\xba"sv, "an MPEG video"},
    {0, "OggS"sv, "an Ogg file"},
    {0, "ID3"sv, "an MP3 sound"},
    {0, "qoif"sv, "a QOI picture"},
    {0, "DDS "sv, "a DDS texture"},
    {0, "v/1\1"sv, "an OpenEXR picture"},
    {0, "#?RADIANCE"sv, "a Radiance HDR picture"},
    {0, "gimp xcf"sv, "a GIMP document"},
    {0, "SIMPLE  ="sv, "a FITS picture"},
    {0,
     "\x7f"
     "ELF"sv,
     "a program"},
    {0, "SQLite format 3"sv, "an SQLite database"},
    {128, "DICM"sv, "a DICOM picture"},
    {0, "{"sv, "JSON or other text"},
});

// The Netpbm family: P1 to P7 and white space.
bool is_netpbm(Bytes bytes) {
  return bytes.size() > 2 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7' && std::isspace(bytes[2]) != 0;
}

// SVG, HTML and XML may start with a byte order mark, white space or comments: their first word decides.
std::string_view describe_markup(Bytes bytes) {
  std::string head;
  for (const std::uint8_t byte : bytes.first(std::min<std::size_t>(bytes.size(), 1024)))
    head += static_cast<char>(std::tolower(byte));
  if (head.starts_with("\xef\xbb\xbf")) head.erase(0, 3);
  head.erase(0, head.find_first_not_of(" \t\r\n"));
  if (!head.starts_with('<')) return {};
  if (head.find("<svg") != std::string::npos) return "an SVG drawing";
  if (head.find("<html") != std::string::npos || head.starts_with("<!doctype html")) return "an HTML page";
  return head.starts_with("<?xml") ? "an XML document" : std::string_view{};
}

}  // namespace

std::string_view describe_foreign(Bytes bytes) {
  if (const auto markup = describe_markup(bytes); !markup.empty()) return markup;
  if (is_netpbm(bytes)) return "a Netpbm picture";
  for (const auto& signature : kSignatures) {
    if (has_at(bytes, signature.at, signature.magic)) return signature.what;
  }
  return {};
}

}  // namespace kindred::images
