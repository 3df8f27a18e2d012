// TIFF by libtiff: the first page, in the modes of Pillow's TiffImagePlugin. Strips and tiles are read as samples and mapped to
// pixels here; only YCbCr goes through libtiff's own colour conversion, as in Pillow.
// 16-bit grey is scaled to 8 bits with rounding; 16-bit colours lose their low byte.
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "images/decoders/formats.h"
#include "images/exif.h"

namespace kindred::images::tiff {
namespace {

// Beyond what a strip or tile within the pixel limit needs, so that a hostile directory can't fill the memory.
constexpr tmsize_t kMaxAllocation = tmsize_t{1} << 30;

struct Source {
  Bytes bytes;
  std::size_t at = 0;
  std::string error;  // the first that libtiff reported
};

Source& source_of(thandle_t handle) { return *static_cast<Source*>(handle); }

tmsize_t read_some(thandle_t handle, void* to, tmsize_t wanted) {
  Source& source = source_of(handle);
  const std::size_t left = source.at < source.bytes.size() ? source.bytes.size() - source.at : 0;
  const std::size_t count = std::min(left, static_cast<std::size_t>(std::max<tmsize_t>(wanted, 0)));
  if (count > 0) std::memcpy(to, source.bytes.data() + source.at, count);
  source.at += count;
  return static_cast<tmsize_t>(count);
}
tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }
toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Source& source = source_of(handle);
  const toff_t base = whence == SEEK_CUR ? source.at : whence == SEEK_END ? source.bytes.size() : 0;
  source.at = base + offset;
  return source.at;
}
int close_nothing(thandle_t) { return 0; }
toff_t size_of(thandle_t handle) { return source_of(handle).bytes.size(); }

int on_error(TIFF*, void* user, const char*, const char* format, va_list values) {
  auto& error = static_cast<Source*>(user)->error;
  char text[256] = {};
  if (error.empty() && std::vsnprintf(text, sizeof text, format, values) > 0) error = text;
  return 1;
}
int on_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }

using File = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Result<File> open(Source& source) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
  if (!options) return unavailable("no memory for a TIFF decoder");
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxAllocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, nullptr);
  // "m": the bytes aren't mapped, so that every access is checked by read_some().
  File file(
      TIFFClientOpenExt("the file", "rm", &source, read_some, write_nothing, seek, close_nothing, size_of, nullptr, nullptr, options.get()),
      TIFFClose);
  if (!file) return corrupt("the TIFF data is truncated or damaged: " + (source.error.empty() ? "no directory" : source.error));
  return file;
}

Error damaged(const Source& source) {
  return corrupt("the TIFF data is truncated or damaged: " + (source.error.empty() ? "its picture data can't be read" : source.error));
}

struct Layout {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;     // a sample
  std::uint16_t samples = 1;  // a pixel
  std::uint16_t photometric = 0;
  std::uint16_t compression = COMPRESSION_NONE;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  std::uint16_t orientation = 1;
  bool planes = false;  // each sample in strips of its own
  std::vector<std::uint16_t> extra;
};

// libtiff fills in a missing description of a fourth sample, which then looks like one that means nothing.
bool describes_extra_samples(Bytes bytes) {
  const bool is_big = starts_with(bytes, "II+") || has_at(bytes, 3, "+");
  return is_big || directory_value(bytes, TIFFTAG_EXTRASAMPLES).has_value();
}

Result<Layout> read_layout(TIFF* file, Bytes bytes) {
  Layout layout;
  if (TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &layout.width) == 0 || TIFFGetField(file, TIFFTAG_IMAGELENGTH, &layout.height) == 0 ||
      layout.width == 0 || layout.height == 0 || layout.width > 0x7FFFFFFF || layout.height > 0x7FFFFFFF) {
    return corrupt("the TIFF data is damaged: a picture without pixels");
  }
  std::uint16_t planar = PLANARCONFIG_CONTIG;
  std::uint16_t extra_count = 0;
  std::uint16_t* extra = nullptr;
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &layout.bits);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
  TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &layout.photometric);
  // libtiff takes a picture whose palette can't be read for a grey one.
  if (layout.photometric != PHOTOMETRIC_PALETTE && directory_value(bytes, TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_PALETTE) {
    return corrupt("the TIFF data is truncated or damaged: its palette can't be read");
  }
  TIFFGetFieldDefaulted(file, TIFFTAG_COMPRESSION, &layout.compression);
  TIFFGetFieldDefaulted(file, TIFFTAG_SAMPLEFORMAT, &layout.format);
  TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &layout.orientation);
  TIFFGetFieldDefaulted(file, TIFFTAG_PLANARCONFIG, &planar);
  if (TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &extra_count, &extra) != 0 && extra != nullptr) {
    if (extra_count > 1 || describes_extra_samples(bytes)) layout.extra.assign(extra, extra + extra_count);
  }
  layout.planes = planar == PLANARCONFIG_SEPARATE && layout.samples > 1;
  return layout;
}

