// BMP, our own reader: the headers of 12 to 124 bytes, 1, 4, 8, 16, 24 and 32 bits, RLE4 and RLE8, the mask layouts and the
// choice of mode of Pillow's BmpImagePlugin (a palette that is a grey ramp makes a grey or 1-bit picture).
// Format: Microsoft's "Bitmap Storage" and "BITMAPV5HEADER".
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "images/decoders/formats.h"

namespace kindred::images::bmp {
namespace {

constexpr std::size_t kFileHeader = 14;
constexpr std::size_t kCoreHeader = 12;  // OS/2 1.x: 16-bit sides, 3 bytes a palette entry

enum Compression : std::uint32_t { kRaw = 0, kRle8 = 1, kRle4 = 2, kBitfields = 3 };

struct BmpHeader {
  std::size_t size;
  std::uint32_t width;
  std::uint32_t height;
  bool top_down = false;
  int bits;
  std::uint32_t compression = kRaw;
  std::uint32_t colours = 0;
  std::size_t pixels_at;
};

// Where a channel stands in a little-endian pixel.
struct Layout {
  std::array<std::uint32_t, 4> masks;  // red, green, blue, alpha (0: none)
  Mode mode;
};

Error truncated() { return corrupt("the BMP data is truncated"); }

Result<BmpHeader> read_header(Bytes file) {
  if (file.size() < kFileHeader + kCoreHeader) return truncated();
  const Bytes dib = file.subspan(kFileHeader);
  BmpHeader header{.size = le32(dib, 0), .pixels_at = le32(file, 10)};
  if (header.size == kCoreHeader) {
    header.width = le16(dib, 4);
    header.height = le16(dib, 6);
    header.bits = static_cast<int>(le16(dib, 10));
    return header;
  }
  static constexpr std::array<std::size_t, 6> kSizes{40, 52, 56, 64, 108, 124};
  if (std::find(kSizes.begin(), kSizes.end(), header.size) == kSizes.end()) {
    return unsupported("a BMP with a header of " + std::to_string(header.size) + " bytes");
  }
  if (dib.size() < header.size) return truncated();
  header.width = le32(dib, 4);
  header.height = le32(dib, 8);
  header.top_down = dib[11] == 0xFF;
  if (header.top_down) header.height = 0U - header.height;
  header.bits = static_cast<int>(le16(dib, 14));
  header.compression = le32(dib, 16);
  header.colours = le32(dib, 32);
  return header;
}

Result<BmpHeader> checked_header(Bytes file) {
  BmpHeader header = TRY(read_header(file));
  static constexpr std::array<int, 6> kBits{1, 4, 8, 16, 24, 32};
  if (std::find(kBits.begin(), kBits.end(), header.bits) == kBits.end()) {
    return unsupported("a BMP with " + std::to_string(header.bits) + " bits a pixel");
  }
  if (header.compression > kBitfields) return unsupported("a BMP with compression " + std::to_string(header.compression));
  const int coded_bits = header.compression == kRle4 ? 4 : header.compression == kRle8 ? 8 : header.bits;
  if (coded_bits != header.bits) return corrupt("the BMP data is damaged: its compression and bits don't agree");
  if (header.width == 0 || header.height == 0 || header.width > 0x7FFFFFFF || header.height > 0x7FFFFFFF) {
    return corrupt("the BMP data is damaged: a picture without pixels");
  }
  if (header.colours == 0 && header.bits <= 8) header.colours = 1U << header.bits;
  return header;
}

Image empty_image(const BmpHeader& header, Mode mode) {
  Image image{.width = static_cast<int>(header.width), .height = static_cast<int>(header.height), .mode = mode};
  image.pixels.resize(std::size_t{header.width} * header.height * static_cast<std::size_t>(channels(mode)));
  return image;
}

// Where shown row y stands among the stored rows.
std::size_t stored_row(const BmpHeader& header, std::size_t y) { return header.top_down ? y : header.height - 1 - y; }

// --- Palettes -------------------------------------------------------------------------------------------------------------

Result<Image> with_palette(Bytes file, BmpHeader& header) {
  const std::size_t entry = header.size == kCoreHeader ? 3 : 4;
  const std::size_t at = kFileHeader + header.size;
  if (header.colours > 65536) return corrupt("the BMP data is damaged: a palette of " + std::to_string(header.colours) + " colours");
  if (file.size() < at + entry * header.colours) return truncated();
  // Some writers give the end of the header as the start of the pixels although a palette stands there.
  if (header.pixels_at == at || header.pixels_at == 0) header.pixels_at = at + entry * header.colours;

  bool is_grey = true;
  std::vector<std::array<std::uint8_t, 3>> palette;
  for (std::size_t i = 0; i < header.colours; ++i) {
    const Bytes bgr = file.subspan(at + i * entry, 3);
    const std::size_t wanted = header.colours == 2 ? i * 255 : i;
    is_grey = is_grey && bgr[0] == wanted && bgr[1] == wanted && bgr[2] == wanted;
    if (i < 256) palette.push_back({bgr[2], bgr[1], bgr[0]});
  }
  if (is_grey && header.bits == 1 && header.colours == 2) return empty_image(header, Mode::one);
  if (is_grey && header.bits == 8 && header.colours > 2) return empty_image(header, Mode::grey);
  Image image = empty_image(header, Mode::palette);
  image.palette = std::move(palette);
  return image;
}

Result<void> read_indices(Bytes pixels, const BmpHeader& header, Image& image) {
  const std::size_t bits = static_cast<std::size_t>(header.bits);
  const std::size_t stride = (header.width * bits + 31) / 32 * 4;
  if (pixels.size() < stride * (header.height - 1) + (header.width * bits + 7) / 8) return truncated();
  const unsigned mask = (1U << bits) - 1;
  const unsigned factor = image.mode == Mode::one ? 255 : 1;
  auto out = image.pixels.begin();
  for (std::size_t y = 0; y < header.height; ++y) {
    const Bytes row = pixels.subspan(stored_row(header, y) * stride);
    for (std::size_t bit = 0; bit < header.width * bits; bit += bits) {
      const unsigned sample = (row[bit / 8] >> (8 - bits - bit % 8)) & mask;
      *out++ = static_cast<std::uint8_t>(sample * factor);
    }
  }
  return {};
}

// --- Run lengths ----------------------------------------------------------------------------------------------------------

// One pass over the codes of RLE4 or RLE8; pixels are counted in stored order. Runs are cut at the end of the row and
// skipped pixels are 0, as in Pillow.
class RunLengths {
 public:
  RunLengths(Bytes codes, std::size_t file_offset, const BmpHeader& header)
      : codes_(codes),
        file_offset_(file_offset),
        width_(header.width),
        total_(std::size_t{header.width} * header.height),
        four_bits_(header.compression == kRle4) {}

