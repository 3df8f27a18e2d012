// The tags of one scope, each with the rows that have it.
// Thread-safety: values; copies share the bitmaps.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/bitmap.h"
#include "base/result.h"
#include "model/ids.h"
#include "model/tag.h"
#include "query/schema.h"
#include "store/changes.h"
#include "store/database.h"

namespace kindred::selection {

class TagRows {
 public:
  struct Tag {
    std::string name;
    std::shared_ptr<const Bitmap> rows;
  };

  void put(TagId tag, std::string name, Bitmap rows) { tags_[tag] = {std::move(name), std::make_shared<Bitmap>(std::move(rows))}; }
  // Tags that were made, renamed or deleted.
  Result<void> follow_names(store::Connection& connection, std::span<const store::Change> changes, TagTarget target);
  [[nodiscard]] const std::map<TagId, Tag>& all() const { return tags_; }

  // Rows with any tag whose name the condition holds for.
  [[nodiscard]] Bitmap rows_named(const query::Condition& condition) const;
  [[nodiscard]] Bitmap rows_with_any() const;

  // Changes are collected and made at once, so that each bitmap is copied once.
  class Changes {
   public:
    explicit Changes(TagRows& tags) : tags_(tags) {}
    void set(TagId tag, Bitmap::Row row, bool has);
    // A row that has none of its tags any more.
    void clear(Bitmap::Row row);
    void apply();

   private:
    Bitmap* changing(TagId tag);
    TagRows& tags_;
    std::map<TagId, std::shared_ptr<Bitmap>> changed_;
  };

 private:
  std::map<TagId, Tag> tags_;
};

}  // namespace kindred::selection
