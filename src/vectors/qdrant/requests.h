// The bodies of requests to Qdrant, as JSON text. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/ids.h"
#include "vectors/qdrant/search_plan.h"
#include "vectors/qdrant/settings.h"

namespace kindred::vectors {

// The point that holds a collection's mark: it has no vector, and an id that no item has (RFC 9562's largest).
Uuid mark_id();

std::string collection_body(const QdrantSettings& settings, std::string_view vector_name, std::size_t dimension);
std::string upsert_body(std::string_view vector_name, std::span<const Uuid> ids, std::span<const std::uint16_t> vectors);
std::string mark_body(std::uint64_t mark);
// {"points": [ids]}
std::string points_body(std::span<const Uuid> ids);
std::string retrieve_body(std::string_view vector_name, std::span<const Uuid> ids);
std::string scroll_body(std::string_view vector_name, std::optional<Uuid> from, std::size_t limit);
std::string count_body(bool exact);
// One question of a batch.
std::string question_body(const QdrantSettings& settings, std::string_view vector_name, std::span<const float> vector,
                          const Question& question);

}  // namespace kindred::vectors
