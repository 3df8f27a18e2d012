#include "query/characters.h"
#include "query/grammar.h"
#include "query/lexer.h"
#include "query/query.h"

namespace kindred::query {

Result<SyntaxTree> parse(std::string_view text) {
  if (text.size() > kMaxTextBytes) {
    return Error{ErrorKind::too_large,
                 "The query has " + std::to_string(text.size()) + " bytes, at most " + std::to_string(kMaxTextBytes) + " are read",
                 {}};
  }
  if (!is_valid_utf8(text)) return invalid("The query is not valid UTF-8");
  Lexer lexer(text);
  Grammar grammar;
  while (const auto token = TRY(lexer.next()))
    TRY(grammar.take(*token));
  return grammar.finish(lexer.position());
}

Result<Query> parse(std::string_view text, View view) { return check(TRY(parse(text)), view); }

}  // namespace kindred::query
