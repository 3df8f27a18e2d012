// PNG by libspng, in the modes of Pillow's PngImagePlugin.
//
// libspng gets a file that holds nothing but IHDR, PLTE and the picture's data: a damaged or bomb-like text or colour profile
// can't fail the picture, gamma and transparency are not applied (Pillow's convert("RGB") doesn't either), and a missing
// end is no error as long as all rows are there. For animated files this is the default picture, their first frame.
#include <spng.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "images/decoders/formats.h"
#include "images/exif.h"

namespace kindred::images::png {
namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kChunkOverhead = 12;  // length, type, checksum
constexpr std::size_t kHeaderLength = 13;
constexpr std::uint32_t kMaxSide = 0x7FFFFFFF;

enum Colour : std::uint8_t { kGrey = 0, kRgb = 2, kPalette = 3, kGreyAlpha = 4, kRgba = 6 };

constexpr auto kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? 0xEDB88320U : 0U);
    table[byte] = remainder;
  }
  return table;
}();

std::uint32_t crc32(Bytes bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes)
    crc = kCrcTable[(crc ^ byte) & 0xFF] ^ (crc >> 8);
  return ~crc;
}

struct Ihdr {
  std::uint32_t width;
  std::uint32_t height;
  int depth;
  Colour colour;
};

struct Chunks {
  Bytes header;   // the contents of IHDR
  Bytes palette;  // the contents of PLTE
  std::vector<Bytes> data;
  int orientation = 1;
};

// The picture's data is the first run of IDAT chunks. What follows a chunk that is cut short is not looked at.
Result<Chunks> read_chunks(Bytes file) {
  Chunks chunks;
  bool data_ended = false;
  for (std::size_t at = kSignature.size(); at + 8 <= file.size();) {
    const Bytes contents_on = file.subspan(at + 8);
    const std::size_t length = std::min<std::size_t>(be32(file, at), contents_on.size());
    const Bytes contents = contents_on.first(length);
    const bool whole = contents.size() == be32(file, at) && contents_on.size() >= length + 4;
    const bool is_header = has_at(file, at + 4, "IHDR");
    const bool is_palette = has_at(file, at + 4, "PLTE");
    if ((is_header || is_palette) && (!whole || crc32(file.subspan(at + 4, length + 4)) != be32(contents_on, length))) {
      return corrupt(whole ? "the PNG data is damaged: wrong checksum in its header"
                           : "the PNG data is truncated: it ends inside the header");
    }
    if (is_header && chunks.header.empty()) chunks.header = contents;
    if (is_palette && chunks.palette.empty() && chunks.data.empty()) chunks.palette = contents;
    if (has_at(file, at + 4, "eXIf")) chunks.orientation = exif_orientation(contents);
    if (has_at(file, at + 4, "IEND")) break;
    const bool is_data = has_at(file, at + 4, "IDAT");
    if (is_data && !data_ended) chunks.data.push_back(contents);
    data_ended = data_ended || (!is_data && !chunks.data.empty());
    at += length + kChunkOverhead;
  }
  if (chunks.header.size() != kHeaderLength) return corrupt("the PNG data is truncated or damaged: it has no header");
  return chunks;
}

bool is_valid(int depth, int colour) {
  const bool small = depth == 1 || depth == 2 || depth == 4;
  const bool large = depth == 8 || depth == 16;
  switch (colour) {
    case kGrey: return small || large;
    case kPalette: return small || depth == 8;
    case kRgb:
    case kGreyAlpha:
    case kRgba: return large;
    default: return false;
  }
}

Result<Ihdr> parse_header(Bytes header) {
  const Ihdr ihdr{.width = be32(header, 0), .height = be32(header, 4), .depth = header[8], .colour = static_cast<Colour>(header[9])};
  if (ihdr.width == 0 || ihdr.height == 0 || ihdr.width > kMaxSide || ihdr.height > kMaxSide) {
    return corrupt("the PNG data is damaged: a picture of " + std::to_string(ihdr.width) + " x " + std::to_string(ihdr.height) + " pixels");
  }
  if (!is_valid(ihdr.depth, header[9])) {
    return corrupt("the PNG data is damaged: colour type " + std::to_string(header[9]) + " with " + std::to_string(header[8]) + " bits");
  }
  return ihdr;
}

void append_chunk(std::vector<std::uint8_t>& file, std::string_view type, const std::vector<Bytes>& parts) {
  std::size_t length = 0;
  for (const Bytes part : parts)
    length += part.size();
  for (const int shift : {24, 16, 8, 0})
    file.push_back(static_cast<std::uint8_t>(length >> shift));
  file.insert(file.end(), type.begin(), type.end());
  for (const Bytes part : parts)
    file.insert(file.end(), part.begin(), part.end());
  file.insert(file.end(), 4, 0);  // libspng is told not to check
}

std::vector<std::uint8_t> plain_file(const Chunks& chunks, Colour colour) {
  std::vector<std::uint8_t> file(kSignature.begin(), kSignature.end());
  append_chunk(file, "IHDR", {chunks.header});
  static constexpr std::array<std::uint8_t, 3> kBlack{};
  if (colour == kPalette) append_chunk(file, "PLTE", {chunks.palette.empty() ? Bytes(kBlack) : chunks.palette});
  append_chunk(file, "IDAT", chunks.data);
  append_chunk(file, "IEND", {});
  return file;
}

