// kindred search: text or an image file as the query, on a Datalake or a version.
#include <cstdio>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/workspace_arguments.h"
#include "usecases/browse.h"
#include "usecases/search_images.h"

namespace kindred::cli {
namespace {

class SearchCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "search"; }
  [[nodiscard]] std::string_view summary() const override {
    return "Find images by text or by a picture; prints score and filename, best first";
  }
  [[nodiscard]] std::string_view example() const override {
    return "kindred search --text 'a slice of pizza' --limit 10\n  kindred search --image photo.jpg --dataset street --version v1";
  }

  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    workspace_.declare_embedding(arguments);
    arguments.option("--text", text_, "What the pictures show");
    arguments.option("--image", image_, "A picture to find similar ones of");
    arguments.option("--limit", limit_, "How many, at most 10000");
    arguments.option("--dataset", dataset_, "Search a version of this dataset instead of the whole datalake");
    arguments.option("--version", version_, "The version's name");
  }

  Result<int> run() override {
    if (text_.empty() == image_.empty()) return invalid("Give either --text or --image");
    if (limit_ < 1 || limit_ > static_cast<std::int64_t>(usecases::kMaxSearchLimit)) return invalid("--limit must be from 1 to 10000");
    const auto workspace = TRY(workspace_.open());
    if (!dataset_.empty()) return search_version(*workspace);
    return search_datalake(*workspace);
  }

 private:
  Result<int> search_datalake(usecases::Workspace& workspace) {
    const DatalakeId datalake = TRY(usecases::default_datalake(workspace, workspace.owner())).id;
    const auto limit = static_cast<std::size_t>(limit_);
    const std::vector<usecases::DataHit> hits = text_.empty()
                                                    ? TRY(usecases::search_by_image(workspace, datalake, TRY(read_file(image_)), limit))
                                                    : TRY(usecases::search_by_text(workspace, datalake, text_, limit));
    for (const auto& hit : hits)
      print(hit.score, TRY(usecases::data_of(workspace, hit.id)));
    return 0;
  }

  Result<int> search_version(usecases::Workspace& workspace) {
    const DatasetVersionId version = TRY(find_version(workspace, dataset_, version_)).id;
    const auto limit = static_cast<std::size_t>(limit_);
    const std::vector<usecases::AssetHit> hits = text_.empty()
                                                     ? TRY(usecases::search_by_image(workspace, version, TRY(read_file(image_)), limit))
                                                     : TRY(usecases::search_by_text(workspace, version, text_, limit));
    for (const auto& hit : hits)
      print(hit.score, TRY(usecases::asset_of(workspace, hit.id)).data);
    return 0;
  }

  static void print(float score, const Data& data) { std::printf("%.4f  %s\n", static_cast<double>(score), data.object_name.c_str()); }

  WorkspaceArguments workspace_;
  std::string text_;
  std::string image_;
  std::int64_t limit_ = usecases::kDefaultSearchLimit;
  std::string dataset_;
  std::string version_;
};

}  // namespace

std::unique_ptr<Command> make_search_command() { return std::make_unique<SearchCommand>(); }

}  // namespace kindred::cli
