// Embeddings of shapes: how they are cut out, and which vectors are stale.
//
// A shape whose embedding is not DONE any more, because it was edited or is run again, comes into shape_removal as a deleted one does
// (migrations/annotations.h): its vector may be in the version's collection still.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 3> kShapeCrops{
    R"(ALTER TABLE visual_search ADD COLUMN crop_margin REAL NOT NULL DEFAULT 0)",
    R"(ALTER TABLE visual_search ADD COLUMN mask_background INTEGER NOT NULL DEFAULT 0)",
    R"(CREATE TRIGGER shape_vector_stale AFTER UPDATE OF status ON shape_embedding WHEN OLD.status = 'DONE' AND NEW.status <> 'DONE' BEGIN
      INSERT INTO shape_removal(version, shape_id) SELECT NEW.place >> 32, id FROM shape WHERE place = NEW.place
        ON CONFLICT DO NOTHING;
    END)",
};

}  // namespace kindred::store