  // All pixels, or `corrupt`.
  Result<std::vector<std::uint8_t>> read() {
    pixels_.reserve(total_);
    while (pixels_.size() < total_ && at_ + 2 <= codes_.size()) {
      const std::size_t count = codes_[at_];
      const std::uint8_t value = codes_[at_ + 1];
      at_ += 2;
      if (count > 0) {
        run(count, value);
      } else if (value == 0) {
        end_row();
      } else if (value == 1 || !(value == 2 ? skip() : literal(value))) {
        break;
      }
    }
    if (pixels_.size() < total_) return corrupt("the BMP data is truncated: rows are missing");
    pixels_.resize(total_);
    return std::move(pixels_);
  }

 private:
  void run(std::size_t count, std::uint8_t value) {
    count = std::min(count, column_ < width_ ? width_ - column_ : 0);
    for (std::size_t i = 0; i < count; ++i)
      pixels_.push_back(four_bits_ ? nibble(value, i) : value);
    column_ += count;
  }
  void end_row() {
    pixels_.resize((pixels_.size() + width_ - 1) / width_ * width_);
    column_ = 0;
  }
  bool skip() {
    if (at_ + 2 > codes_.size()) return false;
    pixels_.resize(std::min(total_, pixels_.size() + codes_[at_] + codes_[at_ + 1] * width_));
    column_ = pixels_.size() % width_;
    at_ += 2;
    return true;
  }
  bool literal(std::size_t length) {
    const std::size_t count = std::min(total_ - pixels_.size(), length);
    const std::size_t bytes = four_bits_ ? (count + 1) / 2 : count;
    if (at_ + bytes > codes_.size()) return false;
    for (std::size_t i = 0; i < count; ++i)
      pixels_.push_back(four_bits_ ? nibble(codes_[at_ + i / 2], i) : codes_[at_ + i]);
    column_ += length;
    at_ += bytes;
    at_ += (file_offset_ + at_) % 2;  // codes start at even offsets of the file
    return true;
  }
  static std::uint8_t nibble(std::uint8_t value, std::size_t i) { return i % 2 == 0 ? value >> 4 : value & 15; }

