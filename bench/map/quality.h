// How well a map shows what lies near what: the same measures for ours and the peer's.
//
// Of 15 neighbours each: trustworthiness (Venna and Kaski, 2001, as scikit-learn has it): those near on the map are near in space;
// preservation: the part of the neighbours in space that are neighbours on the map; purity: the part of the neighbours on the map that have the
// same label. Of more than 20,000 points, a fixed sample of so many is looked at by itself, and of those the neighbours of 2,000.
#pragma once

#include <span>
#include <vector>

#include "map/data_sets.h"

namespace kindred::bench {

struct Quality {
  double trustworthiness = 0;
  double preservation = 0;
  double purity = 0;  // of sets without labels: 0
};

// `xy` holds x and y of each row of the set in turn.
Quality quality_of(const DataSet& set, std::span<const float> xy);

}  // namespace kindred::bench
