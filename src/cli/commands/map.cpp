// kindred map create, list, export, select: maps of a version's or the datalake's images.
#include <cstdio>

#include "base/files.h"
#include "base/npy.h"
#include "cli/commands.h"
#include "cli/run_jobs.h"
#include "cli/workspace_arguments.h"
#include "maps/points_body.h"
#include "usecases/browse.h"
#include "usecases/projections.h"
#include "usecases/select_on_map.h"

namespace kindred::cli {
namespace {

using usecases::ProjectionStatus;
using usecases::Workspace;

class MapCommand : public Command {
 public:
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.option("--dataset", dataset_, "Maps of a version of this dataset instead of the whole datalake");
    arguments.option("--version", version_, "The version's name");
    arguments.option("--kind", kind_, "images, or shapes of a version");
  }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open());
    return run_on(*workspace, TRY(scope(*workspace)));
  }

 protected:
  virtual Result<int> run_on(Workspace& workspace, const MapScope& scope) = 0;

  // For commands on one map.
  void declare_map(Arguments& arguments) {
    arguments.option("--map", map_, "The map's name or id; without it the newest that is computed");
  }

  Result<Projection> chosen_map(Workspace& workspace, const MapScope& scope) const {
    usecases::PageRequest page;
    do {
      auto listing = TRY(usecases::list_projections(workspace, scope, page));
      for (ProjectionStatus& status : listing.page.items) {
        const bool named = status.projection.name == map_ || to_string(status.projection.id) == map_;
        const bool newest = map_.empty() && status.state == usecases::ProjectionState::ready;
        if (named || newest) return std::move(status.projection);
      }
      page.cursor = listing.page.next_cursor.value_or("");
    } while (!page.cursor.empty());
    if (map_.empty()) return not_found("There is no map that is computed: make one with kindred map create");
    return not_found("There is no map '" + map_ + "': kindred map list shows those there are");
  }

 private:
  [[nodiscard]] Result<MapScope> scope(Workspace& workspace) const {
    const auto kind = parse_embedding_kind(kind_);
    if (!kind) return invalid("--kind is '" + kind_ + "', but it must be images or shapes");
    if (dataset_.empty()) return MapScope{TRY(usecases::default_datalake(workspace, workspace.owner())).id, *kind};
    return MapScope{TRY(find_version(workspace, dataset_, version_)).id, *kind};
  }

  WorkspaceArguments workspace_;
  std::string dataset_;
  std::string version_;
  std::string kind_ = "images";
  std::string map_;
};

class MapCreateCommand : public MapCommand {
 public:
  [[nodiscard]] std::string_view name() const override { return "map create"; }
  [[nodiscard]] std::string_view summary() const override { return "Make a map of a version's or the datalake's embeddings"; }
  [[nodiscard]] std::string_view example() const override {
    return "kindred map create --dataset street --version v1 --parameters '{\"umap\": {\"n_neighbors\": 30}, \"dbscan\": {\"min_samples\": "
           "10}}'";
  }

  void declare(Arguments& arguments) override {
    MapCommand::declare(arguments);
    arguments.option("--name", name_, "How it is called in lists");
    arguments.option("--parameters", parameters_,
                     "JSON as of POST …/projections: umap {n_neighbors, min_dist …}, dbscan {eps, min_samples}");
  }

 protected:
  Result<int> run_on(Workspace& workspace, const MapScope& scope) override {
    const auto parameters = TRY(usecases::read_map_parameters(TRY(parse_json_object(parameters_, "--parameters"))));
    const auto started = TRY(usecases::create_projection(workspace, workspace.owner(), {scope, name_, parameters}));
    TRY(workspace.start_jobs());
    const Job job = TRY(wait_for_job(workspace, started.job, "Projecting"));
    std::printf("%s\t%s\n", to_string(started.projection.id).c_str(), job.message.c_str());
    return 0;
  }

 private:
  std::string name_ = "Map";
  std::string parameters_ = "{}";
};

class MapListCommand : public MapCommand {
 public:
  [[nodiscard]] std::string_view name() const override { return "map list"; }
  [[nodiscard]] std::string_view summary() const override {
    return "List maps, newest first: id, state, points, items, clusters, eps, name";
  }
  [[nodiscard]] std::string_view example() const override { return "kindred map list --dataset street --version v1"; }

