// What happens to a text before it is cut into words: open_clip's clean='lower'.
//
// The reference is open_clip 3.3.0 (`_clean_lower`) with ftfy 6.3.1: ftfy.fix_text(), html.unescape() twice, strip(), white space
// to single spaces, lower().
//
// Left out on purpose: ftfy's guess that a text was decoded with a wrong encoding ("sÃ³" for "só": its step fix_encoding, with
// restore_byte_a0, replace_lossy_sequences and decode_inconsistent_utf8). It is a heuristic of big tables that changes with every
// release; tests/data/tokens/mojibake.json shows what that costs. The same holds for mixtures of C1 control characters and Latin-1,
// where ftfy prefers that guess; single C1 controls are read as Windows-1252, as ftfy does last.
// Thread-safety: free functions from any thread.
#pragma once

#include <string>
#include <string_view>

namespace kindred::embed {

// ftfy.fix_text(text, fix_encoding=False): entities (in lines up to the first "<"), ligatures, character width, quotes, line breaks,
// terminal escapes, control characters, NFC; line by line, each line until nothing changes any more. A line that still changes
// after 100 rounds (entities nested that deep) is left as it is then, so that hostile text can't hold a thread.
std::u32string fix_text(std::u32string_view text);

// open_clip's _clean_lower(text).
std::u32string clean_text(std::u32string_view text);

}  // namespace kindred::embed
