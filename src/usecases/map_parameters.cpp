#include "usecases/map_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>

namespace kindred::usecases {
namespace {

using projection::Init;
using projection::Metric;
using projection::UmapOptions;

constexpr std::string_view kUmapFields[] = {
    "n_neighbors",          "min_dist",           "spread",           "n_epochs",           "metric", "seed",
    "negative_sample_rate", "repulsion_strength", "set_op_mix_ratio", "local_connectivity", "init"};
constexpr std::string_view kDbscanFields[] = {"eps", "min_samples"};

std::string_view name_of(Metric metric) { return metric == Metric::cosine ? "cosine" : "euclidean"; }
std::string_view name_of(Init init) {
  switch (init) {
    case Init::spectral: return "spectral";
    case Init::pca: return "pca";
    case Init::random: return "random";
  }
  return "";
}

// A part of the body, whose fields' full names begin with `prefix`.
class Fields {
 public:
  Fields(const json::object& object, std::string prefix) : object_(object), prefix_(std::move(prefix)) {}

  [[nodiscard]] Result<void> check_names(std::span<const std::string_view> known) const {
    for (const auto& member : object_) {
      if (std::find(known.begin(), known.end(), std::string_view(member.key())) != known.end()) continue;
      std::string names;
      for (const std::string_view name : known)
        names += (names.empty() ? "" : ", ") + std::string(name);
      return invalid("The field '" + prefix_ + std::string(member.key()) + "' is not known; known are " + names);
    }
    return {};
  }

  // Leaves `value` as it is when the field is not there.
  Result<void> take(std::string_view field, double& value) const {
    if (const auto given = TRY(named(optional_number(object_, field), field))) value = *given;
    return {};
  }
  Result<void> take(std::string_view field, int& value) const {
    const auto given = TRY(whole(field));
    if (given) value = static_cast<int>(*given);
    return {};
  }
  Result<void> take(std::string_view field, std::uint64_t& value) const {
    const auto given = TRY(named(optional_int(object_, field), field));
    if (given && *given < 0) return invalid("The field '" + prefix_ + std::string(field) + "' must be a whole number from 0");
    if (given) value = static_cast<std::uint64_t>(*given);
    return {};
  }
  [[nodiscard]] Result<std::optional<std::int64_t>> whole(std::string_view field) const {
    const auto given = TRY(named(optional_int(object_, field), field));
    if (given && (*given < std::numeric_limits<int>::min() || *given > std::numeric_limits<int>::max()))
      return invalid("The field '" + prefix_ + std::string(field) + "' is out of range");
    return given;
  }
  template <typename Enum>
  Result<void> take(std::string_view field, std::span<const Enum> choices, Enum& value) const {
    const auto given = TRY(named(optional_string(object_, field), field));
    if (!given) return {};
    std::string names;
    for (const Enum choice : choices) {
      if (name_of(choice) == *given) {
        value = choice;
        return {};
      }
      names += (names.empty() ? "" : ", ") + std::string(name_of(choice));
    }
    return invalid("The field '" + prefix_ + std::string(field) + "' is '" + *given + "', but it must be one of " + names);
  }

  // Errors that begin with a parameter's own name get the field's full one.
  template <typename T>
  Result<T> named(Result<T> result, std::string_view field) const {
    if (result) return result;
    Error error = std::move(result).error();
    const std::string quoted = "'" + std::string(field) + "'";
    if (const auto place = error.message.find(quoted); place != std::string::npos)
      error.message.replace(place, quoted.size(), "'" + prefix_ + std::string(field) + "'");
    return error;
  }

 private:
  const json::object& object_;
  std::string prefix_;
};

// Null and absent are no part.
Result<json::object> part_of(const json::object& body, std::string_view name) {
  const json::value* value = body.if_contains(name);
  if (value == nullptr || value->is_null()) return json::object{};
  if (!value->is_object()) return invalid("The field '" + std::string(name) + "' must be an object");
  return value->get_object();
}

Result<UmapOptions> read_umap(const json::object& object) {
  const Fields fields(object, "umap.");
  TRY(fields.check_names(kUmapFields));
  UmapOptions options;
  TRY(fields.take("n_neighbors", options.n_neighbors));
  TRY(fields.take("min_dist", options.min_dist));
  TRY(fields.take("spread", options.spread));
  if (const auto epochs = TRY(fields.whole("n_epochs"))) options.n_epochs = static_cast<int>(*epochs);
  constexpr Metric kMetrics[] = {Metric::cosine, Metric::euclidean};
  TRY(fields.take<Metric>("metric", kMetrics, options.metric));
  TRY(fields.take("seed", options.seed));
  TRY(fields.take("negative_sample_rate", options.negative_sample_rate));
  TRY(fields.take("repulsion_strength", options.repulsion_strength));
  TRY(fields.take("set_op_mix_ratio", options.set_op_mix_ratio));
  TRY(fields.take("local_connectivity", options.local_connectivity));
  constexpr Init kInits[] = {Init::spectral, Init::pca, Init::random};
  TRY(fields.take<Init>("init", kInits, options.init));
  if (const auto checked = projection::check_options(options); !checked) return invalid("umap." + checked.error().message);
  return options;
}

}  // namespace

Result<ClusterParameters> read_cluster_parameters(const json::object& body, std::string_view prefix) {
  const Fields fields(body, std::string(prefix));
  TRY(fields.check_names(kDbscanFields));
  ClusterParameters parameters;
  parameters.eps = TRY(fields.named(optional_number(body, "eps"), "eps"));
  TRY(fields.take("min_samples", parameters.min_samples));
  if (parameters.eps && !(std::isfinite(*parameters.eps) && *parameters.eps > 0))
    return invalid("The field '" + std::string(prefix) + "eps' must be a number above 0");
  if (parameters.min_samples < 1) return invalid("The field '" + std::string(prefix) + "min_samples' must be at least 1");
  return parameters;
}

Result<MapParameters> read_map_parameters(const json::object& body) {
  const json::object umap = TRY(part_of(body, "umap"));
  const json::object dbscan = TRY(part_of(body, "dbscan"));
  return MapParameters{TRY(read_umap(umap)), TRY(read_cluster_parameters(dbscan, "dbscan."))};
}

json::object to_json(const MapParameters& parameters) {
  const UmapOptions& umap = parameters.umap;
  const ClusterParameters& clusters = parameters.clusters;
  return {{"umap",
           {{"n_neighbors", umap.n_neighbors},
            {"min_dist", umap.min_dist},
            {"spread", umap.spread},
            {"n_epochs", umap.n_epochs ? json::value(*umap.n_epochs) : json::value(nullptr)},
            {"metric", name_of(umap.metric)},
            {"seed", umap.seed},
            {"negative_sample_rate", umap.negative_sample_rate},
            {"repulsion_strength", umap.repulsion_strength},
            {"set_op_mix_ratio", umap.set_op_mix_ratio},
            {"local_connectivity", umap.local_connectivity},
            {"init", name_of(umap.init)}}},
          {"dbscan", {{"eps", clusters.eps ? json::value(*clusters.eps) : json::value(nullptr)}, {"min_samples", clusters.min_samples}}}};
}

}  // namespace kindred::usecases
