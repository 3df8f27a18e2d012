// kindred tokenize: a model's token ids of texts, for parity checks.
#include <cstdio>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/model_argument.h"

namespace kindred::cli {
namespace {

class TokenizeCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "tokenize"; }
  [[nodiscard]] std::string_view summary() const override { return "Print the token ids of texts as a JSON array of arrays"; }
  [[nodiscard]] std::string_view example() const override { return "kindred tokenize --model ./ViT-B-16 texts.json"; }

  void declare(Arguments& arguments) override {
    model_.declare(arguments);
    arguments.positional("TEXTS", texts_, "A JSON array of strings");
  }

  Result<int> run() override {
    const std::shared_ptr<embed::Embedder> embedder = TRY(model_.open());
    json::array rows;
    for (const std::string& text : TRY(read_texts(texts_))) {
      const std::vector<std::int64_t> ids = TRY(embedder->tokenize(text));
      rows.emplace_back(json::array(ids.begin(), ids.end()));
    }
    const std::string printed = json::serialize(rows);
    std::printf("%s\n", printed.c_str());
    return 0;
  }

 private:
  ModelArgument model_;
  std::string texts_;
};

}  // namespace

std::unique_ptr<Command> make_tokenize_command() { return std::make_unique<TokenizeCommand>(); }

}  // namespace kindred::cli
