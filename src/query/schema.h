// Which fields there are in a view, of which type, and what a query means in its terms. The rules and messages are those of
// DjangoQL's schema; docs/query-language.md lists the fields.
// Thread-safety: free functions; the trees never change.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/syntax.h"

namespace kindred::query {

// What is being filtered.
enum class View { datas, assets, shapes };

enum class Type {
  whole_number,
  number,
  text,
  time,      // compared with "YYYY-MM-DD", "YYYY-MM-DD HH:MM" or "YYYY-MM-DD HH:MM:SS" (UTC); as text with ~ startswith endswith
  relation,  // compared with None alone: whether there is anything
  any,       // whatever the JSON holds
};

// Whose field it is.
enum class Subject { data, asset, annotation, shape };

enum class FieldId {
  id,
  created_at,
  tag,
  // Of Data.
  filename,
  object_name,
  content_type,
  media_type,
  upload_status,
  width,
  height,
  bytes,
  data_source,
  metadata,         // with its key
  custom_metadata,  // with its key; points lead into objects
  dataset_name,
  dataset_version,
  embedding_status,
  // Of Assets.
  data,
  // Of Annotations and shapes; the key of a shape's field is its kind ("RECTANGLE"), or empty for any.
  annotation,
  status,
  duration,
  count,  // of the Annotations or shapes of an Asset
  shape,
  kind,
  label,
  area,
  box_x,
  box_y,
  box_w,
  box_h,
  text,
};

struct Field {
  Subject subject = Subject::data;
  FieldId id = FieldId::id;
  std::string key;
  Type type = Type::text;
  bool nullable = false;
  std::span<const std::string_view> choices;  // the words it can hold, if they are known
};

// A node of a view's tree. Fields of relations are its children.
struct FieldNode {
  std::string_view name;
  Field field;
  std::vector<FieldNode> children;  // by name
  bool any_child = false;           // every name below it is a field: the keys of a JSON object
};
const FieldNode& tree_of(View view);

// The field of a dotted name. `invalid`: "Unknown field: x. Possible choices are: a, b".
Result<Field> find_field(std::string_view name, View view);

struct Condition {
  Field field;
  Operator op = Operator::equal;
  bool negated = false;       // all that the positive condition does not find
  std::vector<Value> values;  // of a time microseconds since 1970, but for ~ startswith endswith its text
};

// A checked query; nodes as in SyntaxTree, over conditions in place of comparisons.
struct Query {
  std::vector<Condition> conditions;
  std::vector<Node> nodes;
  [[nodiscard]] bool empty() const { return nodes.empty(); }
};

Result<Query> check(const SyntaxTree& tree, View view);

}  // namespace kindred::query
