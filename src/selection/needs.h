// What must be in memory before a query can be answered; the rest is left out, so that memory holds what is asked for.
// Thread-safety: values.
#pragma once

#include <set>
#include <vector>

#include "query/schema.h"
#include "selection/data_columns.h"

namespace kindred::selection {

struct Needs {
  std::set<ColumnSpec> columns;  // of Data
  bool data_tags = false;
  bool asset_tags = false;
  bool shapes = false;                     // and Annotations
  std::vector<query::Condition> datasets;  // conditions on the versions that Data are in

  void add(const query::Query& query);
  void add(const ColumnSpec& column) { columns.insert(column); }
};

}  // namespace kindred::selection
