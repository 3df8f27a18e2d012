#include "selection/tag_rows.h"

#include "selection/match.h"
#include "store/rows.h"

namespace kindred::selection {

Result<void> TagRows::follow_names(store::Connection& connection, std::span<const store::Change> changes, TagTarget target) {
  for (const store::Change& change : changes) {
    if (change.kind != store::ChangeKind::tag) continue;
    auto name =
        TRY(store::read_row(store::query(connection, "SELECT name FROM tag WHERE id = ? AND target = ?", change.tag, to_string(target)),
                            [](const store::Statement& row) { return Result<std::string>(row.column_text(0)); }));
    if (!name) {
      tags_.erase(change.tag);
    } else if (const auto known = tags_.find(change.tag); known != tags_.end()) {
      known->second.name = *std::move(name);
    } else {
      put(change.tag, *std::move(name), {});
    }
  }
  return {};
}

Bitmap TagRows::rows_named(const query::Condition& condition) const {
  const TextMatcher matches(condition);
  Bitmap rows;
  for (const auto& [id, tag] : tags_) {
    if (matches(tag.name)) rows |= *tag.rows;
  }
  return rows;
}

Bitmap TagRows::rows_with_any() const {
  Bitmap rows;
  for (const auto& [id, tag] : tags_)
    rows |= *tag.rows;
  return rows;
}

Bitmap* TagRows::Changes::changing(TagId tag) {
  const auto known = tags_.tags_.find(tag);
  if (known == tags_.tags_.end()) return nullptr;  // deleted since
  auto& copy = changed_[tag];
  if (!copy) copy = std::make_shared<Bitmap>(*known->second.rows);
  return copy.get();
}

void TagRows::Changes::set(TagId tag, Bitmap::Row row, bool has) {
  Bitmap* rows = changing(tag);
  if (rows == nullptr) return;
  if (has) {
    rows->add(row);
  } else {
    rows->remove(row);
  }
}

void TagRows::Changes::clear(Bitmap::Row row) {
  for (const auto& [id, tag] : tags_.tags_) {
    const auto copy = changed_.find(id);
    if ((copy == changed_.end() ? *tag.rows : *copy->second).contains(row)) set(id, row, false);
  }
}

void TagRows::Changes::apply() {
  for (auto& [id, rows] : changed_)
    tags_.tags_.at(id).rows = std::move(rows);
  changed_.clear();
}

}  // namespace kindred::selection