// --- Which pictures are handled -------------------------------------------------------------------------------------------

enum class Alpha { none, straight, premultiplied };

struct Mapping {
  Mode mode = Mode::grey;
  int colours = 1;  // samples that are colours
  Alpha alpha = Alpha::none;
  bool inverted = false;  // 0 is white
};

int colour_samples(std::uint16_t photometric) {
  switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE: return 1;
    case PHOTOMETRIC_RGB:
    case PHOTOMETRIC_YCBCR: return 3;
    case PHOTOMETRIC_SEPARATED: return 4;
    default: return 0;
  }
}

// The first extra sample decides; RGB with a fourth sample that isn't described is taken as RGBA, as Pillow does.
Alpha alpha_of(const Layout& layout, int colours) {
  if (layout.samples <= colours || layout.photometric == PHOTOMETRIC_SEPARATED || layout.photometric == PHOTOMETRIC_PALETTE)
    return Alpha::none;
  if (layout.extra.empty()) return layout.photometric == PHOTOMETRIC_RGB ? Alpha::straight : Alpha::none;
  if (layout.extra[0] == EXTRASAMPLE_ASSOCALPHA) return Alpha::premultiplied;
  return layout.extra[0] == EXTRASAMPLE_UNSPECIFIED ? Alpha::none : Alpha::straight;
}

Result<Mapping> mapping_of(const Layout& layout) {
  if (TIFFIsCODECConfigured(layout.compression) == 0) return unsupported("a TIFF with compression " + std::to_string(layout.compression));
  Mapping mapping{.colours = colour_samples(layout.photometric)};
  if (mapping.colours == 0) return unsupported("a TIFF with photometric interpretation " + std::to_string(layout.photometric));
  const bool is_integer =
      layout.format == SAMPLEFORMAT_UINT || layout.format == SAMPLEFORMAT_VOID || (layout.format == SAMPLEFORMAT_INT && layout.bits == 8);
  const bool is_small = layout.bits == 1 || layout.bits == 2 || layout.bits == 4;
  const bool is_deep = layout.bits == 16 && layout.photometric != PHOTOMETRIC_PALETTE;
  if (!is_integer || !(layout.bits == 8 || is_deep || (is_small && layout.samples == 1))) {
    return unsupported("a TIFF with " + std::to_string(layout.samples) + " samples of " + std::to_string(layout.bits) +
                       (is_integer ? " bits" : " bits that aren't unsigned integers"));
  }
  if (layout.samples < mapping.colours) return corrupt("the TIFF data is damaged: colours without samples");
  mapping.alpha = alpha_of(layout, mapping.colours);
  mapping.inverted = layout.photometric == PHOTOMETRIC_MINISWHITE;
  const bool has_alpha = mapping.alpha != Alpha::none;
  switch (layout.photometric) {
    case PHOTOMETRIC_PALETTE: mapping.mode = Mode::palette; break;
    case PHOTOMETRIC_SEPARATED: mapping.mode = Mode::cmyk; break;
    case PHOTOMETRIC_RGB: mapping.mode = has_alpha ? Mode::rgba : Mode::rgb; break;
    case PHOTOMETRIC_YCBCR: mapping.mode = Mode::rgb; break;
    default: mapping.mode = has_alpha ? Mode::grey_alpha : layout.bits == 1 ? Mode::one : Mode::grey; break;
  }
  return mapping;
}

// --- Samples --------------------------------------------------------------------------------------------------------------

// A strip is a tile as wide as the picture.
struct Grid {
  std::uint32_t width;
  std::uint32_t height;
  tmsize_t bytes;  // of a tile
  tmsize_t row_bytes;
};

Result<Grid> grid_of(TIFF* file, const Layout& layout) {
  Grid grid{};
  if (TIFFIsTiled(file) != 0) {
    TIFFGetField(file, TIFFTAG_TILEWIDTH, &grid.width);
    TIFFGetField(file, TIFFTAG_TILELENGTH, &grid.height);
    grid.bytes = TIFFTileSize(file);
    grid.row_bytes = TIFFTileRowSize(file);
  } else {
    TIFFGetFieldDefaulted(file, TIFFTAG_ROWSPERSTRIP, &grid.height);
    grid.width = layout.width;
    grid.height = std::min(grid.height, layout.height);
    grid.bytes = TIFFStripSize(file);
    grid.row_bytes = TIFFScanlineSize(file);
  }
  const std::uint64_t samples_a_row = std::uint64_t{grid.width} * (layout.planes ? 1 : layout.samples);
  const std::uint64_t needed = (samples_a_row * layout.bits + 7) / 8;
  if (grid.width == 0 || grid.height == 0 || grid.bytes <= 0 || grid.bytes > kMaxAllocation ||
      static_cast<std::uint64_t>(grid.row_bytes) < needed || static_cast<std::uint64_t>(grid.bytes) < needed * grid.height) {
    return corrupt("the TIFF data is damaged: its strips or tiles make no sense");
  }
  return grid;
}