Result<std::vector<std::uint8_t>> decode_rows(const Chunks& chunks, Colour colour) {
  const std::vector<std::uint8_t> file = plain_file(chunks, colour);
  const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(0), spng_ctx_free);
  if (!context) return unavailable("no memory for a PNG decoder");
  std::size_t size = 0;
  spng_set_crc_action(context.get(), SPNG_CRC_USE, SPNG_CRC_USE);
  int status = spng_set_png_buffer(context.get(), file.data(), file.size());
  if (status == 0) status = spng_decoded_image_size(context.get(), SPNG_FMT_RAW, &size);
  std::vector<std::uint8_t> rows;
  if (status == 0) {
    rows.resize(size);
    status = spng_decode_image(context.get(), rows.data(), rows.size(), SPNG_FMT_RAW, 0);
  }
  if (status == SPNG_EIDAT_TOO_SHORT || status == SPNG_IO_EOF) return corrupt("the PNG data is truncated: rows are missing");
  if (status != 0) return corrupt("the PNG data is damaged: " + std::string(spng_strerror(status)));
  return rows;
}

// Samples of 1, 2 or 4 bits to one a byte, times `factor`; rows start at whole bytes.
std::vector<std::uint8_t> widen(const std::vector<std::uint8_t>& rows, const Ihdr& ihdr, int factor) {
  const std::size_t bits = static_cast<std::size_t>(ihdr.depth);
  const std::size_t stride = (ihdr.width * bits + 7) / 8;
  const unsigned mask = (1U << bits) - 1;
  std::vector<std::uint8_t> pixels(std::size_t{ihdr.width} * ihdr.height);
  auto out = pixels.begin();
  for (std::size_t y = 0; y < ihdr.height; ++y) {
    for (std::size_t x = 0; x < ihdr.width; ++x) {
      const std::size_t bit = x * bits;
      const unsigned sample = (rows[y * stride + bit / 8] >> (8 - bits - bit % 8)) & mask;
      *out++ = static_cast<std::uint8_t>(sample * static_cast<unsigned>(factor));
    }
  }
  return pixels;
}

// 16-bit grey is scaled with rounding (open_clip would clip it to white); colours lose their low byte, as in Pillow.
std::vector<std::uint8_t> scale_grey16(const std::vector<std::uint8_t>& rows) {
  std::vector<std::uint8_t> pixels(rows.size() / 2);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = static_cast<std::uint8_t>((be16(rows, 2 * i) * 255 + 32767) / 65535);
  return pixels;
}

std::vector<std::uint8_t> high_bytes(const std::vector<std::uint8_t>& rows) {
  std::vector<std::uint8_t> pixels(rows.size() / 2);
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = rows[2 * i];
  return pixels;
}

// Pillow reads 16-bit grey with alpha as RGBA.
std::vector<std::uint8_t> grey_alpha16_to_rgba(const std::vector<std::uint8_t>& rows) {
  std::vector<std::uint8_t> pixels(rows.size());
  for (std::size_t i = 0; i < rows.size(); i += 4) {
    pixels[i] = pixels[i + 1] = pixels[i + 2] = rows[i];
    pixels[i + 3] = rows[i + 2];
  }
  return pixels;
}

void set_pixels(Image& image, const Ihdr& ihdr, std::vector<std::uint8_t> rows) {
  const bool deep = ihdr.depth == 16;
  switch (ihdr.colour) {
    case kGrey:
      image.mode = ihdr.depth == 1 ? Mode::one : Mode::grey;
      if (deep) rows = scale_grey16(rows);
      if (ihdr.depth < 8) rows = widen(rows, ihdr, 255 / ((1 << ihdr.depth) - 1));
      break;
    case kPalette:
      image.mode = Mode::palette;
      if (ihdr.depth < 8) rows = widen(rows, ihdr, 1);
      break;
    case kGreyAlpha:
      image.mode = deep ? Mode::rgba : Mode::grey_alpha;
      if (deep) rows = grey_alpha16_to_rgba(rows);
      break;
    case kRgb:
    case kRgba:
      image.mode = ihdr.colour == kRgb ? Mode::rgb : Mode::rgba;
      if (deep) rows = high_bytes(rows);
      break;
  }
  image.pixels = std::move(rows);
}

}  // namespace

bool recognises(Bytes bytes) { return starts_with(bytes, kSignature); }

Result<Header> probe(Bytes bytes) {
  const Chunks chunks = TRY(read_chunks(bytes));
  const Ihdr ihdr = TRY(parse_header(chunks.header));
  return Header{.width = static_cast<int>(ihdr.width), .height = static_cast<int>(ihdr.height), .orientation = chunks.orientation};
}

Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions&) {
  const Chunks chunks = TRY(read_chunks(bytes));
  const Ihdr ihdr = TRY(parse_header(chunks.header));
  if (chunks.data.empty()) return corrupt("the PNG data is truncated: it has no picture data");
  Image image{.width = header.width, .height = header.height};
  set_pixels(image, ihdr, TRY(decode_rows(chunks, ihdr.colour)));
  if (ihdr.colour == kPalette) {
    for (std::size_t at = 0; at + 3 <= chunks.palette.size() && image.palette.size() < 256; at += 3) {
      image.palette.push_back({chunks.palette[at], chunks.palette[at + 1], chunks.palette[at + 2]});
    }
  }
  return image;
}

}  // namespace kindred::images::png
