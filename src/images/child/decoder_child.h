// The life of a decoding child: limits itself, says hello, decodes pictures one after another until its parent closes the socket.
//
// Started by a ChildOptions::command (picture_decoder.h), with the descriptors of protocol.h. It has no more than those: no files, no
// network, no new processes; so much memory; so much time a picture.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "images/decode.h"

namespace kindred::images {

// Only decoding is planted with defects in tests.
using DecodeFunction = std::function<Result<Image>(std::span<const std::uint8_t> bytes, const DecodeOptions& options)>;

// Gives the exit code of the process. `decode` is images::decode(); tests plant worse ones.
int run_decoder_child(const DecodeFunction& decode = images::decode);

// The hidden argument by which the program knows that it is to be a decoding child.
inline constexpr std::string_view kDecoderChildArgument = "decoder-child";

}  // namespace kindred::images