 protected:
  Result<int> run_on(Workspace& workspace, const MapScope& scope) override {
    usecases::PageRequest page;
    do {
      const auto listing = TRY(usecases::list_projections(workspace, scope, page));
      for (const ProjectionStatus& status : listing.page.items)
        print(status);
      page.cursor = listing.page.next_cursor.value_or("");
    } while (!page.cursor.empty());
    return 0;
  }

 private:
  static void print(const ProjectionStatus& status) {
    const Projection& map = status.projection;
    std::printf("%s\t%s\t%lld\t%lld\t%lld\t%.4g\t%s\n", to_string(map.id).c_str(), std::string(usecases::to_string(status.state)).c_str(),
                static_cast<long long>(map.points), static_cast<long long>(map.items),
                static_cast<long long>(status.clustering ? status.clustering->clusters : 0),
                status.clustering ? status.clustering->eps : 0.0, map.name.c_str());
  }
};

class MapExportCommand : public MapCommand {
 public:
  [[nodiscard]] std::string_view name() const override { return "map export"; }
  [[nodiscard]] std::string_view summary() const override { return "Write a map's points to a .npy or .csv file, one row for each item"; }
  [[nodiscard]] std::string_view example() const override { return "kindred map export --out points.csv"; }

  void declare(Arguments& arguments) override {
    MapCommand::declare(arguments);
    declare_map(arguments);
    arguments.option("--out", out_, "The file to write: .npy (float32, x and y) or .csv (id, x, y, cluster, point), in the same order",
                     true);
  }

 protected:
  Result<int> run_on(Workspace& workspace, const MapScope& scope) override {
    const auto view = TRY(workspace.map_views().of(TRY(chosen_map(workspace, scope)).id));
    if (out_.ends_with(".npy")) {
      TRY(write_npy(out_, maps::item_coordinates(view->columns()), view->items(), 2));
    } else if (out_.ends_with(".csv")) {
      const std::string text = maps::csv_body(view->columns(), [&](std::size_t item) { return to_string(view->item_id(item)); });
      TRY(write_file_durably(out_, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
    } else {
      return invalid("--out is '" + out_ + "', but its name must end in .npy or .csv");
    }
    return 0;
  }

 private:
  std::string out_;
};

class MapSelectCommand : public MapCommand {
 public:
  [[nodiscard]] std::string_view name() const override { return "map select"; }
  [[nodiscard]] std::string_view summary() const override { return "Print the ids of the items in a region of a map"; }
  [[nodiscard]] std::string_view example() const override {
    return "kindred map select --dataset street --version v1 --region '{\"rectangle\": [0, 0, 2.5, 3]}'\n  kindred map select --region "
           "'{\"clusters\": [-1]}'";
  }

  void declare(Arguments& arguments) override {
    MapCommand::declare(arguments);
    declare_map(arguments);
    arguments.option("--region", region_, R"(JSON: {"polygon": [[x, y], …]}, {"rectangle": [x0, y0, x1, y1]} or {"clusters": [0, -1, …]})",
                     true);
  }

 protected:
  Result<int> run_on(Workspace& workspace, const MapScope& scope) override {
    const maps::Region region = TRY(maps::read_region(TRY(parse_json_object(region_, "--region"))));
    const ProjectionId map = TRY(chosen_map(workspace, scope)).id;
    std::string cursor;
    do {
      const auto selected = TRY(usecases::select_on_map(workspace, map, region, usecases::kMaxSelectedPage, cursor));
      for (const Uuid& id : selected.ids)
        std::printf("%s\n", to_string(id).c_str());
      cursor = selected.next_cursor.value_or("");
    } while (!cursor.empty());
    return 0;
  }

 private:
  std::string region_;
};

}  // namespace

std::unique_ptr<Command> make_map_create_command() { return std::make_unique<MapCreateCommand>(); }
std::unique_ptr<Command> make_map_export_command() { return std::make_unique<MapExportCommand>(); }
std::unique_ptr<Command> make_map_list_command() { return std::make_unique<MapListCommand>(); }
std::unique_ptr<Command> make_map_select_command() { return std::make_unique<MapSelectCommand>(); }

}  // namespace kindred::cli