  Bytes codes_;
  std::size_t file_offset_;
  std::size_t width_;
  std::size_t total_;
  bool four_bits_;
  std::size_t at_ = 0;
  std::size_t column_ = 0;
  std::vector<std::uint8_t> pixels_;
};

Result<void> read_runs(Bytes file, const BmpHeader& header, Image& image) {
  RunLengths runs(file.subspan(header.pixels_at), header.pixels_at, header);
  const std::vector<std::uint8_t> stored = TRY(runs.read());
  for (std::size_t y = 0; y < header.height; ++y) {
    const auto from = stored.begin() + static_cast<std::ptrdiff_t>(stored_row(header, y) * header.width);
    std::copy_n(from, header.width, image.pixels.begin() + static_cast<std::ptrdiff_t>(y * header.width));
  }
  return {};
}

// --- Colours --------------------------------------------------------------------------------------------------------------

std::optional<Layout> known_layout(int bits, const std::array<std::uint32_t, 4>& masks) {
  using Masks = std::array<std::uint32_t, 4>;
  static constexpr auto kOf32 = std::to_array<Masks>({{0xFF0000, 0xFF00, 0xFF, 0},
                                                      {0xFF000000, 0xFF0000, 0xFF00, 0},
                                                      {0xFF000000, 0xFF00, 0xFF, 0},
                                                      {0xFF000000, 0xFF0000, 0xFF00, 0xFF},
                                                      {0xFF, 0xFF00, 0xFF0000, 0xFF000000},
                                                      {0xFF0000, 0xFF00, 0xFF, 0xFF000000},
                                                      {0xFF000000, 0xFF00, 0xFF, 0xFF0000}});
  static constexpr auto kOf16 = std::to_array<Masks>({{0xF800, 0x7E0, 0x1F, 0}, {0x7C00, 0x3E0, 0x1F, 0}});
  static constexpr auto kOf24 = std::to_array<Masks>({{0xFF0000, 0xFF00, 0xFF, 0}});
  if (bits == 32 && masks == Masks{}) return Layout{{0xFF0000, 0xFF00, 0xFF, 0xFF000000}, Mode::rgba};
  const Masks wanted = bits == 32 ? masks : Masks{masks[0], masks[1], masks[2], 0};
  for (const Masks& known : bits == 32 ? std::span<const Masks>(kOf32) : bits == 16 ? std::span<const Masks>(kOf16) : kOf24) {
    if (known == wanted) return Layout{wanted, wanted[3] != 0 ? Mode::rgba : Mode::rgb};
  }
  return std::nullopt;
}

Result<Layout> layout_of(Bytes file, const BmpHeader& header) {
  if (header.compression != kBitfields) {
    if (header.bits == 16) return Layout{{0x7C00, 0x3E0, 0x1F, 0}, Mode::rgb};
    return Layout{{0xFF0000, 0xFF00, 0xFF, 0}, Mode::rgb};
  }
  // Masks stand behind the first 40 bytes, inside of longer headers; only those of 56 bytes and more have one for alpha.
  static constexpr std::size_t kMasksAt = kFileHeader + 40;
  if (file.size() < kMasksAt + 16) return truncated();
  const std::uint32_t alpha = header.size >= 56 ? le32(file, kMasksAt + 12) : 0;
  const auto layout = known_layout(header.bits, {le32(file, kMasksAt), le32(file, kMasksAt + 4), le32(file, kMasksAt + 8), alpha});
  if (!layout) return unsupported("a BMP with unusual bit masks");
  return *layout;
}

// The sample under `mask`, scaled to 0 … 255 by dividing down, as Pillow's unpackers do.
std::uint8_t sample(std::uint32_t pixel, std::uint32_t mask) {
  const std::uint32_t lowest = mask & (0U - mask);
  const std::uint32_t largest = mask / lowest;
  return static_cast<std::uint8_t>((pixel & mask) / lowest * 255 / largest);
}

Result<Image> read_colours(Bytes file, const BmpHeader& header) {
  const Layout layout = TRY(layout_of(file, header));
  const std::size_t bytes = static_cast<std::size_t>(header.bits / 8);
  const std::size_t stride = (header.width * bytes + 3) / 4 * 4;
  if (header.pixels_at > file.size()) return truncated();
  const Bytes pixels = file.subspan(header.pixels_at);
  if (pixels.size() < stride * (header.height - 1) + header.width * bytes) return truncated();
  Image image = empty_image(header, layout.mode);
  const auto kept = static_cast<std::size_t>(channels(layout.mode));
  auto out = image.pixels.begin();
  for (std::size_t y = 0; y < header.height; ++y) {
    const std::uint8_t* in = &pixels[stored_row(header, y) * stride];
    for (std::size_t x = 0; x < header.width; ++x, in += bytes) {
      std::uint32_t pixel = 0;
      for (std::size_t i = 0; i < bytes; ++i)
        pixel |= std::uint32_t{in[i]} << (8 * i);
      for (std::size_t c = 0; c < kept; ++c)
        *out++ = sample(pixel, layout.masks[c]);
    }
  }
  return image;
}

}  // namespace

// Two letters alone would take text for a picture, so the size of the second header must be one that exists.
bool recognises(Bytes bytes) {
  return starts_with(bytes, "BM") && (bytes.size() < kFileHeader + 4 || (le32(bytes, 14) >= kCoreHeader && le32(bytes, 14) <= 124));
}

Result<Header> probe(Bytes bytes) {
  const BmpHeader header = TRY(checked_header(bytes));
  return Header{.width = static_cast<int>(header.width), .height = static_cast<int>(header.height)};
}

Result<Image> decode(Bytes bytes, const Header&, const DecodeOptions&) {
  BmpHeader header = TRY(checked_header(bytes));
  if (header.bits > 8) return read_colours(bytes, header);
  if (header.compression == kBitfields) return unsupported("a BMP with a palette and bit masks");
  Image image = TRY(with_palette(bytes, header));
  if (header.pixels_at > bytes.size()) return truncated();
  TRY(header.compression == kRaw ? read_indices(bytes.subspan(header.pixels_at), header, image) : read_runs(bytes, header, image));
  return image;
}

}  // namespace kindred::images::bmp