// Sample number `i` of a row, as 8 bits: small samples as they are, deep ones by their high byte or, for grey, rounded.
struct Samples {
  int bits;
  bool round;
  std::uint8_t at(const std::uint8_t* row, std::size_t i) const {
    if (bits == 8) return row[i];
    if (bits == 16) {
      std::uint16_t value = 0;
      std::memcpy(&value, row + 2 * i, 2);  // libtiff gives the machine's byte order
      return static_cast<std::uint8_t>(round ? (value * 255U + 32767) / 65535 : value >> 8);
    }
    const std::size_t bit = i * static_cast<std::size_t>(bits);
    return static_cast<std::uint8_t>((row[bit / 8] >> (8 - static_cast<std::size_t>(bits) - bit % 8)) & ((1U << bits) - 1));
  }
};

// Which of the picture's samples (colours and alpha) one plane holds.
struct Plane {
  std::size_t first;  // channel of the picture
  std::size_t count;  // channels to take
  std::size_t step;   // samples from pixel to pixel
};

void copy_tile(const std::vector<std::uint8_t>& tile, const Grid& grid, const Samples& samples, const Plane& plane, std::uint32_t left,
               std::uint32_t top, Image& image) {
  const auto bytes = static_cast<std::size_t>(channels(image.mode));
  const std::size_t columns = std::min<std::size_t>(grid.width, static_cast<std::size_t>(image.width) - left);
  const std::size_t rows = std::min<std::size_t>(grid.height, static_cast<std::size_t>(image.height) - top);
  for (std::size_t y = 0; y < rows; ++y) {
    const std::uint8_t* in = tile.data() + y * static_cast<std::size_t>(grid.row_bytes);
    std::uint8_t* out = image.pixels.data() + ((top + y) * static_cast<std::size_t>(image.width) + left) * bytes + plane.first;
    for (std::size_t x = 0; x < columns; ++x, out += bytes) {
      for (std::size_t c = 0; c < plane.count; ++c)
        out[c] = samples.at(in, x * plane.step + c);
    }
  }
}

Result<void> read_plane(TIFF* file, const Grid& grid, const Samples& samples, const Plane& plane, std::uint16_t number, Image& image,
                        const Source& source) {
  std::vector<std::uint8_t> tile(static_cast<std::size_t>(grid.bytes));
  for (std::uint32_t top = 0; top < static_cast<std::uint32_t>(image.height); top += grid.height) {
    for (std::uint32_t left = 0; left < static_cast<std::uint32_t>(image.width); left += grid.width) {
      const bool tiled = TIFFIsTiled(file) != 0;
      const tmsize_t got = tiled ? TIFFReadEncodedTile(file, TIFFComputeTile(file, left, top, 0, number), tile.data(), grid.bytes)
                                 : TIFFReadEncodedStrip(file, TIFFComputeStrip(file, top, number), tile.data(), grid.bytes);
      const tmsize_t rows = std::min<tmsize_t>(grid.height, static_cast<tmsize_t>(image.height) - top);
      if (got < (tiled ? grid.bytes : rows * grid.row_bytes)) return damaged(source);
      copy_tile(tile, grid, samples, plane, left, top, image);
      if (grid.width > 0x7FFFFFFF - left) break;
    }
    if (grid.height > 0x7FFFFFFF - top) break;
  }
  return {};
}

Result<void> read_samples(TIFF* file, const Layout& layout, Image& image, const Source& source) {
  const Grid grid = TRY(grid_of(file, layout));
  const bool is_grey = image.mode == Mode::grey || image.mode == Mode::grey_alpha;
  const Samples samples{.bits = layout.bits, .round = is_grey};
  const auto count = static_cast<std::size_t>(channels(image.mode));
  if (!layout.planes) return read_plane(file, grid, samples, {.first = 0, .count = count, .step = layout.samples}, 0, image, source);
  for (std::size_t c = 0; c < count; ++c) {
    TRY(read_plane(file, grid, samples, {.first = c, .count = 1, .step = 1}, static_cast<std::uint16_t>(c), image, source));
  }
  return {};
}

