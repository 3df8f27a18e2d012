#include "usecases/visual_part.h"

#include "usecases/query_vectors.h"
#include "vectors/examples.h"

namespace kindred::usecases {
namespace {

Result<std::vector<std::vector<float>>> vectors_of(const std::vector<Uuid>& ids, const VectorsOf& vectors) {
  std::vector<std::vector<float>> all;
  for (const Uuid& id : ids)
    all.push_back(TRY(vectors.example(id)));
  return all;
}

Result<VisualPart> part_of(const SimilarPart& similar, const VectorsOf& vectors) {
  TRY(check_search_limit(similar.k));
  if (similar.positive.empty() && similar.negative.empty()) return invalid("'similar' needs at least one example");
  if (similar.positive.size() + similar.negative.size() > kMaxExamples) {
    return Error{ErrorKind::too_large, "'similar' takes at most " + std::to_string(kMaxExamples) + " examples", {}};
  }
  const auto positive = TRY(vectors_of(similar.positive, vectors));
  const auto negative = TRY(vectors_of(similar.negative, vectors));
  VisualPart part{TRY(vectors::direction_of(positive, negative)), similar.k, similar.positive};
  part.without.insert(part.without.end(), similar.negative.begin(), similar.negative.end());
  return part;
}

Result<VisualPart> part_of(const TextPart& text, const VectorsOf& vectors) {
  TRY(check_search_limit(text.k));
  return VisualPart{TRY(vectors.prompt(text.prompt)), text.k, {}};
}

}  // namespace

Result<std::optional<VisualPart>> visual_part_of(const Filter& filter, const VectorsOf& vectors) {
  if (filter.similar && filter.text) return invalid("A filter has one visual part: 'similar' or 'text', not both");
  if (filter.similar) return std::optional(TRY(part_of(*filter.similar, vectors)));
  if (filter.text) return std::optional(TRY(part_of(*filter.text, vectors)));
  return std::optional<VisualPart>();
}

}  // namespace kindred::usecases
