// encode_jpeg() and encode_png(); thumbnail.h says what they promise.
#include <cstdio>  // jpeglib.h needs it before
// clang-format off
#include <jpeglib.h>
// clang-format on
#include <spng.h>

#include <csetjmp>
#include <cstdlib>
#include <memory>
#include <string>

#include "images/convert.h"
#include "images/thumbnail.h"

namespace kindred::images {
namespace {

struct ErrorManager {
  jpeg_error_mgr base;  // first, so that libjpeg's pointer to it is a pointer to this
  std::jmp_buf jump;
};

[[noreturn]] void on_error(j_common_ptr info) { std::longjmp(reinterpret_cast<ErrorManager*>(info->err)->jump, 1); }
void on_message(j_common_ptr) {}

struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }
};

// What libjpeg and libspng write into; they allocate with malloc.
struct JpegOutput {
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT(google-runtime-int): the type is libjpeg's
};

// libjpeg reports errors by longjmp, so nothing here has a destructor. False on an error.
bool compress(const Image& image, int quality, jpeg_compress_struct& info, ErrorManager& errors, JpegOutput& output) {
  info.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = on_error;
  errors.base.output_message = on_message;
  if (setjmp(errors.jump) != 0) return false;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &output.bytes, &output.size);
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  info.input_components = channels(image.mode);
  info.in_color_space = image.mode == Mode::grey ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);  // 4:2:0
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  const std::size_t stride = std::size_t(image.width) * std::size_t(info.input_components);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(image.pixels.data() + info.next_scanline * stride);  // libjpeg only reads
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_jpeg(const Image& image, int quality) {
  if (image.mode != Mode::rgb && image.mode != Mode::grey) return encode_jpeg(to_rgb(image), quality);
  jpeg_compress_struct info{};
  ErrorManager errors{};
  JpegOutput output;
  const bool ok = compress(image, quality, info, errors, output);
  const std::unique_ptr<unsigned char, FreeMemory> owner(output.bytes);
  char text[JMSG_LENGTH_MAX] = {};
  if (!ok) info.err->format_message(reinterpret_cast<j_common_ptr>(&info), text);
  jpeg_destroy_compress(&info);
  if (!ok) return invalid("a picture can't be written as JPEG: " + std::string(text));
  return std::vector<std::uint8_t>(output.bytes, output.bytes + output.size);
}

Result<std::vector<std::uint8_t>> encode_png(const Image& image) {
  if (image.mode != Mode::rgb && image.mode != Mode::rgba && image.mode != Mode::grey) return encode_png(to_rgb(image));
  const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(SPNG_CTX_ENCODER), spng_ctx_free);
  if (!context) return unavailable("no memory for a PNG encoder");
  const int colour = image.mode == Mode::grey  ? SPNG_COLOR_TYPE_GRAYSCALE
                     : image.mode == Mode::rgb ? SPNG_COLOR_TYPE_TRUECOLOR
                                               : SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
  spng_ihdr header{.width = static_cast<std::uint32_t>(image.width),
                   .height = static_cast<std::uint32_t>(image.height),
                   .bit_depth = 8,
                   .color_type = static_cast<std::uint8_t>(colour)};
  int status = spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
  if (status == 0) status = spng_set_ihdr(context.get(), &header);
  if (status == 0) status = spng_encode_image(context.get(), image.pixels.data(), image.pixels.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
  std::size_t size = 0;
  const std::unique_ptr<void, FreeMemory> bytes(status == 0 ? spng_get_png_buffer(context.get(), &size, &status) : nullptr);
  if (status != 0 || !bytes) return invalid("a picture can't be written as PNG: " + std::string(spng_strerror(status)));
  const auto* first = static_cast<const std::uint8_t*>(bytes.get());
  return std::vector<std::uint8_t>(first, first + size);
}

}  // namespace kindred::images