// libtiff's own conversion, which knows the subsampling; it gives ABGR words, top row first.
Result<void> read_ycbcr(TIFF* file, Image& image, const Source& source) {
  std::vector<std::uint32_t> words(image.pixels.size() / 3);
  // Asking for the orientation that the file has leaves the rows as they are stored.
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &orientation);
  if (TIFFReadRGBAImageOriented(file, static_cast<std::uint32_t>(image.width), static_cast<std::uint32_t>(image.height), words.data(),
                                orientation, 1) == 0) {
    return damaged(source);
  }
  std::uint8_t* out = image.pixels.data();
  for (const std::uint32_t word : words) {
    *out++ = static_cast<std::uint8_t>(TIFFGetR(word));
    *out++ = static_cast<std::uint8_t>(TIFFGetG(word));
    *out++ = static_cast<std::uint8_t>(TIFFGetB(word));
  }
  return {};
}

// --- Finishing ------------------------------------------------------------------------------------------------------------

// Samples of less than 8 bits to the full range, and white to 255.
void stretch(Image& image, const Layout& layout, bool inverted) {
  const int largest = layout.bits < 8 ? (1 << layout.bits) - 1 : 255;
  const auto step = image.mode == Mode::grey_alpha ? std::size_t{2} : std::size_t{1};
  for (std::size_t i = 0; i < image.pixels.size(); i += step) {
    const int value = image.pixels[i] * (255 / largest);
    image.pixels[i] = static_cast<std::uint8_t>(inverted ? 255 - value : value);
  }
}

// Colours are divided by alpha as Pillow does on reading.
void unpremultiply(Image& image) {
  const auto count = static_cast<std::size_t>(channels(image.mode));
  for (std::size_t i = 0; i < image.pixels.size(); i += count) {
    const unsigned alpha = image.pixels[i + count - 1];
    for (std::size_t c = 0; c + 1 < count; ++c) {
      image.pixels[i + c] = static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, image.pixels[i + c] * 255U / alpha));
    }
  }
}

Result<void> read_palette(TIFF* file, const Layout& layout, Image& image) {
  std::uint16_t* red = nullptr;
  std::uint16_t* green = nullptr;
  std::uint16_t* blue = nullptr;
  if (TIFFGetField(file, TIFFTAG_COLORMAP, &red, &green, &blue) == 0) return corrupt("the TIFF data is damaged: it has no palette");
  for (std::size_t i = 0; i < std::size_t{1} << layout.bits; ++i) {
    image.palette.push_back(
        {static_cast<std::uint8_t>(red[i] >> 8), static_cast<std::uint8_t>(green[i] >> 8), static_cast<std::uint8_t>(blue[i] >> 8)});
  }
  return {};
}

}  // namespace

bool recognises(Bytes bytes) {
  static constexpr std::string_view kMagics[] = {{"II*\0", 4}, {"MM\0*", 4}, {"II+\0", 4}, {"MM\0+", 4}};
  return std::any_of(std::begin(kMagics), std::end(kMagics), [bytes](std::string_view magic) { return starts_with(bytes, magic); });
}

Result<Header> probe(Bytes bytes) {
  Source source{.bytes = bytes};
  const File file = TRY(open(source));
  const Layout layout = TRY(read_layout(file.get(), bytes));
  const int orientation = layout.orientation >= 1 && layout.orientation <= 8 ? layout.orientation : 1;
  return Header{.width = static_cast<int>(layout.width), .height = static_cast<int>(layout.height), .orientation = orientation};
}

Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions&) {
  Source source{.bytes = bytes};
  const File file = TRY(open(source));
  const Layout layout = TRY(read_layout(file.get(), bytes));
  const Mapping mapping = TRY(mapping_of(layout));
  Image image{.width = header.width, .height = header.height, .mode = mapping.mode};
  image.pixels.resize(std::size_t(image.width) * std::size_t(image.height) * std::size_t(channels(image.mode)));

  const bool is_ycbcr = layout.photometric == PHOTOMETRIC_YCBCR;
  const bool jpeg_gives_rgb = is_ycbcr && layout.compression == COMPRESSION_JPEG && !layout.planes;
  if (jpeg_gives_rgb) TIFFSetField(file.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  TRY(is_ycbcr && !jpeg_gives_rgb ? read_ycbcr(file.get(), image, source) : read_samples(file.get(), layout, image, source));

  const bool is_grey = image.mode == Mode::one || image.mode == Mode::grey || image.mode == Mode::grey_alpha;
  if (is_grey && (layout.bits < 8 || mapping.inverted)) stretch(image, layout, mapping.inverted);
  if (mapping.alpha == Alpha::premultiplied) unpremultiply(image);
  if (image.mode == Mode::palette) TRY(read_palette(file.get(), layout, image));
  return image;
}

}  // namespace kindred::images::tiff
