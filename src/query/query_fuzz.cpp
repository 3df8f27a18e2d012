// Any bytes are parsed or refused as `invalid` or `too_large`; what is accepted has a sound tree, and completion anywhere in it is quiet.
#include <cstdlib>
#include <string_view>

#include "query/complete.h"
#include "query/query.h"

namespace {

using namespace kindred;

void demand(bool holds) {
  if (!holds) std::abort();
}

void check_tree(const query::SyntaxTree& tree) {
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const query::Node& node = tree.nodes[i];
    if (node.kind == query::Node::Kind::comparison) {
      demand(node.comparison < tree.comparisons.size());
      demand(!tree.comparisons[node.comparison].literals.empty());
    } else {
      demand(node.left < i && node.right < i);
    }
  }
  demand(tree.nodes.empty() == tree.comparisons.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto tree = query::parse(text);
  if (tree) {
    check_tree(*tree);
  } else {
    demand(tree.error().kind == ErrorKind::invalid || tree.error().kind == ErrorKind::too_large);
  }
  for (const query::View view : {query::View::datas, query::View::assets, query::View::shapes}) {
    (void)query::parse(text, view);
    const auto values = [](const query::Field&, std::string_view, std::size_t) {
      return Result<std::vector<std::string>>(std::vector<std::string>{"x"});
    };
    (void)query::complete(text, size / 2, view, values);
    (void)query::complete(text, size, view, values);
  }
  return 0;
}
