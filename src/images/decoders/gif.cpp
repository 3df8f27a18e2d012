// GIF by giflib: the first frame on its canvas, as Pillow's GifImagePlugin gives it.
//
// Outside of the frame the canvas holds the transparent index (0 if there is none). A palette that is the ramp 0, 1, 2 … of
// grey makes a grey picture. A frame that sticks out of the screen enlarges the canvas.
#include <gif_lib.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "images/decoders/formats.h"

namespace kindred::images::gif {
namespace {

struct Reader {
  Bytes rest;
};

int read_some(GifFileType* file, GifByteType* to, int wanted) {
  auto& rest = static_cast<Reader*>(file->UserData)->rest;
  const std::size_t count = std::min(rest.size(), static_cast<std::size_t>(std::max(wanted, 0)));
  std::copy_n(rest.begin(), count, to);
  rest = rest.subspan(count);
  return static_cast<int>(count);
}

void close(GifFileType* file) {
  int ignored = 0;
  DGifCloseFile(file, &ignored);
}
using File = std::unique_ptr<GifFileType, decltype(&close)>;

Error failure(int code) {
  if (code == D_GIF_ERR_READ_FAILED || code == D_GIF_ERR_EOF_TOO_SOON) return corrupt("the GIF data is truncated");
  const char* text = GifErrorString(code);
  return corrupt("the GIF data is damaged: " + std::string(text != nullptr ? text : "it can't be read"));
}

Result<File> open(Reader& reader) {
  int code = 0;
  File file(DGifOpen(&reader, read_some, &code), close);
  if (!file) return failure(code);
  return file;
}

struct Frame {
  int canvas_width;
  int canvas_height;
  int transparent = -1;  // index, or none
};

Result<void> read_extension(GifFileType* file, int& transparent) {
  int kind = 0;
  GifByteType* block = nullptr;  // its length, then its bytes
  if (DGifGetExtension(file, &kind, &block) != GIF_OK) return failure(file->Error);
  for (bool first = true; block != nullptr; first = false) {
    if (first && kind == GRAPHICS_EXT_FUNC_CODE && block[0] >= 4 && (block[1] & 1) != 0) transparent = block[4];
    if (DGifGetExtensionNext(file, &block) != GIF_OK) return failure(file->Error);
  }
  return {};
}

// Reads up to the first frame's description; file->Image is set then.
Result<Frame> seek_frame(GifFileType* file) {
  Frame frame{.canvas_width = file->SWidth, .canvas_height = file->SHeight};
  for (;;) {
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(file, &record) != GIF_OK) return failure(file->Error);
    if (record == TERMINATE_RECORD_TYPE) return corrupt("the GIF file holds no picture");
    if (record == EXTENSION_RECORD_TYPE) TRY(read_extension(file, frame.transparent));
    if (record == IMAGE_DESC_RECORD_TYPE) break;
  }
  if (DGifGetImageDesc(file) != GIF_OK) return failure(file->Error);
  const GifImageDesc& area = file->Image;
  if (area.Width < 1 || area.Height < 1) return corrupt("the GIF data is damaged: a frame without pixels");
  frame.canvas_width = std::max(frame.canvas_width, area.Left + area.Width);
  frame.canvas_height = std::max(frame.canvas_height, area.Top + area.Height);
  return frame;
}

bool is_grey_ramp(const ColorMapObject& map) {
  for (int i = 0; i < map.ColorCount; ++i) {
    const GifColorType& colour = map.Colors[i];
    if (colour.Red != i || colour.Green != i || colour.Blue != i) return false;
  }
  return true;
}

void set_palette(Image& image, const GifFileType& file) {
  const ColorMapObject* map = file.Image.ColorMap != nullptr ? file.Image.ColorMap : file.SColorMap;
  if (map == nullptr || is_grey_ramp(*map)) {
    image.mode = Mode::grey;
    return;
  }
  image.mode = Mode::palette;
  for (int i = 0; i < map->ColorCount; ++i)
    image.palette.push_back({map->Colors[i].Red, map->Colors[i].Green, map->Colors[i].Blue});
}

struct Pass {
  int first_row;
  int step;
};

Result<void> read_rows(GifFileType* file, Image& image) {
  static constexpr Pass kPlain[] = {{0, 1}};
  static constexpr Pass kInterlaced[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
  const GifImageDesc& area = file->Image;
  for (const Pass pass : area.Interlace ? std::span<const Pass>(kInterlaced) : std::span<const Pass>(kPlain)) {
    for (int y = pass.first_row; y < area.Height; y += pass.step) {
      std::uint8_t* row = image.pixels.data() + std::size_t(area.Top + y) * std::size_t(image.width) + area.Left;
      if (DGifGetLine(file, row, area.Width) != GIF_OK) return failure(file->Error);
    }
  }
  return {};
}

}  // namespace

bool recognises(Bytes bytes) { return starts_with(bytes, "GIF87a") || starts_with(bytes, "GIF89a"); }

Result<Header> probe(Bytes bytes) {
  Reader reader{bytes};
  const File file = TRY(open(reader));
  const Frame frame = TRY(seek_frame(file.get()));
  return Header{.width = frame.canvas_width, .height = frame.canvas_height};
}

Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions&) {
  Reader reader{bytes};
  const File file = TRY(open(reader));
  const Frame frame = TRY(seek_frame(file.get()));
  Image image{.width = header.width, .height = header.height};
  set_palette(image, *file);
  image.pixels.assign(std::size_t(image.width) * std::size_t(image.height), static_cast<std::uint8_t>(std::max(frame.transparent, 0)));
  TRY(read_rows(file.get(), image));
  return image;
}

}  // namespace kindred::images::gif
