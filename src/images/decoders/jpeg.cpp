// JPEG by libjpeg-turbo with the settings of Pillow's JpegDecode.c: ISLOW inverse DCT, fancy upsampling, RGB, grey or CMYK out.
//
// CMYK is always inverted, as Pillow assumes Adobe's convention. Data that ends early is an error although libjpeg could
// fill the rest with grey: our source suspends at the end of the data, and a suspended decoder means a truncated file.
// libjpeg reports errors by longjmp; only run() calls setjmp, and nothing with a destructor lives inside it.
#include <cstdio>  // jpeglib.h needs it before
// clang-format off
#include <jpeglib.h>
// clang-format on

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <string>
#include <utility>

#include "images/decoders/formats.h"
#include "images/exif.h"

namespace kindred::images::jpeg {
namespace {

// A progressive file of a few kilobytes can ask for thousands of passes over a large picture.
constexpr int kMaxScans = 500;
constexpr int kExifMarker = JPEG_APP0 + 1;

struct ErrorManager {
  jpeg_error_mgr base;  // first, so that libjpeg's pointer to it is a pointer to this
  std::jmp_buf jump;
};

[[noreturn]] void on_error(j_common_ptr info) { std::longjmp(reinterpret_cast<ErrorManager*>(info->err)->jump, 1); }
void on_message(j_common_ptr) {}  // warnings are counted by libjpeg; nothing is printed

void on_progress(j_common_ptr info) {
  auto* decompressor = reinterpret_cast<j_decompress_ptr>(info);
  if (decompressor->input_scan_number > kMaxScans) on_error(info);
}

void nothing(j_decompress_ptr) {}
boolean suspend(j_decompress_ptr) { return FALSE; }
void skip(j_decompress_ptr info, long count) {
  const auto skipped = std::min(static_cast<std::size_t>(std::max(count, 0L)), info->src->bytes_in_buffer);
  info->src->next_input_byte += skipped;
  info->src->bytes_in_buffer -= skipped;
}

class Decompressor {
 public:
  explicit Decompressor(Bytes bytes) {
    info_.err = jpeg_std_error(&errors_.base);
    errors_.base.error_exit = on_error;
    errors_.base.output_message = on_message;
    created_ = run([this] { jpeg_create_decompress(&info_); });
    source_ = {.next_input_byte = bytes.data(),
               .bytes_in_buffer = bytes.size(),
               .init_source = nothing,
               .fill_input_buffer = suspend,
               .skip_input_data = skip,
               .resync_to_restart = jpeg_resync_to_restart,
               .term_source = nothing};
    info_.src = &source_;
    progress_.progress_monitor = on_progress;
    info_.progress = &progress_;
  }
  ~Decompressor() { jpeg_destroy_decompress(&info_); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  // False if libjpeg reported an error, which failure() tells. `work` must own nothing.
  template <typename Work>
  [[gnu::noinline]] bool run(const Work& work) {
    if (setjmp(errors_.jump) != 0) return false;
    work();
    return true;
  }

  Error failure() {
    if (info_.progress != nullptr && info_.input_scan_number > kMaxScans) {
      return corrupt("the JPEG data has more than " + std::to_string(kMaxScans) + " scans");
    }
    char text[JMSG_LENGTH_MAX] = {};
    info_.err->format_message(reinterpret_cast<j_common_ptr>(&info_), text);
    const std::string message(text);
    if (message.find("Unsupported") != std::string::npos || message.find("precision") != std::string::npos) {
      return unsupported("a JPEG variant that isn't handled: " + message);
    }
    return corrupt("the JPEG data is damaged: " + message);
  }

  Result<void> read_header() {
    int status = JPEG_HEADER_TABLES_ONLY;
    const bool ok = created_ && run([this, &status] {
                      jpeg_save_markers(&info_, kExifMarker, 0xFFFF);
                      while (status == JPEG_HEADER_TABLES_ONLY)
                        status = jpeg_read_header(&info_, FALSE);
                    });
    if (!ok) return failure();
    if (status != JPEG_HEADER_OK) return corrupt("the JPEG data is truncated: it ends inside the header");
    if (info_.data_precision != 8) return unsupported("a JPEG with " + std::to_string(info_.data_precision) + " bits a sample");
    if (info_.num_components != 1 && info_.num_components != 3 && info_.num_components != 4) {
      return unsupported("a JPEG with " + std::to_string(info_.num_components) + " components");
    }
    return {};
  }

  jpeg_decompress_struct& info() { return info_; }

 private:
  jpeg_decompress_struct info_{};
  ErrorManager errors_{};
  jpeg_source_mgr source_{};
  jpeg_progress_mgr progress_{};
  bool created_ = false;
};

int orientation_of(const jpeg_decompress_struct& info) {
  for (auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
    const Bytes data(marker->data, marker->data_length);
    if (marker->marker == kExifMarker && starts_with(data, std::string_view("Exif\0\0", 6))) return exif_orientation(data);
  }
  return 1;
}

Mode choose_output(jpeg_decompress_struct& info) {
  switch (info.num_components) {
    case 1: info.out_color_space = JCS_GRAYSCALE; return Mode::grey;
    case 3: info.out_color_space = JCS_RGB; return Mode::rgb;
    default: info.out_color_space = JCS_CMYK; return Mode::cmyk;
  }
}

// The largest power of two that leaves the shorter side at least `wanted` pixels.
unsigned scale_denominator(const Header& header, int wanted) {
  const int shorter = std::min(header.width, header.height);
  for (const int denominator : {8, 4, 2}) {
    if (wanted > 0 && (shorter + denominator - 1) / denominator >= wanted) return static_cast<unsigned>(denominator);
  }
  return 1;
}

}  // namespace

bool recognises(Bytes bytes) { return starts_with(bytes, "\xff\xd8\xff"); }

Result<Header> probe(Bytes bytes) {
  Decompressor decompressor(bytes);
  TRY(decompressor.read_header());
  const auto& info = decompressor.info();
  return Header{
      .width = static_cast<int>(info.image_width), .height = static_cast<int>(info.image_height), .orientation = orientation_of(info)};
}

Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions& options) {
  Decompressor decompressor(bytes);
  TRY(decompressor.read_header());
  auto& info = decompressor.info();
  Image image{.mode = choose_output(info)};
  info.scale_num = 1;
  info.scale_denom = scale_denominator(header, options.fast_shorter_side);
  if (!decompressor.run([&info] { jpeg_calc_output_dimensions(&info); })) return decompressor.failure();
  image.width = static_cast<int>(info.output_width);
  image.height = static_cast<int>(info.output_height);
  const std::size_t stride = std::size_t{info.output_width} * static_cast<std::size_t>(channels(image.mode));
  image.pixels.resize(stride * info.output_height);

  const bool ok = decompressor.run([&info, &image, stride] {
    if (jpeg_start_decompress(&info) == 0) return;
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = image.pixels.data() + info.output_scanline * stride;
      if (jpeg_read_scanlines(&info, &row, 1) != 1) return;
    }
  });
  if (!ok) return decompressor.failure();
  if (info.output_scanline < info.output_height) {
    return corrupt("the JPEG data is truncated: it ends after " + std::to_string(info.output_scanline) + " of " +
                   std::to_string(info.output_height) + " rows");
  }
  if (image.mode == Mode::cmyk) {
    for (auto& value : image.pixels)
      value = static_cast<std::uint8_t>(255 - value);
  }
  return image;
}

}  // namespace kindred::images::jpeg
